// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.show.pg;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.mon.format.Json;
import org.inkwire.mon.format.Units;
import org.inkwire.mon.map.PgRow;
import org.inkwire.mon.map.PgStatsMap;

/**
 * {@code pg dump}: what is asked for of the PGs, the pools and the OSDs. Ceph: {@code process_pg_map_command}.
 *
 * @param version of the statistics: number of reports so far
 * @param stamp time of this answer
 */
public record PgMapDump(OSDMap map, PgStatsMap stats, List<PgRow> rows, long version, Instant stamp) {
    public static PgMapDump of(OSDMap map, PgStatsMap stats, Instant now) {
        return new PgMapDump(map, stats, PgRow.all(map, stats), stats.version(), now);
    }

    private static boolean isSum(List<String> what) {
        return what.contains("sum") || what.contains("summary");
    }

    /** @param what {@code all}, {@code sum}, {@code pools}, … */
    public ObjectNode json(List<String> what) {
        ObjectNode o = Json.object().put("pg_ready", true);
        if (what.contains("all") || isSum(what)) {
            ObjectNode pgMap = o.putObject("pg_map");
            basic(pgMap);
            if (what.contains("all")) {
                pgMap.set("pg_stats", pgs(false));
                pgMap.set("pool_stats", PgJson.pools(map, rows));
                pgMap.set("osd_stats", OsdRows.json(map, rows, stats));
                pgMap.putArray("pool_statfs");
            }
            return o;
        }
        if (what.contains("pools")) {
            o.set("pool_stats", PgJson.pools(map, rows));
        }
        if (what.contains("osds")) {
            o.set("osd_stats", OsdRows.json(map, rows, stats));
            o.putArray("pool_statfs");
        }
        if (what.contains("pgs")) {
            o.set("pg_stats", pgs(false));
        }
        if (what.contains("pgs_brief")) {
            o.set("pg_stats", pgs(true));
        }
        if (what.contains("delta")) {
            delta(o.putObject("delta"));
        }
        return o;
    }

    private ArrayNode pgs(boolean brief) {
        ArrayNode list = Json.array();
        rows.forEach(row -> list.add(brief ? PgJson.brief(row) : PgJson.full(map, row)));
        return list;
    }

    private void basic(ObjectNode o) {
        o.put("version", version)
                .put("stamp", Units.stamp(stamp))
                .put("last_osdmap_epoch", 0)
                .put("last_pg_scan", 0);
        PgSum.of(map, rows).putTo(o.putObject("pg_stats_sum"));
        o.set("osd_stats_sum", OsdRows.sum(map, rows, stats));
        delta(o);
    }

    /** Changes are not kept: all 0. */
    private static void delta(ObjectNode o) {
        new PgSum().putTo(o.putObject("pg_stats_delta")).put("stamp_delta", "0.000000");
    }

    /** @param what as for {@link #json} */
    public String plain(List<String> what) {
        if (what.contains("all")) {
            return heading()
                    + PgTables.full(map, rows)
                    + PgTables.pools(map, rows, false)
                    + PgTables.sum(map, rows, false)
                    + OsdRows.table(map, rows, stats)
                    + PgTables.OMAP_NOTE;
        }
        if (isSum(what)) {
            return heading() + PgTables.sum(map, rows, true) + OsdRows.sumTable(map, stats) + PgTables.OMAP_NOTE;
        }
        StringBuilder out = new StringBuilder();
        if (what.contains("pgs_brief")) {
            out.append(PgTables.brief(rows));
        }
        boolean pgs = what.contains("pgs");
        if (pgs) {
            out.append(PgTables.full(map, rows));
        }
        if (what.contains("pools")) {
            out.append(PgTables.pools(map, rows, !pgs));
        }
        if (what.contains("osds")) {
            out.append(OsdRows.table(map, rows, stats));
        }
        return pgs || what.contains("pools") ? out + PgTables.OMAP_NOTE : out.toString();
    }

    private String heading() {
        return "version " + version + "\nstamp " + Units.stamp(stamp) + "\nlast_osdmap_epoch 0\nlast_pg_scan 0\n";
    }
}
