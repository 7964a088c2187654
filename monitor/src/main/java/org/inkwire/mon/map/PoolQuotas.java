// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.map;

import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.PgPool;
import org.inkwire.mon.service.ClusterLog;

/**
 * Stops writes to pools that have reached their quota, and lets them go on when there is room again. Confined to the
 * monitor's center. Ceph: {@code OSDMonitor::update_pools_status}.
 */
public final class PoolQuotas {
    private static final long FLAGS = PgPool.FLAG_FULL | PgPool.FLAG_FULL_QUOTA;

    private final OsdMonitor osds;
    private final PgStatsMap pgStats;
    private final ClusterLog clusterLog;

    public PoolQuotas(OsdMonitor osds, PgStatsMap pgStats, ClusterLog clusterLog) {
        this.osds = osds;
        this.pgStats = pgStats;
        this.clusterLog = clusterLog;
    }

    public void tick() {
        osds.whenWritable(() -> {
            OSDMap map = osds.map();
            for (long id : map.pools().keySet()) {
                PgPool pool = osds.pending().pendingPool(id, map);
                if (pool == null) {
                    continue;
                }
                String reached = reached(id, pool);
                if (pool.hasFlag(PgPool.FLAG_FULL_QUOTA) == !reached.isEmpty()) {
                    continue;
                }
                long wanted = reached.isEmpty() ? 0 : FLAGS;
                osds.pending().pool(id, pool.with(b -> b.flags(pool.flags() & ~FLAGS | wanted)));
                osds.propose(false);
                String name = map.poolName(id);
                if (reached.isEmpty()) {
                    clusterLog.info("pool '" + name + "' no longer out of quota; removing NO_QUOTA flag");
                } else {
                    clusterLog.info("pool '" + name + "' is full (reached quota's " + reached + ")");
                }
            }
        });
    }

    /** {@code max_bytes: 4096}; empty if there is room. */
    private String reached(long id, PgPool pool) {
        PgStatsMap.Totals totals = pgStats.totals(id);
        if (pool.quotaMaxBytes() > 0 && totals.bytes() >= pool.quotaMaxBytes()) {
            return "max_bytes: " + pool.quotaMaxBytes();
        }
        boolean objects = pool.quotaMaxObjects() > 0 && totals.objects() >= pool.quotaMaxObjects();
        return objects ? "max_objects: " + pool.quotaMaxObjects() : "";
    }
}
