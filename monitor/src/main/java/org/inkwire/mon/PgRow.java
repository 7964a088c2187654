// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import java.util.ArrayList;
import java.util.List;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.map.UpActing;
import org.inkwire.cluster.message.reference.PgStat;
import org.jspecify.annotations.Nullable;

/**
 * One PG as the map places it and its primary reported it.
 *
 * @param state reported; {@code unknown} if nobody did, {@code stale+…} if who did is not up any more, {@code peering} if
 *     its OSDs are others now
 */
record PgRow(PgId pgid, UpActing where, @Nullable PgStat stat, String state) {
    private static final String UNKNOWN = "unknown";
    private static final String PEERING = "peering";

    /** Every PG of every pool, in order. */
    static List<PgRow> all(Monitor monitor) {
        OSDMap map = monitor.osds().map();
        List<PgRow> rows = new ArrayList<>();
        map.pools().forEach((id, pool) -> {
            for (int seed = 0; seed < pool.pgNum(); seed++) {
                rows.add(of(new PgId(id, seed), monitor));
            }
        });
        return rows;
    }

    static PgRow of(PgId pgid, Monitor monitor) {
        OSDMap map = monitor.osds().map();
        PgStat stat = monitor.pgStats().stat(pgid);
        UpActing where = map.pgToUpActing(pgid);
        return new PgRow(pgid, where, stat, state(stat, where, map));
    }

    private static String state(@Nullable PgStat stat, UpActing where, OSDMap map) {
        if (stat == null) {
            return UNKNOWN;
        }
        if (stat.acting().isEmpty() || !map.isUp(stat.acting().get(0))) {
            return "stale+" + stat.state();
        }
        // A report from before the set changed says nothing about the new one, which has to peer first.
        boolean current = stat.acting().equals(where.acting());
        for (int osd : where.acting()) {
            current &= !map.isUp(osd) || map.upFrom(osd) <= stat.epoch();
        }
        return current ? stat.state() : PEERING;
    }
}
