// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.tell;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.inkwire.cluster.conf.Option;
import org.inkwire.cluster.conf.Options;
import org.inkwire.cluster.message.common.MCommand;
import org.inkwire.cluster.message.reference.PgStat;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.tell.MessengerCommands;
import org.inkwire.osd.context.CephRelease;
import org.inkwire.osd.context.OsdContext;
import org.inkwire.osd.heartbeat.Heartbeats;
import org.inkwire.osd.map.MapIntake;
import org.inkwire.osd.map.OsdMaps;
import org.inkwire.osd.map.Superblock;
import org.inkwire.osd.monlink.OsdState;
import org.inkwire.osd.shard.OsdShards;
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
    private final ObjectStore store;
    private final MessengerCommands messengers;
    private final CommandTable table = new CommandTable("osd");

    /** @param state shown only */
    public OsdCommands(
            OsdContext osd,
            StateMachine<OsdState> state,
            MapIntake intake,
            OsdMaps maps,
            OsdShards shards,
            Heartbeats heartbeats,
            ObjectStore store,
            MessengerCommands messengers) {
        this.osd = osd;
        this.state = state;
        this.intake = intake;
        this.maps = maps;
        this.shards = shards;
        this.heartbeats = heartbeats;
        this.store = store;
        this.messengers = messengers;
        table.add("version", "show version of this daemon", (args, answer) -> answer.accept(version()));
        table.add("status", "high-level status of OSD", (args, answer) -> answer.accept(status()));
        table.add("config show", "dump current config settings", (args, answer) -> answer.accept(config()));
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
        table.add("dump_osd_network", "list heartbeat peers", (args, answer) -> answer.accept(network()));
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

    private ObjectNode status() {
        Superblock sb = intake.superblock();
        return JSON.createObjectNode()
                .put("cluster_fsid", sb.fsid().toString())
                .put("osd_fsid", sb.osdFsid().toString())
                .put("whoami", osd.whoami())
                .put("state", state.is(OsdState.ACTIVE) ? "active" : "booting")
                .put("oldest_map", sb.oldestMap())
                .put("newest_map", sb.newestMap());
    }

    private ObjectNode config() {
        ObjectNode all = JSON.createObjectNode();
        for (Option<?> option : Options.all()) {
            all.put(option.name(), osd.conf().shown(option));
        }
        return all;
    }

    private void messengerDump(JsonNode arguments, Consumer<JsonNode> answer) {
        JsonNode name = arguments.get(MessengerCommands.DUMP_NAME);
        String wanted = name == null || name.isNull() ? null : name.asText();
        CompletionStage<Map<String, ?>> dump = messengers.dump(wanted);
        if (dump == null) {
            throw new CommandTable.Refused(Errno.ENOENT, "no messenger '" + wanted + "'");
        }
        dump.thenAccept(tree -> answer.accept(JSON.valueToTree(tree)));
    }

    private void perf(Consumer<JsonNode> answer) {
        StoreStats filled = store.stats();
        ObjectNode all = JSON.createObjectNode();
        all.putObject("osd")
                .put("stat_bytes", filled.total())
                .put("stat_bytes_used", filled.used())
                .put("stat_bytes_avail", filled.available())
                .put("map_epoch", maps.epoch());
        messengers.perf().thenAccept(sections -> answer.accept(all.setAll(JSON.<ObjectNode>valueToTree(sections))));
    }

    private void pgs(Consumer<JsonNode> answer) {
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
            answer.accept(all);
        });
    }

    private ObjectNode network() {
        ObjectNode all = JSON.createObjectNode();
        ArrayNode peers = all.putArray("heartbeat_peers");
        heartbeats.peerIds().forEach(peers::add);
        return all;
    }
}
