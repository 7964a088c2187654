// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.tell;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.inkwire.cluster.message.common.MCommand;
import org.inkwire.cluster.message.reference.PgStat;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.tell.MessengerCommands;
import org.inkwire.osd.context.CephRelease;
import org.inkwire.osd.context.OsdContext;
import org.inkwire.osd.heartbeat.Heartbeats;
import org.inkwire.osd.map.MapIntake;
import org.inkwire.osd.map.OsdMapView;
import org.inkwire.osd.map.OsdMaps;
import org.inkwire.osd.map.Superblock;
import org.inkwire.osd.monlink.OsdState;
import org.inkwire.osd.shard.OsdShards;
import org.inkwire.osd.space.StoreSpace;
import org.inkwire.osd.state.StateMachine;
import org.inkwire.store.ObjectStore;
import org.inkwire.store.StoreStats;

/** The commands of {@code ceph tell osd.N}. Confined to the OSD's center. Ceph: {@code OSD::do_command}. */
public final class OsdCommands {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final OsdContext osd;
    private final StateMachine<OsdState> state;
    private final MapIntake intake;
    private final OsdMaps maps;
    private final OsdShards shards;
    private final Heartbeats heartbeats;
    private final StoreSpace space;
    private final MessengerCommands messengers;
    private final CommandTable table = new CommandTable("osd");

    /**
     * @param state shown only
     * @param space in {@code store}
     */
    public OsdCommands(
            OsdContext osd,
            StateMachine<OsdState> state,
            MapIntake intake,
            OsdMaps maps,
            OsdShards shards,
            Heartbeats heartbeats,
            ObjectStore store,
            StoreSpace space,
            MessengerCommands messengers) {
        this.osd = osd;
        this.state = state;
        this.intake = intake;
        this.maps = maps;
        this.shards = shards;
        this.heartbeats = heartbeats;
        this.space = space;
        this.messengers = messengers;
        table.add("version", "show version of this daemon", (args, answer) -> answer.accept(Answer.json(version())));
        table.add("status", "high-level status of OSD", (args, answer) -> status(answer));
        new ConfigCommands(osd.conf()).addTo(table);
        new OpCommands(osd, shards).addTo(table);
        new PgCommands(shards).addTo(table);
        StoreBench bench = new StoreBench(osd.center(), store, space);
        table.add(
                "bench",
                "write to the store: bytes in all, and in each write",
                List.of(
                        Params.optional("count", "CephInt"),
                        Params.optional("size", "CephInt"),
                        Params.optional("object_size", "CephInt"),
                        Params.optional("object_num", "CephInt")),
                bench::run);
        table.add("dump_blocklist", "dump blocklisted clients and times", (args, answer) -> answer.accept(blocklist()));
        table.add("get_mapped_pools", "list the pools that have PGs here", (args, answer) -> mappedPools(answer));
        for (String what : List.of("flush", "dump", "reopen")) {
            table.add("log " + what, "the log needs no " + what, (args, answer) -> answer.accept(Answer.done("")));
        }
        table.add(
                MessengerCommands.PERF_DUMP, "dump store usage and messenger counters", (args, answer) -> perf(answer));
        table.add(
                MessengerCommands.DUMP,
                "list messengers, or dump one",
                MessengerCommands.dumpParams().stream()
                        .<JsonNode>map(JSON::valueToTree)
                        .toList(),
                this::messengerDump);
        table.add("dump_pgs", "dump every PG copy held by this OSD", (args, answer) -> pgs(answer));
        table.add("dump_osd_network", "list heartbeat peers", (args, answer) -> answer.accept(Answer.json(network())));
    }

    /** @param message borrowed */
    public void handle(Connection connection, MCommand message) {
        osd.center().assertInThread();
        table.handle(connection, message);
    }

    private static ObjectNode version() {
        return JSON.createObjectNode()
                .put("version", CephRelease.VERSION)
                .put("release", CephRelease.NAME)
                .put("release_type", "stable");
    }

