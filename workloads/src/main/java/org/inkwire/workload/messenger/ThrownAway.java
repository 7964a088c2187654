// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.messenger;

import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * When a node threw away its legs to one peer, by a mark_down or by a fault of what it had marked disposable, in events of the
 * {@link DeliveryChecker}: each time, the peer may be told one remote reset. Guarded by the checker.
 */
final class ThrownAway {
    /** Ascending: those that no remote reset was told of. */
    private final ArrayDeque<Long> untold = new ArrayDeque<>();

    private long last;

    /**
     * @param earliest it may have been then already: of a fault the owner is told later
     * @param latest when it was over
     */
    void add(long earliest, long latest) {
        untold.addLast(latest);
        last = Math.max(last, earliest);
    }

    /** The peer was told of this one before. */
    void addTold(long earliest) {
        last = Math.max(last, earliest);
    }

    /** The last one, at the earliest; 0 if there was none. */
    long last() {
        return last;
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
