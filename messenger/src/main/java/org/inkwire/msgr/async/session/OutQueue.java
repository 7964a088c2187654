// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.session;

import java.util.ArrayDeque;
import java.util.Objects;
import org.inkwire.msgr.async.dispatch.PriorityLanes;
import org.inkwire.wire.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * Messages waiting to be written, by priority as in {@link PriorityLanes}, preceded by those that must be resent.
 * Confined to the connection's EventCenter.
 */
final class OutQueue {
    private final SendBound bound;
    private final PriorityLanes<Message> lanes = new PriorityLanes<>();
    private final ArrayDeque<Message> again = new ArrayDeque<>();

    /** @param bound notified of every message dropped here */
    OutQueue(SendBound bound) {
        this.bound = bound;
    }

    boolean isEmpty() {
        return lanes.isEmpty() && again.isEmpty();
    }

    int size() {
        return lanes.size() + again.size();
    }

    /** @param message taken */
    void add(Message message) {
        lanes.add(message.priority(), message);
    }

    /** Puts messages already sent once ahead of all others, in order. Taken. */
    void addAgain(ArrayDeque<Message> sent) {
        while (!sent.isEmpty()) {
            again.addFirst(sent.removeLast());
        }
    }

    /** Puts back the message polled last, as the next one. Taken. */
    void putBack(Message message) {
        again.addFirst(message);
    }

    /** The next message: given; null if there is none. */
    @Nullable
    Message poll() {
        Message m = again.pollFirst();
        return m == null ? lanes.poll() : m;
    }

    /**
     * Drops the messages to be resent that the peer already has.
     *
     * @return how many
     */
    int discardAgainUpTo(long seq) {
        int dropped = 0;
        for (Message m = again.peekFirst(); m != null && m.seq() <= seq; m = again.peekFirst()) {
            bound.drop(again.removeFirst());
            dropped++;
        }
        return dropped;
    }

    /** Drops what waits; what the release of a message makes its owner send is kept. */
    void clear() {
        for (int left = size(); left > 0; left--) {
            bound.drop(Objects.requireNonNull(poll()));
        }
    }
}
