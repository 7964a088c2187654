// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.inkwire.msgr.event.EventCenter;
import org.jspecify.annotations.Nullable;

/**
 * Ends operations whose time is over. One timer for all, due at the earliest deadline seen since it last ran, even if
 * that operation has been answered by then: it looks for the next deadline among those left. Guarded by the Objecter's
 * {@link Gate}.
 */
final class Deadlines {
    /** Least time between two examinations of all operations, and how late that may end one. */
    private static final long LEAST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final long NEVER = Long.MAX_VALUE;

    private final EventCenter center;
    private final Runnable onTimer;
    private EventCenter.@Nullable Timer timer;
    /** When the timer is due. */
    private long due;

    /** @param onTimer runs on the center and calls {@link #expire} */
    Deadlines(EventCenter center, Runnable onTimer) {
        this.center = center;
        this.onTimer = onTimer;
    }

    /** The operation is over when its timeout is. Any thread. */
    void watch(Op<?> op) {
        long now = center.nanoTime();
        op.deadlineNanos = now + op.timeoutNanos;
        arm(op.deadlineNanos, now);
    }

    private void arm(long deadline, long now) {
        EventCenter.Timer running = timer;
        if (running != null) {
            if (deadline - due >= 0) {
                return;
            }
        }
        // First, as the timer before goes on if it fails.
        timer = center.schedule(deadline - now, onTimer);
        due = deadline;
        if (running != null) {
            running.cancel();
        }
    }

    /**
     * Hands the operations that are over to {@code end}, then sets the timer for the next, whatever {@code end} throws.
     * On the center, when the timer has run.
     *
     * @param open returns every operation that is not done; not changed before {@code end} is called
     */
    void expire(Supplier<List<Collection<Op<?>>>> open, Consumer<Op<?>> end) {
        long now = center.nanoTime();
        if (timer == null || now - due < 0) {
            // It was replaced when it was about to run.
            return;
        }
        timer = null;
        // What a failure leaves is looked at again soon.
        long pause = LEAST_PAUSE_NANOS;
        try {
            List<Op<?>> over = new ArrayList<>();
            long least = examine(open.get(), now, over);
            OpTable.sorted(over).forEach(end);
            pause = Math.max(least, LEAST_PAUSE_NANOS);
        } finally {
            if (pause != NEVER) {
                arm(now + pause, center.nanoTime());
            }
        }
    }

    /** Adds what is over to {@code over}. @return the time left until the next deadline, or {@link #NEVER} */
    private static long examine(List<Collection<Op<?>>> open, long now, List<Op<?>> over) {
        long least = NEVER;
        for (Collection<Op<?>> some : open) {
            for (Op<?> op : some) {
                if (op.timeoutNanos == 0 || op.isDone()) {
                    continue;
                }
                long left = op.deadlineNanos - now;
                if (left <= 0) {
                    over.add(op);
                } else {
                    least = Math.min(least, left);
                }
            }
        }
        return least;
    }

    void shutdown() {
        EventCenter.Timer running = timer;
        if (running != null) {
            running.cancel();
        }
    }
}
