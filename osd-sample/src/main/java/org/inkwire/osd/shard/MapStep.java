// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.shard;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.osd.map.OsdMapView;

/**
 * The next map, and which of the PGs held here it splits or merges. Immutable.
 *
 * @param splits parents held here and their children
 * @param merges targets held here and their sources, held here or not
 * @param departs sources held here whose target is held here too, and the targets
 */
record MapStep(
        OsdMapView view, Map<SpgId, List<SpgId>> splits, Map<SpgId, List<SpgId>> merges, Map<SpgId, SpgId> departs) {
    MapStep {
        splits = ordered(splits);
        merges = ordered(merges);
        departs = ordered(departs);
    }

    /** {@code Map.copyOf} iterates in another order in each JVM; the order of a shard's work must not differ. */
    private static <V> Map<SpgId, V> ordered(Map<SpgId, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    int epoch() {
        return view.epoch();
    }

    List<SpgId> children(SpgId parent) {
        return splits.getOrDefault(parent, List.of());
    }

    List<SpgId> sources(SpgId target) {
        return merges.getOrDefault(target, List.of());
    }
}
