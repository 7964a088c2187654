// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A bound on bytes (or messages) in some place, shared by connections. Nobody blocks: who finds it full queues up and is
 * granted its amount in turn. An amount larger than the whole throttle is let through alone. Any thread. Ceph: {@code
 * src/common/Throttle.h}.
 *
 * <p>Taking and giving are one compare-and-set while nobody waits; the lock guards only the line of waiters.
 */
final class Throttle {
    /** A place in the line. */
    final class Waiter {
        private final long amount;
        private final Runnable granted;

        private Waiter(long amount, Runnable granted) {
            this.amount = amount;
            this.granted = granted;
        }

        /**
         * Leaves the line.
         *
         * @return false if the amount was granted already: the callback ran or will, and must give it back
         */
        boolean cancel() {
            boolean removed;
            lock.lock();
            try {
                removed = waiters.remove(this);
                waiting.set(waiters.size());
            } finally {
                lock.unlock();
            }
            if (removed) {
                // The next one may want less and fit.
                grant();
            }
            return removed;
        }
    }

    private final long max;
    private final AtomicLong taken = new AtomicLong();
    private final AtomicInteger waiting = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();

    Throttle(long max) {
        this.max = max;
    }

    /** Taken now: a gauge. */
    long taken() {
        return taken.get();
    }

    /** Takes the amount unless there is no room or others wait already. */
    boolean tryTake(long amount) {
        return waiting.get() == 0 && take(amount);
    }

    private boolean take(long amount) {
        while (true) {
            long now = taken.get();
            if (now > 0 && now + amount > max) {
                return false;
            }
            if (taken.compareAndSet(now, now + amount)) {
                return true;
            }
        }
    }

    /** @throws AssertionError if more is given back than was taken */
    void give(long amount) {
        long left = taken.addAndGet(-amount);
        if (left < 0) {
            throw new AssertionError("throttle at " + left);
        }
        if (waiting.get() > 0) {
            grant();
        }
    }

    /**
     * Queues up. {@code granted} runs once, on any thread, when the amount was taken for the caller.
     *
     * @param granted must be short: it only tells another thread
     */
    Waiter take(long amount, Runnable granted) {
        Waiter waiter = new Waiter(amount, granted);
        lock.lock();
        try {
            waiters.addLast(waiter);
            waiting.set(waiters.size());
        } finally {
            lock.unlock();
        }
        // Room may have appeared since the caller looked, and nobody else would notice.
        grant();
        return waiter;
    }

    private void grant() {
        List<Waiter> ready = new ArrayList<>();
        lock.lock();
        try {
            for (Waiter w = waiters.peekFirst(); w != null && take(w.amount); w = waiters.peekFirst()) {
                ready.add(waiters.removeFirst());
            }
            waiting.set(waiters.size());
        } finally {
            lock.unlock();
        }
        for (Waiter w : ready) {
            w.granted.run();
        }
    }
}
