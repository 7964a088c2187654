// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.inkwire.cluster.conf.Option;
import org.inkwire.cluster.conf.Options;
import org.inkwire.cluster.message.common.MCommand;
import org.inkwire.cluster.message.common.MCommandReply;
import org.inkwire.cluster.message.reference.PgStat;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.tell.MessengerCommands;
import org.inkwire.store.StoreStats;

/**
 * {@code ceph tell osd.N …}: commands as JSON, answered as JSON (protocol: osd section 11). Confined to the OSD's center.
 */
final class OsdCommands {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Answers with JSON by giving it to {@code answer}, now or later. */
    @FunctionalInterface
    private interface Command {
        void run(JsonNode arguments, Consumer<JsonNode> answer);
    }

    private record Described(String help, List<JsonNode> params, Command command) {}

    /** The command cannot be done. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final Errno errno;

        Refused(Errno errno, String message) {
            super(message, null, false, false);
            this.errno = errno;
        }
    }

    private final OSD osd;
    private final OsdConfig config;
    private final EventCenter center;
    private final MessengerCommands messengers;
    private final Map<String, Described> commands = new LinkedHashMap<>();

    OsdCommands(OSD osd, OsdConfig config, EventCenter center, List<Messenger> messengers) {
        this.osd = osd;
        this.config = config;
        this.center = center;
        this.messengers = new MessengerCommands(messengers);
        add("version", "show version of this daemon", (args, answer) -> answer.accept(version()));
        add("status", "high-level status of OSD", (args, answer) -> answer.accept(status()));
        add("config show", "dump current config settings", (args, answer) -> answer.accept(config()));
        add(MessengerCommands.PERF_DUMP, "dump store usage and messenger counters", (args, answer) -> perf(answer));
        commands.put(
                MessengerCommands.DUMP,
                new Described(
                        "list messengers, or dump one",
                        MessengerCommands.dumpParams().stream()
                                .<JsonNode>map(JSON::valueToTree)
                                .toList(),
                        this::messengerDump));
        add("dump_pgs", "dump every PG copy held by this OSD", (args, answer) -> pgs(answer));
        add("dump_osd_network", "list heartbeat peers", (args, answer) -> answer.accept(network()));
    }

    private void add(String prefix, String help, Command command) {
        commands.put(prefix, new Described(help, List.of(), command));
    }

    /** @param message borrowed */
    void handle(Connection connection, MCommand message) {
        center.assertInThread();
        long tid = message.tid();
        JsonNode arguments;
        try {
            arguments = JSON.readTree(String.join("", message.cmd()));
        } catch (JsonProcessingException e) {
            reply(connection, tid, Errno.EINVAL.result(), "not JSON: " + e.getOriginalMessage(), "");
            return;
        }
        String prefix = arguments == null ? "" : arguments.path("prefix").asText();
        if (prefix.equals("get_command_descriptions")) {
            reply(connection, tid, 0, "", descriptions().toString());
            return;
        }
        Described described = commands.get(prefix);
        if (described == null || arguments == null) {
            reply(connection, tid, Errno.EINVAL.result(), "unrecognized command '" + prefix + "'", "");
            return;
        }
        try {
            described.command().run(arguments, result -> reply(connection, tid, 0, "", result.toPrettyString() + "\n"));
        } catch (Refused e) {
            reply(connection, tid, e.errno.result(), String.valueOf(e.getMessage()), "");
        }
    }

    private static void reply(Connection connection, long tid, int result, String status, String output) {
        ByteBuf data = Unpooled.wrappedBuffer(output.getBytes(StandardCharsets.UTF_8));
        MCommandReply reply = new MCommandReply(result, status, data);
        reply.tid(tid);
        connection.sendMessage(reply);
    }

    private ObjectNode descriptions() {
        ObjectNode all = JSON.createObjectNode();
        int n = 0;
        for (Map.Entry<String, Described> e : commands.entrySet()) {
            ObjectNode one = all.putObject(String.format("cmd%03d", n++));
            ArrayNode sig = one.putArray("sig");
            for (String word : e.getKey().split(" ")) {
                sig.add(word);
            }
            e.getValue().params().forEach(sig::add);
            one.put("help", e.getValue().help());
            one.put("module", "osd");
            one.put("perm", "r");
            one.put("flags", 0);
        }
        return all;
    }

    private static ObjectNode version() {
        return JSON.createObjectNode()
                .put("version", OsdMetadata.VERSION)
                .put("release", "pacific")
                .put("release_type", "stable");
    }

    private ObjectNode status() {
        OsdStorage.Superblock sb = osd.superblock();
        return JSON.createObjectNode()
                .put("cluster_fsid", sb.fsid().toString())
                .put("osd_fsid", sb.osdFsid().toString())
                .put("whoami", osd.whoami())
                .put("state", osd.monitor().isActive() ? "active" : "booting")
                .put("oldest_map", sb.oldestMap())
                .put("newest_map", sb.newestMap());
    }

    private ObjectNode config() {
        ObjectNode all = JSON.createObjectNode();
        for (Option<?> option : Options.all()) {
            all.put(option.name(), String.valueOf(config.conf().get(option)));
        }
        return all;
    }

    private void messengerDump(JsonNode arguments, Consumer<JsonNode> answer) {
        JsonNode name = arguments.get(MessengerCommands.DUMP_NAME);
        String wanted = name == null || name.isNull() ? null : name.asText();
        CompletionStage<Map<String, ?>> dump = messengers.dump(wanted);
        if (dump == null) {
            throw new Refused(Errno.ENOENT, "no messenger '" + wanted + "'");
        }
        dump.thenAccept(tree -> answer.accept(JSON.valueToTree(tree)));
    }

    private void perf(Consumer<JsonNode> answer) {
        StoreStats store = osd.store().stats();
        ObjectNode all = JSON.createObjectNode();
        all.putObject("osd")
                .put("stat_bytes", store.total())
                .put("stat_bytes_used", store.used())
                .put("stat_bytes_avail", store.available())
                .put("map_epoch", osd.maps().epoch());
        messengers.perf().thenAccept(sections -> answer.accept(all.setAll(JSON.<ObjectNode>valueToTree(sections))));
    }

    private void pgs(Consumer<JsonNode> answer) {
        osd.collectStats(true, stats -> {
            ArrayNode all = JSON.createArrayNode();
            for (PgStat pg : stats) {
                all.add(JSON.createObjectNode()
                        .put("pgid", pg.pool() + "." + Integer.toHexString(pg.seed()))
                        .put("state", pg.state())
                        .put("epoch", pg.epoch())
                        .put("version", pg.versionEpoch() + "'" + pg.version())
                        .put("up", pg.up().toString())
                        .put("acting", pg.acting().toString())
                        .put("num_objects", pg.numObjects())
                        .put("num_bytes", pg.numBytes())
                        .put("log_size", pg.logSize()));
            }
            answer.accept(all);
        });
    }

    private ObjectNode network() {
        ObjectNode all = JSON.createObjectNode();
        ArrayNode peers = all.putArray("heartbeat_peers");
        osd.heartbeats().peerIds().forEach(peers::add);
        return all;
    }
}
