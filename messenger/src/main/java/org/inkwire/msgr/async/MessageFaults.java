// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async;

import java.util.ArrayDeque;
import org.inkwire.msgr.fault.FaultInjection;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.message.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The part of {@link FaultInjection} that concerns messages of one connection: some vanish, some are delivered late. A
 * connection has one only if that is configured. Confined to the connection's EventCenter, but for {@link #vanishes}.
 *
 * <p>Late messages keep their order: those behind a delayed one wait for it. A delay ends with the TCP connection, as in
 * Ceph.
 */
final class MessageFaults {
    private static final Logger log = LoggerFactory.getLogger(MessageFaults.class);

    private record Late(Message message, long bytes, int incarnation, long delayNanos) {}

    private final AsyncConnection connection;
    private final FaultInjection faults;
    private final ArrayDeque<Late> late = new ArrayDeque<>();
    /** Runs for the first of {@link #late}, which is never without one. */
    private @Nullable Runnable cancelTimer;

    private MessageFaults(AsyncConnection connection, FaultInjection faults) {
        this.connection = connection;
        this.faults = faults;
    }

    static @Nullable MessageFaults of(AsyncConnection connection) {
        FaultInjection faults = connection.messenger().config().faultInjection();
        return faults.takesMessages() ? new MessageFaults(connection, faults) : null;
    }

    /** Whether messages to this kind of peer are not sent, and those from it not delivered. Any thread. */
    boolean vanishes(@Nullable EntityType peer, Message message) {
        boolean vanishes = faults.blackholes(peer);
        if (vanishes && log.isDebugEnabled()) {
            log.debug("{} blackhole {}", connection, message);
        }
        return vanishes;
    }

    /**
     * A message was received.
     *
     * @param message taken
     * @param bytes of the dispatch throttle that go with it, or {@link Admission#BY_RESERVE}
     */
    void deliver(Message message, long bytes) {
        EntityType peer = connection.peerType();
        if (vanishes(peer, message)) {
            drop(message, bytes);
            return;
        }
        long delay = faults.delays(peer) ? drawDelay() : 0;
        if (delay == 0 && late.isEmpty()) {
            connection.messenger().dispatch().deliver(connection, message, bytes);
            return;
        }
        late.addLast(new Late(message, bytes, connection.incarnation(), delay));
        if (cancelTimer == null) {
            arm();
        }
    }

    private long drawDelay() {
        var random = connection.messenger().config().random();
        return random.nextDouble() < faults.delayProbability()
                ? (long) (random.nextDouble() * faults.delayMax().toNanos())
                : 0;
    }

    private void arm() {
        Late first = late.getFirst();
        if (log.isDebugEnabled()) {
            log.debug("{} delays {} by {} us", connection, first.message, first.delayNanos / 1000);
        }
        cancelTimer = connection.center().schedule(first.delayNanos, this::firstIsDue)::cancel;
    }

    private void firstIsDue() {
        cancelTimer = null;
        deliverFirst();
        while (!late.isEmpty() && late.getFirst().delayNanos == 0) {
            deliverFirst();
        }
        if (!late.isEmpty()) {
            arm();
        }
    }

    private void deliverFirst() {
        Late first = late.removeFirst();
        if (connection.isClosed() || first.incarnation != connection.incarnation()) {
            drop(first.message, first.bytes);
        } else {
            connection.messenger().dispatch().deliver(connection, first.message, first.bytes);
        }
    }

    private void drop(Message message, long bytes) {
        message.release();
        connection.messenger().dispatch().giveBack(connection, bytes);
    }

    /** What is late comes now, or not at all if the connection is closed. */
    void onLinkLost() {
        Runnable cancel = cancelTimer;
        if (cancel != null) {
            cancelTimer = null;
            cancel.run();
        }
        while (!late.isEmpty()) {
            deliverFirst();
        }
    }
}
