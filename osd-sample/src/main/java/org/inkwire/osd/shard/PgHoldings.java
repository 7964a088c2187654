// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.shard;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.map.PgPool;
import org.inkwire.cluster.map.PgSlices;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.osd.map.OsdMapView;
import org.jspecify.annotations.Nullable;

/**
 * The PGs this OSD has copies of, as of the newest map, through splits and merges. A child is counted as soon as a map
 * has it, although its parent's shard has yet to split it off. Confined to the OSD's center.
 */
final class PgHoldings {
    private final Set<SpgId> held = new LinkedHashSet<>();
    /** Children that no shard has yet. */
    private final Arrivals arriving = new Arrivals();

    void add(SpgId pgid) {
        held.add(pgid);
    }

    boolean contains(SpgId pgid) {
        return held.contains(pgid);
    }

    /** The copy was removed; not that of a child by the same name that is on its way. */
    void removed(SpgId pgid) {
        if (!arriving.contains(pgid)) {
            held.remove(pgid);
        }
    }

    /** @param epoch of the map that split it off */
    void arrived(SpgId child, int epoch) {
        arriving.decided(child, epoch);
    }

    /** @param epoch of the map that should have split it off; a later one may do */
    void notComing(SpgId child, int epoch) {
        arriving.decided(child, epoch);
        removed(child);
    }

    /** @param before the map before {@code view}; null if there was none */
    MapStep advance(@Nullable OsdMapView before, OsdMapView view) {
        Map<SpgId, List<SpgId>> splits = new LinkedHashMap<>();
        Map<SpgId, List<SpgId>> merges = new LinkedHashMap<>();
        Map<SpgId, SpgId> departs = new LinkedHashMap<>();
        if (before != null) {
            OSDMap old = before.map();
            view.map().pools().forEach((id, pool) -> {
                PgPool was = old.pool(id);
                if (was != null && pool.pgNum() > was.pgNum()) {
                    split(id, was.slices(), pool.pgNum(), view.epoch(), splits);
                } else if (was != null && pool.pgNum() < was.pgNum()) {
                    merge(id, pool.slices(), was.pgNum(), merges, departs);
                }
            });
        }
        return new MapStep(view, splits, merges, departs);
    }

    private void split(long pool, PgSlices before, int more, int epoch, Map<SpgId, List<SpgId>> splits) {
        for (int seed = before.pgNum(); seed < more; seed++) {
            SpgId parent = SpgId.of(new PgId(pool, before.seedOf(seed)));
            if (held.contains(parent)) {
                SpgId child = SpgId.of(new PgId(pool, seed));
                splits.computeIfAbsent(parent, none -> new ArrayList<>()).add(child);
                held.add(child);
                arriving.expect(child, epoch);
            }
        }
    }

    private void merge(long pool, PgSlices after, int more, Map<SpgId, List<SpgId>> merges, Map<SpgId, SpgId> departs) {
        for (int seed = after.pgNum(); seed < more; seed++) {
            SpgId target = SpgId.of(new PgId(pool, after.seedOf(seed)));
            SpgId source = SpgId.of(new PgId(pool, seed));
            // A source whose target is not here is removed like a PG of a pool that is gone.
            if (held.contains(target)) {
                merges.computeIfAbsent(target, none -> new ArrayList<>()).add(source);
                if (held.remove(source)) {
                    departs.put(source, target);
                }
            }
        }
    }
}
