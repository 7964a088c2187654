// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.inkwire.cluster.osd.HObject;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a PG that have requests, and those that had some last. Valid within one interval of the primary: there,
 * an object that is not missing changes only by the primary's own writes. Confined to the PG. Ceph: {@code
 * object_contexts}.
 */
final class ObjectContexts {
    /** Idle ones kept: {@code osd_pg_object_context_cache_count}. */
    static final int KEPT = 64;

    /** The longest unused first. */
    private final Map<HObject, ObjectContext> all = new LinkedHashMap<>(16, 0.75f, true);

    @Nullable
    ObjectContext find(HObject object) {
        return all.get(object);
    }

    /** For an object that has none. Call {@link #used} once its first request is done with it. */
    ObjectContext add(HObject object) {
        if (all.size() >= KEPT) {
            ObjectContext eldest = all.values().iterator().next();
            if (eldest.isIdle()) {
                all.remove(eldest.object());
            } else {
                // In use: as good as the newest.
                all.get(eldest.object());
            }
        }
        ObjectContext context = new ObjectContext(object);
        all.put(object, context);
        return context;
    }

    /** A request is done with it: forgets it if it is idle, and others have filled the places of idle ones. */
    void used(ObjectContext context) {
        if (all.size() > KEPT && context.isIdle()) {
            all.remove(context.object());
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
