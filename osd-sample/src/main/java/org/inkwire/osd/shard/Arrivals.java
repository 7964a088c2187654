// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.shard;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.inkwire.cluster.map.SpgId;

/**
 * The children on their way, each with the map that splits it off. A PG may be expected several times: it is split off,
 * merged away and split off again while its parent has not taken the first of these maps. Confined to one thread.
 */
final class Arrivals {
    private final Map<SpgId, NavigableSet<Integer>> epochs = new LinkedHashMap<>();

    void expect(SpgId child, int epoch) {
        epochs.computeIfAbsent(child, none -> new TreeSet<>()).add(epoch);
    }

    /**
     * It came, or will not come.
     *
     * @return whether it was expected
     */
    boolean decided(SpgId child, int epoch) {
        NavigableSet<Integer> of = epochs.get(child);
        if (of == null || !of.remove(epoch)) {
            return false;
        }
        if (of.isEmpty()) {
            epochs.remove(child);
        }
        return true;
    }

    boolean isEmpty() {
        return epochs.isEmpty();
    }

    boolean contains(SpgId child) {
        return epochs.containsKey(child);
    }

    /** The first map that splits it off; {@link Integer#MAX_VALUE} if none does. */
    int first(SpgId child) {
        NavigableSet<Integer> of = epochs.get(child);
        return of == null ? Integer.MAX_VALUE : of.first();
    }
}
