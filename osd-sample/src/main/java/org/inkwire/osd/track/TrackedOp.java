// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.track;

import org.jspecify.annotations.Nullable;

/**
 * A client's request with the times of its stations, monotonic, in ns; 0 for a station not reached. A member of its
 * {@link OpTracker}'s list while in flight. Confined to its shard once it got there. Ceph: {@code OpRequest}.
 */
public abstract class TrackedOp {
    private final long queued;
    private long reached;
    private @Nullable OpTracker tracker;

    @Nullable
    TrackedOp previous;

    @Nullable
    TrackedOp next;

    /** @param queuedNanos when it was queued for its PG */
    protected TrackedOp(long queuedNanos) {
        this.queued = queuedNanos;
    }

    /** One line, as in Ceph: {@code osd_op(client.4134.0:14 1.2 …)}. */
    protected abstract String description();

    /** {@code client.4134}. */
    protected abstract String client();

    protected abstract String clientAddr();

    protected abstract long clientTid();

    void reached(OpTracker by, long nanos) {
        tracker = by;
        reached = nanos;
    }

    /** It was answered, or dropped. */
    protected final void ended() {
        OpTracker by = tracker;
        if (by != null) {
            tracker = null;
            by.end(this);
        }
    }

    long queued() {
        return queued;
    }

    /** As it is now. */
    OpRecord record(long endNanos) {
        return new OpRecord(description(), client(), clientAddr(), clientTid(), queued, reached, endNanos);
    }
}
