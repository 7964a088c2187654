// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.messenger;

import org.inkwire.msgr.Connection;

/** One node's {@code Connection}, which numbers the messages sent on it. Any thread. */
final class Leg {
    final StressNode node;
    final int number;
    final int peer;
    private final Connection connection;
    private final DeliveryChecker checker;
    /**
     * Confined to the workload's center: the number of remote resets reported when the last probe was sent; −1 if none
     * was sent.
     */
    int probedAfterResets = -1;

    Leg(StressNode node, int number, int peer, Connection connection, DeliveryChecker checker) {
        this.node = node;
        this.number = number;
        this.peer = peer;
        this.connection = connection;
        this.checker = checker;
    }

    /** Synchronized because several threads send on one connection and the index must follow the order of sending. */
    synchronized void send(int priority, int dataBytes, boolean answerWanted) {
        int index = checker.sent(number, priority);
        connection.sendMessage(
                StressMessage.of(node.seed(), number, priority, index, answerWanted, dataBytes, node.allocator()));
    }

    /** Nobody waits for it. */
    void send(Bomb bomb) {
        connection.sendMessage(bomb);
    }

    void sendKeepalive() {
        connection.sendKeepalive();
    }

    void markDisposable() {
        checker.markedDisposable(number);
        connection.markDisposable();
    }

    void markDown() {
        checker.markedDown(number);
        connection.markDown();
    }

    @Override
    public String toString() {
        return checker.describe(number) + ", " + connection;
    }
}
