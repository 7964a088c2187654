// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.map.UpActing;
import org.inkwire.cluster.message.reference.PgStat;

/** Placement groups. A real cluster's manager answers most of these; here the monitor has what the OSDs reported. */
final class PgCommands {
    private static final String STATES = "states:String*?";

    private PgCommands() {}

    static void addTo(CommandTable t) {
        t.add("pg stat", "", "show the PGs in a line", "pg", "r", PgCommands::stat);
        t.add("pg map", "pgid:Pgid", "show where a PG is", "pg", "r", PgCommands::map);
        t.add(
                "pg dump",
                "dumpcontents:Choices*?,strings=all|summary|sum|delta|pools|osds|pgs|pgs_brief",
                "show all PGs",
                "pg",
                "r",
                PgCommands::dump);
        t.add("pg ls", "pool:Int? " + STATES, "list PGs", "pg", "r", c -> {
            OptionalLong pool = c.optionalInteger("pool");
            return list(c, row -> pool.isEmpty() || row.pgid().pool() == pool.getAsLong());
        });
        t.add("pg ls-by-pool", "poolstr:String " + STATES, "list PGs of a pool", "pg", "r", c -> {
            long pool = c.pool("poolstr").id();
            return list(c, row -> row.pgid().pool() == pool);
        });
        t.add("pg ls-by-osd", "osd:OsdName pool:Int? " + STATES, "list PGs on an OSD", "pg", "r", c -> {
            int osd = c.osdId("osd");
            return list(
                    c,
                    row -> row.where().up().contains(osd)
                            || row.where().acting().contains(osd));
        });
        t.add("pg ls-by-primary", "osd:OsdName pool:Int? " + STATES, "list PGs an OSD leads", "pg", "r", c -> {
            int osd = c.osdId("osd");
            return list(c, row -> row.where().actingPrimary() == osd);
        });
        t.add(
                "pg dump_stuck",
                "stuckops:Choices*?,strings=inactive|unclean|stale|undersized|degraded threshold:Int?",
                "list PGs that are not well",
                "pg",
                "r",
                PgCommands::stuck);
    }

    /** {@code 8 pgs: 8 active+clean; 0 B data, 0 B used, 1 GiB / 1 GiB avail}. */
    private static Reply stat(Call c) {
        Monitor m = c.monitor();
        NavigableMap<String, Integer> states = new TreeMap<>();
        PgRow.all(m).forEach(row -> states.merge(row.state(), 1, Integer::sum));
        List<String> parts = new ArrayList<>();
        states.forEach((state, n) -> parts.add(n + " " + state));
        int pgs = states.values().stream().mapToInt(n -> n).sum();
        SpaceReplies.Space space = SpaceReplies.Space.of(m);
        PgStatsMap.Totals totals = m.pgStats().totals(null);
        String plain = pgs + " pgs: " + String.join(", ", parts) + "; " + Units.bytes(totals.bytes()) + " data, "
                + Units.bytes(space.kbUsed() * 1024) + " used, " + Units.bytes(space.kbAvail() * 1024) + " / "
                + Units.bytes(space.kb() * 1024) + " avail"
                + (totals.degraded() > 0 ? "; " + Health.degradedRatio(totals) : "") + "\n";
        ObjectNode o = Json.object().put("pg_ready", true);
        o.set("pg_summary", summary(states, pgs, m));
        return c.reply(o, plain);
    }

    private static ObjectNode summary(NavigableMap<String, Integer> states, int pgs, Monitor m) {
        ObjectNode o = Json.object();
        ArrayNode list = o.putArray("num_pg_by_state");
        states.forEach((state, n) -> list.addObject().put("name", state).put("num", n));
        SpaceReplies.Space space = SpaceReplies.Space.of(m);
        o.put("num_pgs", pgs).put("num_bytes", m.pgStats().totals(null).bytes());
        o.put("total_bytes", space.kb() * 1024).put("total_avail_bytes", space.kbAvail() * 1024);
        o.put("total_used_bytes", space.kbUsed() * 1024).put("total_used_raw_bytes", space.kbUsed() * 1024);
        return o;
    }

    private static Reply map(Call c) {
        PgId raw = c.pgid("pgid");
        PgId pgid = c.map().rawPgToPg(raw);
        UpActing where = c.map().pgToUpActing(pgid);
        ObjectNode o = Json.object().put("epoch", c.map().epoch());
        o.put("raw_pgid", raw.toString()).put("pgid", pgid.toString());
        o.set("up", Json.ints(where.up()));
        o.set("acting", Json.ints(where.acting()));
        return c.reply(
                o,
                "osdmap e" + c.map().epoch() + " pg " + raw + " (" + pgid + ") -> up " + OsdMapDump.list(where.up())
                        + " acting " + OsdMapDump.list(where.acting()) + "\n");
    }

