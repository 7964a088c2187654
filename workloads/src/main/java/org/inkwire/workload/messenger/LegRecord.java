// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.messenger;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the {@link DeliveryChecker} knows of one {@code Connection} object: the leg of one node. Guarded by the checker. */
final class LegRecord {
    /** Why a leg will send and deliver no more. */
    enum End {
        /** Its owner marked it down. */
        MARKED_DOWN,
        /** Its owner was told that the lossy session is over. */
        RESET,
        /** Its owner, who had marked it disposable, was told that the lossless session is over. */
        DISPOSED,
        /** Its owner was stopped. */
        OWNER_STOPPED
    }

    final int number;
    final int owner;
    final int peer;
    final Guarantee guarantee;
    /** It can be re-established from this side. */
    final boolean dials;
    /** When the owner last threw an earlier leg to this peer away, in events of the checker; 0 if never. */
    final long openedSince;
    /** Few: one for each priority in use, in order of first use. */
    final List<StreamRecord> streams = new ArrayList<>();

    @Nullable
    End end;

    /** Since this event a fault may end it any time, and its owner is told a moment later; 0: it is not disposable. */
    long disposableSince;
    /** The peer was told already that it has ended. */
    boolean endTold;

    /** How often what was sent may have been lost: remote resets told, and receivers that forgot. */
    int resets;

    LegRecord(int number, int owner, int peer, Guarantee guarantee, boolean dials, long openedSince) {
        this.number = number;
        this.owner = owner;
        this.peer = peer;
        this.guarantee = guarantee;
        this.dials = dials;
        this.openedSince = openedSince;
    }

    /** What was sent so far may be lost, what is sent from now on not. */
    void remoteReset() {
        resets++;
        streams.forEach(StreamRecord::remoteReset);
    }

    /** The owner threw the session away, with what it had received and not dispatched; or may have done so. */
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