    private void status(Consumer<Answer> answer) {
        Superblock sb = intake.superblock();
        ObjectNode status = JSON.createObjectNode()
                .put("cluster_fsid", sb.fsid().toString())
                .put("osd_fsid", sb.osdFsid().toString())
                .put("whoami", osd.whoami())
                .put("state", state.is(OsdState.ACTIVE) ? "active" : "booting")
                .put("oldest_map", sb.oldestMap())
                .put("cluster_osdmap_trim_lower_bound", sb.oldestMap())
                .put("newest_map", sb.newestMap());
        shards.collectAllStats(pgs -> answer.accept(Answer.json(status.put("num_pgs", pgs.size()))));
    }

    /** Two lists: clients, and the ranges of addresses that came after 16.2. */
    private Answer blocklist() {
        ArrayNode clients = JSON.createArrayNode();
        OsdMapView newest = maps.newest();
        if (newest != null) {
            newest.map().blocklist().forEach((addr, until) -> {
                ObjectNode one = clients.addObject();
                one.putObject("entity_addr_t")
                        .put("type", addr.type().toString().toLowerCase(Locale.ROOT))
                        .put("addr", addr.ip().getHostAddress() + ":" + addr.port())
                        .put("nonce", addr.nonce());
                one.put("expire_time", Stamps.text(Instant.ofEpochSecond(until.sec(), until.nsec())));
            });
        }
        return Answer.text(clients.toPrettyString() + "\n[]\n");
    }

    private void mappedPools(Consumer<Answer> answer) {
        shards.collectAllStats(pgs -> {
            ArrayNode pools = JSON.createArrayNode();
            pgs.stream().map(pg -> pg.pgid().pool()).distinct().sorted().forEach(pools::add);
            answer.accept(Answer.json(pools));
        });
    }

    private void messengerDump(JsonNode arguments, Consumer<Answer> answer) {
        JsonNode name = arguments.get(MessengerCommands.DUMP_NAME);
        String wanted = name == null || name.isNull() ? null : name.asText();
        CompletionStage<Map<String, ?>> dump = messengers.dump(wanted);
        if (dump == null) {
            throw new CommandTable.Refused(Errno.ENOENT, "no messenger '" + wanted + "'");
        }
        dump.thenAccept(tree -> answer.accept(Answer.json(JSON.valueToTree(tree))));
    }

    private void perf(Consumer<Answer> answer) {
        shards.collectAllStats(pgs -> perf(pgs, answer));
    }

    private void perf(List<PgStat> pgs, Consumer<Answer> answer) {
        PgStat.Io io = pgs.stream().map(PgStat::io).reduce(PgStat.Io.NONE, PgStat.Io::plus);
        StoreStats filled = space.stats();
        ObjectNode all = JSON.createObjectNode();
        all.putObject("osd")
                .put("stat_bytes", filled.total())
                .put("stat_bytes_used", filled.used())
                .put("stat_bytes_avail", filled.available())
                .put("op", io.reads() + io.writes())
                .put("op_in_bytes", io.writeBytes())
                .put("op_out_bytes", io.readBytes())
                .put("op_r", io.reads())
                .put("op_r_out_bytes", io.readBytes())
                .put("op_w", io.writes())
                .put("op_w_in_bytes", io.writeBytes())
                .put("numpg", pgs.size())
                .put("map_epoch", maps.epoch());
        messengers
                .perf()
                .thenAccept(sections -> answer.accept(Answer.json(all.setAll(JSON.<ObjectNode>valueToTree(sections)))));
    }

    private void pgs(Consumer<Answer> answer) {
        shards.collectAllStats(stats -> {
            ArrayNode all = JSON.createArrayNode();
            for (PgStat pg : stats) {
                all.add(JSON.createObjectNode()
                        .put("pgid", pg.pgid().toString())
                        .put("state", pg.state())
                        .put("epoch", pg.epoch())
                        .put("version", pg.version().toString())
                        .put("up", pg.up().toString())
                        .put("acting", pg.acting().toString())
                        .put("num_objects", pg.counts().objects())
                        .put("num_bytes", pg.counts().bytes())
                        .put("log_size", pg.counts().logSize()));
            }
            answer.accept(Answer.json(all));
        });
    }

    private ObjectNode network() {
        ObjectNode all = JSON.createObjectNode();
        ArrayNode peers = all.putArray("heartbeat_peers");
        heartbeats.peerIds().forEach(peers::add);
        return all;
    }
}