    private static Reply dump(Call c) {
        boolean brief = c.strings("dumpcontents").contains("pgs_brief");
        List<PgRow> rows = PgRow.all(c.monitor());
        if (c.format().isJson()) {
            ObjectNode o = Json.object().put("pg_ready", true);
            ObjectNode map =
                    o.putObject("pg_map").put("version", c.monitor().pgStats().version());
            ArrayNode stats = map.putArray("pg_stats");
            rows.forEach(row -> stats.add(brief ? briefJson(row) : json(row)));
            return c.reply(o);
        }
        Reply table = Reply.data((brief ? briefTable(rows) : table(rows)).toString());
        return new Reply(0, "dumped " + (brief ? "pgs_brief" : "all"), table.data(), false);
    }

    private static Reply list(Call c, Predicate<PgRow> wanted) {
        List<String> states = c.strings("states");
        List<PgRow> rows = new ArrayList<>();
        for (PgRow row : PgRow.all(c.monitor())) {
            boolean inState = states.isEmpty()
                    || states.stream().anyMatch(s -> row.state().contains(s));
            if (inState && wanted.test(row)) {
                rows.add(row);
            }
        }
        return answer(c, rows);
    }

    private static Reply answer(Call c, List<PgRow> rows) {
        ObjectNode o = Json.object().put("pg_ready", true);
        ArrayNode stats = o.putArray("pg_stats");
        rows.forEach(row -> stats.add(json(row)));
        return c.reply(o, table(rows).toString());
    }

    private static Reply stuck(Call c) {
        List<String> asked = c.strings("stuckops");
        List<String> kinds = asked.isEmpty() ? List.of("inactive", "unclean") : asked;
        List<PgRow> rows = new ArrayList<>();
        for (PgRow row : PgRow.all(c.monitor())) {
            String state = row.state();
            boolean is = kinds.contains("inactive") && !state.contains("active")
                    || kinds.contains("unclean") && !state.contains("clean")
                    || kinds.contains("stale") && state.contains("stale")
                    || kinds.contains("undersized") && state.contains("undersized")
                    || kinds.contains("degraded") && state.contains("degraded");
            if (is) {
                rows.add(row);
            }
        }
        if (rows.isEmpty() && !c.format().isJson()) {
            return Reply.ok("ok");
        }
        return answer(c, rows);
    }

    private static String version(PgStat s) {
        return s.versionEpoch() + "'" + s.version();
    }

    private static ObjectNode briefJson(PgRow row) {
        ObjectNode o = Json.object().put("pgid", row.pgid().toString()).put("state", row.state());
        o.set("up", Json.ints(row.where().up()));
        o.set("acting", Json.ints(row.where().acting()));
        return o.put("up_primary", row.where().upPrimary())
                .put("acting_primary", row.where().actingPrimary());
    }

    private static ObjectNode json(PgRow row) {
        ObjectNode o = Json.object().put("pgid", row.pgid().toString());
        PgStat s = row.stat();
        o.put("version", s == null ? "0'0" : version(s)).put("reported_epoch", s == null ? 0 : s.epoch());
        o.put("state", row.state());
        o.put("log_size", s == null ? 0 : s.logSize()).put("ondisk_log_size", s == null ? 0 : s.logSize());
        ObjectNode sum = o.putObject("stat_sum");
        sum.put("num_bytes", s == null ? 0 : s.numBytes()).put("num_objects", s == null ? 0 : s.numObjects());
        sum.put("num_objects_degraded", s == null ? 0 : s.objectCopiesDegraded());
        o.set("up", Json.ints(row.where().up()));
        o.set("acting", Json.ints(row.where().acting()));
        return o.put("up_primary", row.where().upPrimary())
                .put("acting_primary", row.where().actingPrimary());
    }

    private static TextTable briefTable(List<PgRow> rows) {
        TextTable t = columns("PG_STAT", "STATE", "UP", "UP_PRIMARY", "ACTING", "ACTING_PRIMARY");
        for (PgRow row : rows) {
            UpActing w = row.where();
            t.row(
                    row.pgid().toString(),
                    row.state(),
                    OsdMapDump.list(w.up()),
                    String.valueOf(w.upPrimary()),
                    OsdMapDump.list(w.acting()),
                    String.valueOf(w.actingPrimary()));
        }
        return t;
    }

    private static TextTable table(List<PgRow> rows) {
        TextTable t =
                columns("PG", "OBJECTS", "DEGRADED", "BYTES", "LOG", "STATE", "VERSION", "REPORTED", "UP", "ACTING");
        for (PgRow row : rows) {
            PgStat s = row.stat();
            UpActing w = row.where();
            t.row(
                    row.pgid().toString(),
                    String.valueOf(s == null ? 0 : s.numObjects()),
                    String.valueOf(s == null ? 0 : s.objectCopiesDegraded()),
                    String.valueOf(s == null ? 0 : s.numBytes()),
                    String.valueOf(s == null ? 0 : s.logSize()),
                    row.state(),
                    s == null ? "0'0" : version(s),
                    String.valueOf(s == null ? 0 : s.epoch()),
                    OsdMapDump.list(w.up()) + "p" + w.upPrimary(),
                    OsdMapDump.list(w.acting()) + "p" + w.actingPrimary());
        }
        return t;
    }

    private static TextTable columns(String... headings) {
        TextTable t = new TextTable();
        for (String heading : headings) {
            t.column(heading, TextTable.Align.LEFT, TextTable.Align.RIGHT);
        }
        return t;
    }
}
