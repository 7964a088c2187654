// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.inkwire.cluster.osd.HObject;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a PG that have requests, and those that had some last. Lives as long as the primary's interval: while it
 * lasts, nothing changes an object that is not missing but the primary's own writes. Confined to the PG. Ceph: {@code
 * object_contexts}.
 */
final class ObjectContexts {
    /** Idle ones kept: {@code osd_pg_object_context_cache_count}. */
    static final int KEPT = 64;

    /** Looked at for each new one; two, so that idle ones become fewer even while new ones come. */
    private static final int EVICTED_AT_ONCE = 2;

    /** The longest unused first. */
    private final Map<HObject, ObjectContext> all = new LinkedHashMap<>(16, 0.75f, true);

    /** Made if absent. */
    ObjectContext of(HObject object) {
        ObjectContext context = all.get(object);
        if (context == null) {
            makeRoom();
            context = new ObjectContext(object);
            all.put(object, context);
        }
        return context;
    }

    @Nullable
    ObjectContext find(HObject object) {
        return all.get(object);
    }

    private void makeRoom() {
        for (int i = 0; i < EVICTED_AT_ONCE && all.size() >= KEPT; i++) {
            ObjectContext eldest = all.values().iterator().next();
            if (eldest.isIdle()) {
                all.remove(eldest.object());
            } else {
                // In use: as good as the newest.
                all.get(eldest.object());
            }
        }
    }

    Collection<ObjectContext> all() {
        return all.values();
    }

    int size() {
        return all.size();
    }

    void clear() {
        all.clear();
    }
}
