// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.inkwire.msgr.dump.ThrottleDump;

/**
 * A bound on bytes (or messages), shared by connections. Callers never block: when the throttle is full they queue, and
 * each is granted its amount in turn. An amount larger than the whole throttle passes alone. Any thread. Ceph: {@code
 * src/common/Throttle.h}.
 *
 * <p>Taking and giving are one compare-and-set while nobody waits; the lock guards only the queue of waiters.
 */
public final class Throttle {
    /** A place in the queue. */
    public final class Waiter {
        private final long amount;
        private final Runnable granted;

        private Waiter(long amount, Runnable granted) {
            this.amount = amount;
            this.granted = granted;
        }

        /**
         * Leaves the queue.
         *
         * @return false if the amount was already granted: the callback has run or will run, and must give the amount
         *     back
         */
        public boolean cancel() {
            boolean removed;
            lock.lock();
            try {
                removed = waiters.remove(this);
                waiting.set(waiters.size());
            } finally {
                lock.unlock();
            }
            if (removed) {
                // The next waiter may need less, and fit.
                grant();
            }
            return removed;
        }
    }

    private final String name;
    private final long max;
    private final AtomicLong taken = new AtomicLong();
    private final AtomicInteger waiting = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();

    /**
     * @param name Ceph's, without the prefix of its counter: {@code osd_client_bytes}
     * @param max 0 counts without bounding
     * @throws IllegalArgumentException if negative
     */
    public Throttle(String name, long max) {
        if (max < 0) {
            throw new IllegalArgumentException("throttle " + name + " of " + max);
        }
        this.name = name;
        this.max = max;
    }

    public String name() {
        return name;
    }

    /** 0: no bound. */
    public long max() {
        return max;
    }

    public long taken() {
        return taken.get();
    }

    /** Number of waiters. */
    public int waiting() {
        return waiting.get();
    }

    /** A snapshot; it may be stale at once. */
    public ThrottleDump dump() {
        return new ThrottleDump("throttle-" + name, max, taken.get(), waiting.get());
    }

    /** Takes the amount unless there is no room or others are waiting. */
    public boolean tryTake(long amount) {
        return waiting.get() == 0 && take(amount, true);
    }

    /** As {@link #tryTake}, but an amount larger than the whole throttle does not pass. */
    public boolean tryTakeWithin(long amount) {
        return waiting.get() == 0 && take(amount, false);
    }

    private boolean take(long amount, boolean alone) {
        while (true) {
            long now = taken.get();
            if (max > 0 && now + amount > max && !(alone && now == 0)) {
                return false;
            }
            if (taken.compareAndSet(now, now + amount)) {
                return true;
            }
        }
    }

    /** @throws AssertionError if more is given back than was taken */
    public void give(long amount) {
        long left = taken.addAndGet(-amount);
        if (left < 0) {
            throw new AssertionError("throttle " + name + " at " + left);
        }
        if (waiting.get() > 0) {
            grant();
        }
    }

    /**
     * Queues a request. {@code granted} runs once, on any thread, when the amount has been taken for the caller.
     *
     * @param granted must be short: it only notifies another thread
     */
    public Waiter take(long amount, Runnable granted) {
        Waiter waiter = new Waiter(amount, granted);
        lock.lock();
        try {
            waiters.addLast(waiter);
            waiting.set(waiters.size());
        } finally {
            lock.unlock();
        }
        // Room may have appeared since the caller checked, and no one else would notice.
        grant();
        return waiter;
    }

    private void grant() {
        List<Waiter> ready = new ArrayList<>();
        lock.lock();
        try {
            for (Waiter w = waiters.peekFirst(); w != null && take(w.amount, true); w = waiters.peekFirst()) {
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
