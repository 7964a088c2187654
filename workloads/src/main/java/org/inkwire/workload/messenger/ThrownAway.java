// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.messenger;

import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * When a node threw away its legs to one peer, by a mark_down or by a fault of a leg marked disposable, in events of
 * the {@link DeliveryChecker}: each time, the peer may be notified of one remote reset. Guarded by the checker.
 */
final class ThrownAway {
    /** Those for which no remote reset was reported yet, ascending. */
    private final ArrayDeque<Long> untold = new ArrayDeque<>();

    private long last;

    /**
     * @param earliest when it may have happened at the earliest: the owner learns of a fault only later
     * @param latest when it was complete
     */
    void add(long earliest, long latest) {
        untold.addLast(latest);
        last = Math.max(last, earliest);
    }

    /** Adds one of which the peer was notified before. */
    void addTold(long earliest) {
        last = Math.max(last, earliest);
    }

    /** The earliest time of the last one; 0 if there was none. */
    long last() {
        return last;
    }

    /** Whether there was one after {@code event} of which the peer was not notified yet. */
    boolean isUntold(long event) {
        return untold.stream().anyMatch(at -> at > event);
    }

    /**
     * Uses one up.
     *
     * @return whether there was one after {@code event}
     */
    boolean accountFor(long event) {
        for (Iterator<Long> i = untold.iterator(); i.hasNext(); ) {
            if (i.next() > event) {
                i.remove();
                return true;
            }
        }
        return false;
    }
}
