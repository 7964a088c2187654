// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.link;

import java.time.Duration;

/**
 * Backoff and patience of a connection that was refused memory. Too little memory is no fault of the peer, so the
 * connection waits for others to release some; but not for ever. Confined to the connection's EventCenter.
 */
public final class MemoryPause {
    /** {@link #next}: the patience is over. */
    public static final long GIVE_UP = -1;

    static final long FIRST_NANOS = Duration.ofMillis(10).toNanos();
    static final long LONGEST_NANOS = Duration.ofMillis(500).toNanos();

    private final long patienceNanos;
    private boolean waiting;
    private long since;
    private long last;

    /** @param patience after which the connection gives up on a message */
    public MemoryPause(Duration patience) {
        this.patienceNanos = patience.toNanos();
    }

    /** Memory was refused: how long to wait before trying again, or {@link #GIVE_UP}. */
    public long next(long nowNanos) {
        if (!waiting) {
            waiting = true;
            since = nowNanos;
            last = 0;
        } else if (nowNanos - since >= patienceNanos) {
            waiting = false;
            return GIVE_UP;
        }
        last = last == 0 ? FIRST_NANOS : Math.min(2 * last, LONGEST_NANOS);
        return last;
    }

    /** Whether {@link #next} has only been called once so far: the time for a log line. */
    public boolean isFirst() {
        return last == FIRST_NANOS;
    }

    /** Whether the pauses have reached their full length, so that an attempt that costs the JDK half a second is due. */
    boolean isLongest() {
        return last == LONGEST_NANOS;
    }

    /** Whether {@link #next} would still say to wait. */
    public boolean isPatient(long nowNanos) {
        return !waiting || nowNanos - since < patienceNanos;
    }

    public boolean isWaiting() {
        return waiting;
    }

    /** There was memory, or the wait is void. */
    public void over() {
        waiting = false;
    }
}
