// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.map;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.map.UpActing;
import org.inkwire.cluster.message.reference.PgStat;
import org.jspecify.annotations.Nullable;

/**
 * One PG: its placement by the map and its primary's last report.
 *
 * @param state as reported; {@code unknown} without a report, {@code stale+…} if the reporter is no longer up, {@code
 *     peering} if the PG's OSDs have changed since
 * @param reports number of reports so far
 * @param reported time of the last one; the epoch of 1970 without a report
 * @param since when the reported state became what it is; the epoch of 1970 without a report
 */
public record PgRow(
        PgId pgid, UpActing where, @Nullable PgStat stat, String state, long reports, Instant reported, Instant since) {
    private static final String UNKNOWN = "unknown";
    private static final String PEERING = "peering";

    /** Every PG of every pool, in order. */
    public static List<PgRow> all(OSDMap map, PgStatsMap stats) {
        List<PgRow> rows = new ArrayList<>();
        map.pools().forEach((id, pool) -> {
            for (int seed = 0; seed < pool.pgNum(); seed++) {
                rows.add(of(new PgId(id, seed), map, stats));
            }
        });
        return rows;
    }

    /** Number of PGs in whose acting set an OSD is, by OSD. */
    public static NavigableMap<Integer, Integer> countByOsd(OSDMap map, PgStatsMap stats) {
        NavigableMap<Integer, Integer> counts = new TreeMap<>();
        for (PgRow row : all(map, stats)) {
            row.where().acting().forEach(osd -> counts.merge(osd, 1, Integer::sum));
        }
        return counts;
    }

    private static PgRow of(PgId pgid, OSDMap map, PgStatsMap stats) {
        PgStatsMap.Reported last = stats.reported(pgid);
        UpActing where = map.pgToUpActing(pgid);
        if (last == null) {
            return new PgRow(pgid, where, null, UNKNOWN, 0, Instant.EPOCH, Instant.EPOCH);
        }
        PgStat stat = last.stat();
        return new PgRow(pgid, where, stat, state(stat, where, map), last.reports(), last.reported(), last.since());
    }

    private static String state(PgStat stat, UpActing where, OSDMap map) {
        if (stat.acting().isEmpty() || !map.isUp(stat.acting().get(0))) {
            return "stale+" + stat.state();
        }
        // A report from before the acting set changed does not apply to the new set, which must peer first.
        boolean current = stat.acting().equals(where.acting());
        for (int osd : where.acting()) {
            current &= !map.isUp(osd) || map.upFrom(osd) <= stat.epoch();
        }
        return current ? stat.state() : PEERING;
    }
}
