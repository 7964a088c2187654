// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.messenger;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@link DeliveryChecker}'s record of one {@code Connection} object: the leg of one node. Guarded by the checker.
 */
final class LegRecord {
    /** Why a leg sends and delivers nothing more. */
    enum End {
        /** Its owner marked it down. */
        MARKED_DOWN,
        /** Its owner was notified that the lossy session ended. */
        RESET,
        /** Its owner, which had marked it disposable, was notified that the lossless session ended. */
        DISPOSED,
        /** Its owner was stopped. */
        OWNER_STOPPED
    }

    final int number;
    final int owner;
    final int peer;
    final Guarantee guarantee;
    /** Whether this side can re-establish it. */
    final boolean dials;
    /** When the owner last threw an earlier leg to this peer away, in events of the checker; 0 if never. */
    final long openedSince;
    /** One for each priority in use (few), in order of first use. */
    final List<StreamRecord> streams = new ArrayList<>();

    @Nullable
    End end;

    /**
     * The event since which a fault may end it at any time, with its owner notified a moment later; 0: it is not
     * disposable.
     */
    long disposableSince;
    /** Whether the peer has already been notified of its end. */
    boolean endTold;

    /** How often sent messages may have been lost: by reported remote resets and by receivers that lost their side. */
    int resets;

    LegRecord(int number, int owner, int peer, Guarantee guarantee, boolean dials, long openedSince) {
        this.number = number;
        this.owner = owner;
        this.peer = peer;
        this.guarantee = guarantee;
        this.dials = dials;
        this.openedSince = openedSince;
    }

    /** Messages sent so far may be lost; messages sent from now on may not. */
    void remoteReset() {
        resets++;
        streams.forEach(StreamRecord::remoteReset);
    }

    /**
     * Whether the owner threw, or may have thrown, the session away with all that it had received but not dispatched.
     */
    boolean mayBeForgotten() {
        return end == End.MARKED_DOWN || end == End.DISPOSED || end == null && isDisposable();
    }

    boolean isDisposable() {
        return disposableSince != 0;
    }

    StreamRecord stream(int priority) {
        StreamRecord found = find(priority);
        if (found == null) {
            found = new StreamRecord(priority);
            streams.add(found);
        }
        return found;
    }

    @Nullable
    StreamRecord find(int priority) {
        for (StreamRecord s : streams) {
            if (s.priority == priority) {
                return s;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return "#" + number + " (" + owner + " -> " + peer + ", " + guarantee + ")";
    }
}
