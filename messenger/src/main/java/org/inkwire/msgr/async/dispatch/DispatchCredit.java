// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.dispatch;

import org.inkwire.msgr.Throttle;

/**
 * The dispatch throttle as one connection uses it: taken in steps, ahead of the messages, and given back once per read
 * turn, because all workers share its word. What the connection's own center has dispatched is used again for the
 * messages that follow. Confined to the connection's EventCenter.
 */
final class DispatchCredit {
    private static final long STEP_BYTES = 16 << 10;

    private final Throttle throttle;
    /** Taken from the throttle, for no message. */
    private long ahead;

    DispatchCredit(Throttle throttle) {
        this.throttle = throttle;
    }

    /** Takes so many bytes from the throttle, unless there is no room or others are waiting. */
    boolean tryTake(long bytes) {
        if (ahead >= bytes) {
            ahead -= bytes;
            return true;
        }
        long more = bytes - ahead;
        if (throttle.tryTakeWithin(more + STEP_BYTES)) {
            ahead = STEP_BYTES;
            return true;
        }
        if (throttle.tryTake(more)) {
            ahead = 0;
            return true;
        }
        // Whoever waits may have it.
        settle();
        return false;
    }

    /** A message was dispatched, or dropped, on this center. */
    void give(long bytes) {
        ahead += bytes;
        if (ahead > 2 * STEP_BYTES) {
            settle();
        }
    }

    /** Gives back what no message uses. */
    void settle() {
        long unused = ahead;
        if (unused > 0) {
            ahead = 0;
            throttle.give(unused);
        }
    }
}
