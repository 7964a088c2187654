// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command.pg;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.map.PgPool;
import org.inkwire.cluster.map.UpActing;
import org.inkwire.mon.command.Call;
import org.inkwire.mon.command.Command;
import org.inkwire.mon.command.CommandTable;
import org.inkwire.mon.command.Reply;
import org.inkwire.mon.format.Format;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.format.Units;
import org.inkwire.mon.map.PgRow;
import org.inkwire.mon.map.PgStatsMap;
import org.inkwire.mon.show.Health;
import org.inkwire.mon.show.OsdMapDump;
import org.inkwire.mon.show.pg.PgJson;
import org.inkwire.mon.show.pg.PgMapDump;
import org.inkwire.mon.show.pg.PgTables;

/**
 * Placement groups. In a real cluster the manager answers most of these; here the monitor does, from the OSDs' reports.
 */
public final class PgCommands {
    /** {@code mon_pg_stuck_threshold}. */
    private static final long STUCK_SECONDS = 60;

    private static final String STATES = "states:String*?";

    private final PgStatsMap stats;
    private final InstantSource wallClock;

    public PgCommands(PgStatsMap stats, InstantSource wallClock) {
        this.stats = stats;
        this.wallClock = wallClock;
    }

    public void addTo(CommandTable t) {
        new PgRecoveryCommands(stats).addTo(t);
        t.add("pg stat", "", "summarize the PGs", "pg", "r", Command.FLAG_MGR, this::stat);
        t.add("pg map", "pgid:Pgid", "show where a PG is", "pg", "r", PgCommands::map);
        t.add(
                "pg dump",
                "dumpcontents:Choices*?,strings=all|summary|sum|delta|pools|osds|pgs|pgs_brief",
                "show all PGs",
                "pg",
                "r",
                Command.FLAG_MGR,
                c -> dump(c, false));
        t.add(
                "pg dump_json",
                "dumpcontents:Choices*?,strings=all|summary|sum|pools|osds|pgs",
                "show all PGs, as JSON",
                "pg",
                "r",
                Command.FLAG_MGR,
                c -> dump(c, true));
        t.add(
                "pg dump_pools_json",
                "",
                "show statistics of pools, as JSON",
                "pg",
                "r",
                Command.FLAG_MGR,
                this::dumpPools);
        t.add("pg ls", "pool:Int? " + STATES, "list PGs", "pg", "r", Command.FLAG_MGR, c -> {
            OptionalLong pool = c.optionalInteger("pool");
            return list(c, row -> pool.isEmpty() || row.pgid().pool() == pool.getAsLong());
        });
        t.add("pg ls-by-pool", "poolstr:String " + STATES, "list PGs of a pool", "pg", "r", Command.FLAG_MGR, c -> {
            long pool = c.pool("poolstr").id();
            return list(c, row -> row.pgid().pool() == pool);
        });
        t.add(
                "pg ls-by-osd",
                "osd:OsdName pool:Int? " + STATES,
                "list PGs on an OSD",
                "pg",
                "r",
                Command.FLAG_MGR,
                c -> {
                    int osd = c.osdId("osd");
                    return list(
                            c,
                            row -> row.where().up().contains(osd)
                                    || row.where().acting().contains(osd));
                });
        t.add(
                "pg ls-by-primary",
                "osd:OsdName pool:Int? " + STATES,
                "list PGs an OSD leads",
                "pg",
                "r",
                Command.FLAG_MGR,
                c -> {
                    int osd = c.osdId("osd");
                    return list(c, row -> row.where().actingPrimary() == osd);
                });
        t.add(
                "pg dump_stuck",
                "stuckops:Choices*?,strings=inactive|unclean|stale|undersized|degraded threshold:Int?",
                "list PGs in a bad state",
                "pg",
                "r",
                Command.FLAG_MGR,
                this::stuck);
    }

