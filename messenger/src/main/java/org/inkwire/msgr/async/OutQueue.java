// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.inkwire.wire.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * Messages waiting to be written: by priority, first in first out within one, and before all of them those that must be
 * sent again. Confined to the connection's EventCenter.
 */
final class OutQueue {
    private static final class Lane {
        final int priority;
        final ArrayDeque<Message> messages = new ArrayDeque<>();

        Lane(int priority) {
            this.priority = priority;
        }
    }

    /** Highest priority first; a lane stays once made, there are few. */
    private final List<Lane> lanes = new ArrayList<>();

    private final ArrayDeque<Message> again = new ArrayDeque<>();
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    /** @param message taken */
    void add(Message message) {
        lane(message.priority()).messages.addLast(message);
        size++;
    }

    /** Puts messages that were sent once in front of everything, in their order. Taken. */
    void addAgain(ArrayDeque<Message> sent) {
        size += sent.size();
        while (!sent.isEmpty()) {
            again.addFirst(sent.removeLast());
        }
    }

    /** The next message: given; null when there is none. */
    @Nullable
    Message poll() {
        Message m = again.pollFirst();
        for (int i = 0; m == null && i < lanes.size(); i++) {
            m = lanes.get(i).messages.pollFirst();
        }
        if (m != null) {
            size--;
        }
        return m;
    }

    /**
     * Drops those to be sent again that the peer turned out to have.
     *
     * @return how many
     */
    int discardAgainUpTo(long seq) {
        int dropped = 0;
        for (Message m = again.peekFirst(); m != null && m.seq() <= seq; m = again.peekFirst()) {
            again.removeFirst().release();
            size--;
            dropped++;
        }
        return dropped;
    }

    void clear() {
        for (Message m = poll(); m != null; m = poll()) {
            m.release();
        }
    }

    private Lane lane(int priority) {
        int i = 0;
        while (i < lanes.size() && lanes.get(i).priority > priority) {
            i++;
        }
        if (i == lanes.size() || lanes.get(i).priority != priority) {
            lanes.add(i, new Lane(priority));
        }
        return lanes.get(i);
    }
}
