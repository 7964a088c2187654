// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.tell;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.cluster.message.reference.PgStat;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.osd.shard.OsdShards;
import org.inkwire.osd.track.PgDetail;

/**
 * {@code ceph pg 1.0 query}, {@code ceph tell 1.0 …}: commands that the tool sends to the PG's primary. There is no scrub:
 * asking for one is refused, never answered as if it had been done. Ceph: {@code PrimaryLogPG::do_command}.
 */
final class PgCommands {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    /** Ceph: {@code osd_command_max_records}. */
    private static final int UNFOUND_SHOWN = 256;

    private static final String PGID = "pgid";
    private static final List<String> SCRUBS = List.of("scrub", "deep_scrub");

    private final OsdShards shards;

    PgCommands(OsdShards shards) {
        this.shards = shards;
    }

    void addTo(CommandTable table) {
        JsonNode pgid = Params.required(PGID, "CephPgid");
        JsonNode maybePgid = Params.optional(PGID, "CephPgid");
        table.add(
                "pg",
                "show details of a PG",
                List.of(pgid, Params.choice("cmd", "query")),
                (args, answer) -> run(Params.string(args, "cmd"), args, answer));
        table.describe(
                "pg",
                "list objects that no OSD has",
                List.of(pgid, Params.choice("cmd", "list_unfound"), Params.optional("offset", "CephString")));
        table.describe(
                "pg",
                "give up objects that no OSD has",
                List.of(pgid, Params.choice("cmd", "mark_unfound_lost"), Params.choice("mulcmd", "revert|delete")));
        table.add("query", "show details of a PG", List.of(maybePgid), (args, answer) -> run("query", args, answer));
        table.add(
                "list_unfound",
                "list objects that no OSD has",
                List.of(maybePgid, Params.optional("offset", "CephString")),
                (args, answer) -> run("list_unfound", args, answer));
        table.add(
                "mark_unfound_lost",
                "give up objects that no OSD has",
                List.of(maybePgid, Params.choice("mulcmd", "revert|delete")),
                (args, answer) -> run("mark_unfound_lost", args, answer));
        for (String scrub : SCRUBS) {
            table.describe("pg", "not supported", List.of(pgid, Params.choice("cmd", scrub)));
            table.add(scrub, "not supported", List.of(maybePgid), (args, answer) -> run(scrub, args, answer));
        }
    }

    private void run(String what, JsonNode args, Consumer<Answer> answer) {
        PgId pgid;
        String text = Params.string(args, PGID);
        try {
            pgid = PgId.parse(text);
        } catch (IllegalArgumentException e) {
            answer.accept(Answer.refused(Errno.EINVAL, "couldn't parse pgid '" + text + "'"));
            return;
        }
        shards.collectDetail(SpgId.of(pgid), found -> {
            if (found.isEmpty()) {
                answer.accept(Answer.refused(Errno.ENOENT, "i don't have pgid " + pgid));
            } else if (!found.get().primary()) {
                answer.accept(Answer.refused(Errno.EAGAIN, "not primary for pgid " + pgid));
            } else {
                answer.accept(answer(what, found.get()));
            }
        });
    }

    private static Answer answer(String what, PgDetail pg) {
        return switch (what) {
            case "query" -> Answer.json(query(pg));
            case "list_unfound" -> Answer.json(unfound(pg));
            case "mark_unfound_lost" ->
                pg.unfound().isEmpty()
                        ? Answer.done("pg has no unfound objects")
                        : Answer.refused(Errno.EOPNOTSUPP, "unfound objects wait until an OSD that has them is up");
            case "scrub", "deep_scrub" -> Answer.refused(Errno.EOPNOTSUPP, "there is no scrub");
            default -> Answer.refused(Errno.EINVAL, "unrecognized command '" + what + "'");
        };
    }

