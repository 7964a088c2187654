// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Incarnations of OSDs whose address refused a connection: nothing listens there, so the process is gone. Any thread. */
final class KnownDead {
    private final ConcurrentMap<Integer, Integer> upFromOf = new ConcurrentHashMap<>();

    void add(int osd, int upFrom) {
        upFromOf.merge(osd, upFrom, Math::max);
    }

    boolean contains(int osd, int upFrom) {
        return upFromOf.getOrDefault(osd, 0) >= Math.max(upFrom, 1);
    }

    /** Forgets those that came up again. */
    void onMap(OsdMapView map) {
        upFromOf.entrySet().removeIf(e -> map.upFrom(e.getKey()) > e.getValue());
    }
}