    /** {@code 8 pgs: 8 active+clean; 0 B data, 0 B used, 1 GiB / 1 GiB avail}. */
    private Reply stat(Call c) {
        NavigableMap<String, Integer> states = new TreeMap<>();
        PgRow.all(c.map(), stats).forEach(row -> states.merge(row.state(), 1, Integer::sum));
        List<String> parts = new ArrayList<>();
        states.forEach((state, n) -> parts.add(n + " " + state));
        int pgs = states.values().stream().mapToInt(n -> n).sum();
        PgStatsMap.Space space = stats.space(c.map());
        PgStatsMap.Totals totals = stats.totals(null);
        String plain = pgs + " pgs: " + String.join(", ", parts) + "; " + Units.bytes(totals.bytes()) + " data, "
                + Units.bytes(space.kbUsed() * Units.KIB) + " used, " + Units.bytes(space.kbAvail() * Units.KIB) + " / "
                + Units.bytes(space.kb() * Units.KIB) + " avail"
                + (totals.degraded() > 0 ? "; " + Health.degradedRatio(totals) : "") + "\n";
        ObjectNode o = Json.object().put("pg_ready", true);
        o.set("pg_summary", summary(states, pgs, totals, space));
        return c.reply(o, plain);
    }

    private static ObjectNode summary(
            NavigableMap<String, Integer> states, int pgs, PgStatsMap.Totals totals, PgStatsMap.Space space) {
        ObjectNode o = Json.object();
        ArrayNode list = o.putArray("num_pg_by_state");
        states.forEach((state, n) -> list.addObject().put("name", state).put("num", n));
        o.put("num_pgs", pgs).put("num_bytes", totals.bytes());
        o.put("total_bytes", space.kb() * Units.KIB).put("total_avail_bytes", space.kbAvail() * Units.KIB);
        o.put("total_used_bytes", space.kbUsed() * Units.KIB).put("total_used_raw_bytes", space.kbUsed() * Units.KIB);
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

    private Reply dump(Call c, boolean asJson) {
        List<String> asked = c.strings("dumpcontents");
        List<String> what = asked.isEmpty() || asJson ? List.of("all") : asked;
        PgMapDump dump = PgMapDump.of(c.map(), stats, wallClock.instant());
        String status = "dumped " + String.join(" ", new TreeSet<>(what));
        Reply reply = asJson || c.format().isJson()
                ? Reply.json(asJson ? Format.JSON : c.format(), dump.json(what))
                : Reply.data(dump.plain(what));
        return reply.withStatus(status);
    }

    private Reply dumpPools(Call c) {
        ObjectNode o = Json.object().put("pg_ready", true);
        o.set("pool_stats", PgJson.pools(c.map(), PgRow.all(c.map(), stats)));
        return c.reply(o);
    }

    private Reply list(Call c, Predicate<PgRow> wanted) {
        PgStates states = PgStates.of(c.strings("states"));
        List<PgRow> rows = new ArrayList<>();
        for (PgRow row : PgRow.all(c.map(), stats)) {
            if (states.match(row.state()) && wanted.test(row)) {
                rows.add(row);
            }
        }
        return answer(c, rows);
    }

    private Reply answer(Call c, List<PgRow> rows) {
        ObjectNode o = Json.object().put("pg_ready", true);
        ArrayNode list = o.putArray("pg_stats");
        rows.forEach(row -> list.add(PgJson.full(c.map(), row)));
        return c.reply(o, PgTables.list(c.map(), rows, wallClock.instant()));
    }

    /** When the PG's state began: a PG that nobody has reported has been unknown since its pool exists. */
    private static Instant since(OSDMap map, PgRow row) {
        PgPool pool = map.pool(row.pgid().pool());
        return row.stat() == null && pool != null ? pool.createTime().toInstant() : row.since();
    }

    private Reply stuck(Call c) {
        List<String> asked = c.strings("stuckops");
        List<String> kinds = asked.isEmpty() ? List.of("inactive", "unclean") : asked;
        Duration threshold = Duration.ofSeconds(c.optionalInteger("threshold").orElse(STUCK_SECONDS));
        Instant latest = wallClock.instant().minus(threshold);
        List<PgRow> rows = new ArrayList<>();
        for (PgRow row : PgRow.all(c.map(), stats)) {
            if (since(c.map(), row).isAfter(latest)) {
                continue;
            }
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
        ObjectNode o = Json.object().put("pg_ready", true);
        ArrayNode list = o.putArray("stuck_pg_stats");
        rows.forEach(row -> list.add(PgJson.full(c.map(), row)));
        return c.reply(o, rows.isEmpty() ? "" : PgTables.brief(rows).toString()).withStatus("ok");
    }
}
