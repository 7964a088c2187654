// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.dispatch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.inkwire.wire.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * Items by priority, first in first out within each. From {@link Message#PRIORITY_HIGH} up, higher priorities always go
 * first. Those below take turns, in which a higher priority gets more items, so that none starves. Confined to its
 * owner.
 *
 * <p>Lanes are never removed. There are at most 256, because priorities above {@link Message#PRIORITY_HIGHEST} are
 * clamped to it.
 */
public final class PriorityLanes<T> {
    /** Priorities from here up are strict. */
    private static final int STRICT = Message.PRIORITY_HIGH;

    /** A lane that is not strict may give one item per turn for each this many steps of priority. */
    private static final int PRIORITY_PER_ITEM = 16;

    private static final class Lane<T> {
        final int priority;
        final ArrayDeque<T> items = new ArrayDeque<>();

        Lane(int priority) {
            this.priority = priority;
        }

        int share() {
            return Math.max(1, priority / PRIORITY_PER_ITEM);
        }
    }

    /** Highest priority first. */
    private final List<Lane<T>> lanes = new ArrayList<>();

    /** Number of strict lanes, which come first. */
    private int strictLanes;

    /** Index of the lane whose turn it is; {@link #credit} is how many more items it may give. */
    private int turn = -1;

    private int credit;
    private int size;
    /** The lane that was added to last: mostly the next one, too. */
    private @Nullable Lane<T> recent;

    public boolean isEmpty() {
        return size == 0;
    }

    public int size() {
        return size;
    }

    public void add(int priority, T item) {
        lane(Math.max(0, Math.min(priority, Message.PRIORITY_HIGHEST))).items.addLast(item);
        size++;
    }

    /** The next item; null if there is none. */
    public @Nullable T poll() {
        if (size == 0) {
            return null;
        }
        size--;
        for (int i = 0; i < strictLanes; i++) {
            T item = lanes.get(i).items.pollFirst();
            if (item != null) {
                return item;
            }
        }
        while (true) {
            if (credit == 0) {
                nextTurn();
            }
            T item = lanes.get(turn).items.pollFirst();
            if (item != null) {
                credit--;
                return item;
            }
            credit = 0;
        }
    }

    private void nextTurn() {
        boolean around = turn < strictLanes || turn + 1 >= lanes.size();
        turn = around ? strictLanes : turn + 1;
        credit = lanes.get(turn).share();
    }

    private Lane<T> lane(int priority) {
        Lane<T> before = recent;
        if (before != null && before.priority == priority) {
            return before;
        }
        Lane<T> found = find(priority);
        recent = found;
        return found;
    }

    private Lane<T> find(int priority) {
        int i = 0;
        while (i < lanes.size() && lanes.get(i).priority > priority) {
            i++;
        }
        if (i == lanes.size() || lanes.get(i).priority != priority) {
            lanes.add(i, new Lane<>(priority));
            if (priority >= STRICT) {
                strictLanes++;
            }
            if (i <= turn) {
                turn++;
            }
        }
        return lanes.get(i);
    }
}
