// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.map;

import java.util.List;
import java.util.Set;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.OSDMapIncremental;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.map.PgPool;
import org.inkwire.cluster.map.PgSlices;
import org.inkwire.cluster.map.UpActing;
import org.inkwire.wire.UTime;

/**
 * Adds to a change that moves or splits PGs the temporary sets that keep their present OSDs serving: those that CRUSH now
 * wants, if it finds any, may have nothing yet, and would first have to find that out. The PGs' primaries then ask for
 * something else when they know more. Ceph: {@code OSDMonitor::maybe_prime_pg_temp}. Stateless.
 */
final class PgTempPrimer {
    void prime(OSDMapIncremental.Builder changes, OSDMap base) {
        OSDMap next = changes.buildOn(base, UTime.ZERO).map();
        boolean all = mayMovePgs(base, next);
        next.pools().forEach((id, pool) -> {
            PgPool before = base.pool(id);
            if (before != null && (all || mayMovePgs(before, pool))) {
                PgSlices parents = before.slices();
                for (int seed = 0; seed < pool.pgNum(); seed++) {
                    // A child begins where its parent was.
                    PgId was = new PgId(id, parents.seedOf(seed));
                    prime(changes, new PgId(id, seed), was, pool.minSize(), base, next);
                }
            }
        });
    }

    private static boolean mayMovePgs(PgPool before, PgPool after) {
        return before.pgNum() != after.pgNum()
                || before.pgpNum() != after.pgpNum()
                || before.crushRule() != after.crushRule();
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

    /** @param was the PG whose copies it has */
    private static void prime(
            OSDMapIncremental.Builder changes, PgId pgid, PgId was, int minSize, OSDMap base, OSDMap next) {
        if (changes.pendingPgTemp(pgid) != null) {
            return;
        }
        UpActing after = next.pgToUpActing(pgid);
        List<Integer> serving =
                base.pgToUpActing(was).acting().stream().filter(next::isUp).toList();
        boolean others = !Set.copyOf(serving).equals(Set.copyOf(after.acting()));
        if (serving.size() >= minSize && others) {
            changes.pgTemp(pgid, serving);
        }
    }
}
