// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.track;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one shard that are in flight, and the slowest of the last minutes. A request costs two links of a list
 * and two looks at the clock; only one that is among the slowest is described. Confined to the shard. Ceph: {@code
 * OpTracker}, {@code OpHistory}.
 */
public final class OpTracker {
    /** {@code osd_op_history_size}. */
    public static final int HISTORY_SIZE = 20;

    /** {@code osd_op_history_duration}, seconds. */
    public static final int HISTORY_SECONDS = 600;

    private final LongSupplier nanoTime;
    private final List<OpRecord> slowest = new ArrayList<>(HISTORY_SIZE);
    private @Nullable TrackedOp newest;
    /** Of the fastest one kept; 0 while there is room. */
    private long leastDuration;

    /** @param nanoTime monotonic */
    public OpTracker(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** It has reached its PG. */
    public void begin(TrackedOp op) {
        op.reached(this, nanoTime.getAsLong());
        TrackedOp before = newest;
        op.previous = before;
        if (before != null) {
            before.next = op;
        }
        newest = op;
    }

    void end(TrackedOp op) {
        long now = nanoTime.getAsLong();
        TrackedOp previous = op.previous;
        TrackedOp next = op.next;
        if (previous != null) {
            previous.next = next;
        }
        if (next != null) {
            next.previous = previous;
        } else {
            newest = previous;
        }
        op.previous = null;
        op.next = null;
        if (now - op.queued() > leastDuration) {
            keep(op.record(now));
        }
    }

    private void keep(OpRecord ended) {
        forgetOld(ended.ended());
        if (slowest.size() == HISTORY_SIZE) {
            slowest.remove(indexOfFastest());
        }
        slowest.add(ended);
        leastDuration = slowest.size() < HISTORY_SIZE
                ? 0
                : slowest.get(indexOfFastest()).duration();
    }

    private void forgetOld(long now) {
        slowest.removeIf(op -> now - op.ended() > TimeUnit.SECONDS.toNanos(HISTORY_SECONDS));
        if (slowest.size() < HISTORY_SIZE) {
            leastDuration = 0;
        }
    }

    private int indexOfFastest() {
        int fastest = 0;
        for (int i = 1; i < slowest.size(); i++) {
            if (slowest.get(i).duration() < slowest.get(fastest).duration()) {
                fastest = i;
            }
        }
        return fastest;
    }

    /** Oldest first. */
    public List<OpRecord> inFlight() {
        List<OpRecord> all = new ArrayList<>();
        for (TrackedOp op = newest; op != null; op = op.previous) {
            all.add(0, op.record(0));
        }
        return all;
    }

    public List<OpRecord> slowest() {
        forgetOld(nanoTime.getAsLong());
        return List.copyOf(slowest);
    }
}
