// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.messenger;

import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * When a node marked down its legs to one peer, in events of the {@link DeliveryChecker}: each time, the peer may be told
 * one remote reset. Guarded by the checker.
 */
final class ThrownAway {
    /** Ascending: those that no remote reset was told of. */
    private final ArrayDeque<Long> untold = new ArrayDeque<>();

    private long last;

    void add(long event) {
        untold.addLast(event);
        last = event;
    }

    /** The last one; 0 if there was none. */
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
