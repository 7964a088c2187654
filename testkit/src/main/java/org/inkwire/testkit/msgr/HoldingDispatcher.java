// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.msgr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Dispatcher;
import org.inkwire.wire.message.Message;

/**
 * Holds fast-dispatched messages until the test releases them, and blocks the dispatch thread at the first other
 * message: text "bulk", unless urgent.
 */
final class HoldingDispatcher implements Dispatcher {
    final ConcurrentLinkedQueue<Message> held = new ConcurrentLinkedQueue<>();
    final AtomicInteger handled = new AtomicInteger();
    final ConcurrentLinkedQueue<String> urgent = new ConcurrentLinkedQueue<>();
    final CountDownLatch open = new CountDownLatch(1);
    final List<Connection> accepted = new CopyOnWriteArrayList<>();
    volatile boolean queueUrgent;
    volatile boolean keeping = true;

    @Override
    public boolean msCanFastDispatch(Message message) {
        return message.priority() >= Message.PRIORITY_HIGHEST
                ? !queueUrgent
                : !((TextMessage) message).text().equals("bulk");
    }

    @Override
    public void msFastDispatch(Connection connection, Message message) {
        if (message.priority() >= Message.PRIORITY_HIGHEST) {
            urgent.add(((TextMessage) message).text());
        } else {
            held.add(message.retain());
        }
        handled.incrementAndGet();
        if (!keeping) {
            letGoOfAll();
        }
    }

    @Override
    public void msHandleAccept(Connection connection) {
        accepted.add(connection);
    }

    /** The only accepted connection: reported by the dispatch thread, possibly later than the workers' activity. */
    Connection theAccepted() {
        DriverContract.eventually(() -> assertThat(accepted).hasSize(1));
        return accepted.get(0);
    }

    @Override
    public boolean msDispatch(Connection connection, Message message) {
        try {
            open.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return true;
    }

    void letGoOfOne() {
        held.remove().release();
    }

    void letGoForGood() {
        keeping = false;
        open.countDown();
        letGoOfAll();
    }

    void letGoOfAll() {
        for (Message m = held.poll(); m != null; m = held.poll()) {
            m.release();
        }
    }
}
