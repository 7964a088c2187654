// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import java.util.ArrayDeque;
import java.util.Deque;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.osd.op.ObjectInfo;
import org.inkwire.osd.pg.copy.PgCopy;
import org.inkwire.osd.pg.host.ClientOp;
import org.jspecify.annotations.Nullable;

/**
 * One object at its primary: its requests, and its info as its writes so far leave it, whether the replicas have them or
 * not. Confined to the PG. Ceph: {@code ObjectContext}.
 */
final class ObjectContext {
    private final HObject object;
    private @Nullable ObjectInfo info;
    /** Whether {@link #info} is what the store has. */
    private boolean known;

    private int inFlight;
    private @Nullable InFlight newest;
    private @Nullable Deque<ClientOp> waiting;

    ObjectContext(HObject object) {
        this.object = object;
    }

    HObject object() {
        return object;
    }

    // ---- info

    /** Read from the store the first time, when the object is not missing; null: there is no such object. */
    @Nullable
    ObjectInfo info(PgCopy copy) {
        if (!known) {
            info = copy.objectInfo(object);
            known = true;
        }
        return info;
    }

    /** A write has been applied. */
    void applied(@Nullable ObjectInfo after) {
        info = after;
        known = true;
    }

    // ---- requests

    boolean isIdle() {
        return inFlight == 0 && !hasWaiting();
    }

    boolean isWritten() {
        return inFlight > 0;
    }

    /** The last write still on its way to the replicas. */
    @Nullable
    InFlight newest() {
        return newest;
    }

    void began(InFlight write) {
        inFlight++;
        newest = write;
    }

    /** The oldest write is everywhere. */
    void completed() {
        if (--inFlight == 0) {
            newest = null;
        }
    }

    boolean hasWaiting() {
        return waiting != null && !waiting.isEmpty();
    }

    /** In order of arrival. */
    Deque<ClientOp> waiting() {
        Deque<ClientOp> queue = waiting;
        if (queue == null) {
            queue = new ArrayDeque<>();
            waiting = queue;
        }
        return queue;
    }
}
