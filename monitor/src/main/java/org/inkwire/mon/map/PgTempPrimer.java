// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.map;

import java.util.List;
import java.util.Set;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.OSDMapIncremental;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.map.PgPool;
import org.inkwire.cluster.map.UpActing;
import org.inkwire.wire.UTime;

/**
 * Adds to a change that moves PGs the temporary sets that keep their present OSDs serving: those that CRUSH now wants may
 * have nothing yet, and would first have to find that out. The PGs' primaries then ask for something else when they know
 * more. Ceph: {@code OSDMonitor::maybe_prime_pg_temp}. Stateless.
 */
final class PgTempPrimer {
    void prime(OSDMapIncremental.Builder changes, OSDMap base) {
        OSDMap next = changes.buildOn(base, UTime.ZERO).map();
        if (!mayMovePgs(base, next)) {
            return;
        }
        next.pools().forEach((id, pool) -> {
            PgPool before = base.pool(id);
            int pgs = before == null ? 0 : Math.min(before.pgNum(), pool.pgNum());
            for (int seed = 0; seed < pgs; seed++) {
                prime(changes, new PgId(id, seed), pool.minSize(), base, next);
            }
        });
    }

    private static boolean mayMovePgs(OSDMap base, OSDMap next) {
        if (!base.crush().equals(next.crush()) || base.maxOsd() != next.maxOsd()) {
            return true;
        }
        for (int osd = 0; osd < next.maxOsd(); osd++) {
            if (base.isUp(osd) != next.isUp(osd) || base.weight(osd) != next.weight(osd)) {
                return true;
            }
        }
        return false;
    }

    private static void prime(OSDMapIncremental.Builder changes, PgId pgid, int minSize, OSDMap base, OSDMap next) {
        if (changes.pendingPgTemp(pgid) != null) {
            return;
        }
        UpActing after = next.pgToUpActing(pgid);
        List<Integer> serving =
                base.pgToUpActing(pgid).acting().stream().filter(next::isUp).toList();
        boolean others = !Set.copyOf(serving).equals(Set.copyOf(after.acting()));
        if (serving.size() >= minSize && others) {
            changes.pgTemp(pgid, serving);
        }
    }
}
