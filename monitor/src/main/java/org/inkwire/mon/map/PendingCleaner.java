// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.map;

import java.util.List;
import java.util.Map;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.OSDMapIncremental;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.map.PgPool;
import org.inkwire.cluster.map.UpActing;
import org.inkwire.cluster.map.UpmapItem;
import org.inkwire.wire.UTime;

/**
 * Adds to a change the removal of placement exceptions that it makes pointless: their pool is gone, their OSDs are down
 * or gone, or they equal the normal placement. Adds the flags of full pools. Ceph: {@code OSDMap::clean_temps}, {@code
 * maybe_remove_pg_upmaps}. Stateless.
 */
final class PendingCleaner {
    void clean(OSDMapIncremental.Builder changes, OSDMap base) {
        // The resulting map decides; its timestamp does not matter.
        OSDMap next = changes.buildOn(base, UTime.ZERO).map();
        cleanPgTemps(changes, next);
        cleanPrimaryTemps(changes, next);
        cleanUpmaps(changes, next);
        FullPools.mark(changes, next);
    }

    private static void cleanPgTemps(OSDMapIncremental.Builder changes, OSDMap next) {
        for (Map.Entry<PgId, List<Integer>> e : next.pgTemp().entrySet()) {
            PgId pgid = e.getKey();
            if (!isPg(pgid, next) || e.getValue().stream().noneMatch(next::isUp) || isRedundant(e, next)) {
                changes.pgTemp(pgid, List.of());
            }
        }
    }

    /** Whether {@code temp} equals CRUSH's own placement. */
    private static boolean isRedundant(Map.Entry<PgId, List<Integer>> temp, OSDMap next) {
        UpActing mapping = next.pgToUpActing(temp.getKey());
        return mapping.up().equals(temp.getValue())
                && !next.primaryTemp().containsKey(temp.getKey())
                && mapping.upPrimary() == mapping.actingPrimary();
    }

    private static void cleanPrimaryTemps(OSDMapIncremental.Builder changes, OSDMap next) {
        for (Map.Entry<PgId, Integer> e : next.primaryTemp().entrySet()) {
            UpActing mapping = next.pgToUpActing(e.getKey());
            boolean redundant =
                    e.getValue() == mapping.upPrimary() && !next.pgTemp().containsKey(e.getKey());
            if (!isPg(e.getKey(), next) || !next.isUp(e.getValue()) || redundant) {
                changes.primaryTemp(e.getKey(), -1);
            }
        }
    }

    private static void cleanUpmaps(OSDMapIncremental.Builder changes, OSDMap next) {
        for (Map.Entry<PgId, List<Integer>> e : next.pgUpmap().entrySet()) {
            if (!isPg(e.getKey(), next) || e.getValue().stream().anyMatch(osd -> isGoneOrOut(osd, next))) {
                changes.removePgUpmap(e.getKey());
            }
        }
        for (Map.Entry<PgId, List<UpmapItem>> e : next.pgUpmapItems().entrySet()) {
            if (!isPg(e.getKey(), next) || e.getValue().stream().anyMatch(item -> isGoneOrOut(item.to(), next))) {
                changes.removePgUpmapItems(e.getKey());
            }
        }
    }

    private static boolean isGoneOrOut(int osd, OSDMap map) {
        return !map.exists(osd) || map.weight(osd) == 0;
    }

    private static boolean isPg(PgId pgid, OSDMap map) {
        PgPool pool = map.pool(pgid.pool());
        return pool != null && Integer.compareUnsigned(pgid.seed(), pool.pgNum()) < 0;
    }
}
