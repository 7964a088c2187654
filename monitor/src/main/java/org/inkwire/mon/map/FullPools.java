// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.map;

import java.util.Map;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.OSDMapIncremental;
import org.inkwire.cluster.map.OsdState;
import org.inkwire.cluster.map.PgPool;

/**
 * Adds to a change the flags of pools on full OSDs, so that they appear in the same map as the OSDs' own states and go
 * with them. A pool over its quota keeps its flags: see {@link PoolQuotas}. Ceph: {@code OSDMap::get_full_pools}, {@code
 * OSDMonitor::encode_pending}. Stateless.
 */
final class FullPools {
    private static final long FLAGS = PgPool.FLAG_FULL | PgPool.FLAG_NEARFULL | PgPool.FLAG_BACKFILLFULL;

    private FullPools() {}

    /** @param next the map that {@code changes} lead to */
    static void mark(OSDMapIncremental.Builder changes, OSDMap next) {
        for (Map.Entry<Long, PgPool> e : next.pools().entrySet()) {
            PgPool pool = e.getValue();
            long wanted = fullness(pool, next);
            if (!pool.hasFlag(PgPool.FLAG_FULL_QUOTA) && (pool.flags() & FLAGS) != wanted) {
                changes.pool(e.getKey(), pool.with(b -> b.flags(pool.flags() & ~FLAGS | wanted)));
            }
        }
    }

    private static long fullness(PgPool pool, OSDMap map) {
        int states = 0;
        for (int osd : CrushDevices.ofRule(map.crush(), pool.crushRule())) {
            if (map.isUp(osd) && map.isIn(osd)) {
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
