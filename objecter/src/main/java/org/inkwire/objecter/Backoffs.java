// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter;

import java.util.LinkedHashMap;
import java.util.Map;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.cluster.osd.HObject;
import org.jspecify.annotations.Nullable;

/**
 * Ranges of objects whose operations an OSD told us to hold until it lifts the backoff or the session ends (protocol:
 * osd section 8). Guarded by the Objecter's {@link Gate}. Ceph: {@code OSDBackoff}.
 */
final class Backoffs {
    /** One range. {@code end} is exclusive; if it equals {@code begin}, the range is that one object. */
    record Backoff(SpgId pgid, long id, HObject begin, HObject end) {
        boolean covers(SpgId pg, HObject object) {
            if (!pgid.equals(pg)) {
                return false;
            }
            int c = object.compareTo(begin);
            return c == 0 || c > 0 && object.compareTo(end) < 0;
        }
    }

    /**
     * Bounds the memory a misbehaving OSD can make us use. A well-behaved OSD sends one backoff per placement group.
     */
    private static final int MAX_BACKOFFS = 65536;

    private final Map<Long, Backoff> byId = new LinkedHashMap<>();

    /** @return false if there are too many */
    boolean add(Backoff backoff) {
        if (byId.size() >= MAX_BACKOFFS) {
            return false;
        }
        byId.put(backoff.id(), backoff);
        return true;
    }

    @Nullable
    Backoff remove(long id) {
        return byId.remove(id);
    }

    boolean covers(SpgId pg, HObject object) {
        for (Backoff b : byId.values()) {
            if (b.covers(pg, object)) {
                return true;
            }
        }
        return false;
    }

    boolean isEmpty() {
        return byId.isEmpty();
    }

    void clear() {
        byId.clear();
    }

    int size() {
        return byId.size();
    }
}
