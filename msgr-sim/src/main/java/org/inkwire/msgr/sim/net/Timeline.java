// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim.net;

import java.util.PriorityQueue;

/**
 * Virtual time and its scheduled events. Events due at the same instant run in the order they were added. One thread.
 */
public final class Timeline {
    private record Entry(long atNanos, long order, Runnable what) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            int byTime = Long.compare(atNanos, other.atNanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    /** The first instant. Above zero because some clocks use 0 for "never". */
    public static final long START_NANOS = 1_000_000_000L;

    private final PriorityQueue<Entry> due = new PriorityQueue<>();
    private long now = START_NANOS;
    private long added;

    public long now() {
        return now;
    }

    /** Runs {@code what} after {@code delayNanos}, 0 or more. */
    public void after(long delayNanos, Runnable what) {
        at(now + Math.max(0, delayNanos), what);
    }

    /** Runs {@code what} at {@code atNanos}, or next if that has passed. */
    public void at(long atNanos, Runnable what) {
        due.add(new Entry(Math.max(now, atNanos), added++, what));
    }

    /** When the next event is due; {@link Long#MAX_VALUE} if there is none. */
    public long nextNanos() {
        Entry next = due.peek();
        return next == null ? Long.MAX_VALUE : next.atNanos;
    }

    /** Advances time, but not past the next due event. */
    public void elapse(long nanos) {
        now = Math.max(now, Math.min(now + nanos, nextNanos()));
    }

    /** Runs everything that is due. */
    public boolean runDue() {
        boolean ran = false;
        for (Entry next = due.peek(); next != null && next.atNanos <= now; next = due.peek()) {
            due.remove();
            next.what.run();
            ran = true;
        }
        return ran;
    }

    /** Jumps to {@code atNanos}. */
    public void advanceTo(long atNanos) {
        now = Math.max(now, atNanos);
    }
}
