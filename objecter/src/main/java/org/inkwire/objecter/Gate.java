// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.inkwire.msgr.event.EventCenter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lock of an Objecter. What hangs on a stage is the caller's code and may take its time or call back, so stages are
 * not completed while it is held: {@link #after} keeps them until it is released. Any thread.
 */
final class Gate {
    private static final Logger log = LoggerFactory.getLogger(Gate.class);

    private final EventCenter center;
    private final Completions completions;
    private final ReentrantLock lock = new ReentrantLock();
    private final Runnable runDue;
    private List<Runnable> due = new ArrayList<>();

    Gate(EventCenter center, Completions completions) {
        this.center = center;
        this.completions = completions;
        this.runDue = center.prepare(this::runDue);
    }

    void lock() {
        lock.lock();
    }

    /** Runs {@code completion} where stages complete, once the lock is free. With the lock. */
    void after(Runnable completion) {
        due.add(completion);
    }

    /** Runs {@code task} with the lock. */
    void run(Runnable task) {
        lock();
        try {
            task.run();
        } finally {
            unlock();
        }
    }

    /** Releases the lock and runs what is due, on this thread unless the caller named an executor. */
    void unlock() {
        if (due.isEmpty() || lock.getHoldCount() > 1) {
            lock.unlock();
            return;
        }
        List<Runnable> mine = due;
        due = new ArrayList<>();
        lock.unlock();
        for (Runnable completion : mine) {
            try {
                completions.run(completion);
            } catch (Throwable e) {
                log.error("a completion failed; others go on", e);
            }
        }
    }

    /**
     * As {@link #unlock}, but what is due runs on the center: a submission that fails at once must not complete its
     * stage before the submitter has it, or a caller that tries again at every failure would recurse.
     */
    void unlockAndDefer() {
        boolean some = !due.isEmpty();
        lock.unlock();
        // The center runs what is queued before it ends. If it broke, whoever closes the client runs it.
        if (some && !center.submitPrepared(runDue)) {
            runDue();
        }
    }

    private void runDue() {
        lock();
        unlock();
    }
}