    private static ObjectNode unfound(PgDetail pg) {
        ObjectNode o = JSON.objectNode()
                .put("num_missing", pg.missing())
                .put("num_unfound", pg.unfound().size());
        ArrayNode objects = o.putArray("objects");
        int shown = 0;
        for (Map.Entry<HObject, EVersion> e : pg.unfound().entrySet()) {
            if (shown++ == UNFOUND_SHOWN) {
                break;
            }
            unfound(objects.addObject(), e.getKey(), e.getValue());
        }
        o.put("state", stateName(pg)).put("available_might_have_unfound", true);
        o.putArray("might_have_unfound");
        return o.put("more", pg.unfound().size() > UNFOUND_SHOWN);
    }

    private static void unfound(ObjectNode o, HObject object, EVersion need) {
        o.putObject("oid")
                .put("oid", object.oid())
                .put("key", object.key())
                .put("snapid", object.snap())
                .put("hash", Integer.toUnsignedLong(object.hash()))
                .put("max", 0)
                .put("pool", object.pool())
                .put("namespace", object.nspace());
        o.put("need", need.toString()).put("have", EVersion.ZERO.toString()).put("flags", "none");
        o.putArray("locations");
    }

    private static String stateName(PgDetail pg) {
        String lower = pg.state().toLowerCase(Locale.ROOT).replace('_', ' ');
        return Character.toUpperCase(lower.charAt(0)) + lower.substring(1);
    }

    private static ObjectNode query(PgDetail pg) {
        PgStat stat = pg.stat();
        ObjectNode o = JSON.objectNode().put("snap_trimq", "[]").put("snap_trimq_len", 0);
        o.put("state", stat.state()).put("epoch", stat.epoch());
        sets(o, stat);
        ArrayNode all = o.putArray("acting_recovery_backfill");
        stat.acting().stream().sorted().forEach(osd -> all.add(Integer.toString(osd)));
        ObjectNode info = o.putObject("info").put("pgid", stat.pgid().toString());
        info.put("last_update", stat.version().toString())
                .put("last_complete", stat.version().toString());
        info.put("log_tail", pg.logTail().toString()).put("last_user_version", pg.lastUserVersion());
        info.put("last_backfill", "MAX");
        info.putArray("purged_snaps");
        info.putObject("history")
                .put("last_epoch_started", pg.lastEpochStarted())
                .put("same_interval_since", pg.interval())
                .put("same_primary_since", pg.samePrimarySince());
        ObjectNode stats = info.putObject("stats");
        stats.put("version", stat.version().toString()).put("reported_epoch", stat.epoch());
        stats.put("state", stat.state()).put("log_start", pg.logTail().toString());
        stats.put("log_size", stat.counts().logSize())
                .put("ondisk_log_size", stat.counts().logSize());
        sum(stats.putObject("stat_sum"), stat);
        sets(stats, stat);
        stats.put("up_primary", first(stat.up())).put("acting_primary", first(stat.acting()));
        info.put("empty", stat.version().version() == 0 ? 1 : 0).put("dne", 0).put("incomplete", 0);
        info.put("last_epoch_started", pg.lastEpochStarted());
        o.putArray("peer_info");
        o.putArray("recovery_state").addObject().put("name", "Started/Primary/" + stateName(pg));
        o.putObject("agent_state");
        return o;
    }

    private static int first(List<Integer> osds) {
        return osds.isEmpty() ? -1 : osds.get(0);
    }

    private static void sets(ObjectNode o, PgStat stat) {
        ArrayNode up = o.putArray("up");
        stat.up().forEach(up::add);
        ArrayNode acting = o.putArray("acting");
        stat.acting().forEach(acting::add);
    }

    private static void sum(ObjectNode o, PgStat stat) {
        PgStat.Counts counts = stat.counts();
        PgStat.Io io = stat.io();
        o.put("num_bytes", counts.bytes()).put("num_objects", counts.objects());
        o.put("num_objects_degraded", counts.objectCopiesDegraded());
        o.put("num_objects_unfound", 0);
        o.put("num_read", io.reads()).put("num_read_kb", io.readBytes() / 1024);
        o.put("num_write", io.writes()).put("num_write_kb", io.writeBytes() / 1024);
        o.put("num_objects_recovered", io.recoveredObjects()).put("num_bytes_recovered", io.recoveredBytes());
    }
}
