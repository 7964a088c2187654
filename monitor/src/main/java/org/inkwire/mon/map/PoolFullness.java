// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.map;

import java.util.Map;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.OsdState;
import org.inkwire.cluster.map.PgPool;

/**
 * Sets and clears the flags that stop writes to pools on full OSDs and pools over their quota. Confined to the
 * monitor's center. Ceph: {@code OSDMonitor::update_pool_flags}, {@code check_full}.
 */
public final class PoolFullness {
    private static final long FULL_FLAGS =
            PgPool.FLAG_FULL | PgPool.FLAG_NEARFULL | PgPool.FLAG_BACKFILLFULL | PgPool.FLAG_FULL_QUOTA;

    private final OsdMonitor osds;
    private final PgStatsMap pgStats;

    public PoolFullness(OsdMonitor osds, PgStatsMap pgStats) {
        this.osds = osds;
        this.pgStats = pgStats;
    }

    public void tick() {
        osds.whenWritable(() -> {
            OSDMap map = osds.map();
            for (Map.Entry<Long, PgPool> e : map.pools().entrySet()) {
                long id = e.getKey();
                long wanted = fullness(id, e.getValue(), map);
                PgPool pending = osds.pending().pendingPool(id, map);
                if (pending != null && (pending.flags() & FULL_FLAGS) != wanted) {
                    osds.pending().pool(id, pending.with(b -> b.flags(pending.flags() & ~FULL_FLAGS | wanted)));
                    osds.propose(false);
                }
            }
        });
    }

    private long fullness(long id, PgPool pool, OSDMap map) {
        PgStatsMap.Totals totals = pgStats.totals(id);
        boolean overQuota = pool.quotaMaxBytes() > 0 && totals.bytes() >= pool.quotaMaxBytes()
                || pool.quotaMaxObjects() > 0 && totals.objects() >= pool.quotaMaxObjects();
        if (overQuota) {
            return PgPool.FLAG_FULL | PgPool.FLAG_FULL_QUOTA;
        }
        int states = 0;
        for (int osd : CrushDevices.ofRule(map.crush(), pool.crushRule())) {
            if (map.isUp(osd)) {
                states |= map.state(osd);
            }
        }
        if ((states & OsdState.FULL) != 0) {
            return PgPool.FLAG_FULL;
        }
        if ((states & OsdState.BACKFILLFULL) != 0) {
            return PgPool.FLAG_BACKFILLFULL;
        }
        return (states & OsdState.NEARFULL) != 0 ? PgPool.FLAG_NEARFULL : 0;
    }
}
