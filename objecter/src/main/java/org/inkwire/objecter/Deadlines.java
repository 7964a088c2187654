// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.inkwire.msgr.event.EventCenter;
import org.jspecify.annotations.Nullable;

/**
 * Ends operations whose time is over. One timer, for the earliest deadline; an operation that is answered in time costs
 * none. Guarded by the Objecter's {@link Gate}.
 */
final class Deadlines {
    /** Between two examinations of all operations: so much too late a deadline may be, after another one. */
    private static final long LEAST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

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
            running.cancel();
        }
        due = deadline;
        timer = center.schedule(deadline - now, onTimer);
    }

    /**
     * Hands the operations that are over to {@code end}, and sets the timer for the next. On the center, when the timer
     * has run.
     *
     * @param open every operation that is not done; not changed before {@code end} is called
     */
    void expire(List<Collection<Op<?>>> open, Consumer<Op<?>> end) {
        long now = center.nanoTime();
        if (timer == null || now - due < 0) {
            // It was replaced when it was about to run.
            return;
        }
        timer = null;
        long least = Long.MAX_VALUE;
        List<Op<?>> over = new ArrayList<>();
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
        if (least != Long.MAX_VALUE) {
            arm(now + Math.max(least, LEAST_PAUSE_NANOS), now);
        }
        OpTable.sorted(over).forEach(end);
    }

    void shutdown() {
        EventCenter.Timer running = timer;
        if (running != null) {
            running.cancel();
        }
    }
}
