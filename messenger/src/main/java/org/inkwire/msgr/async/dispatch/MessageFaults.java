// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.dispatch;

import java.util.ArrayDeque;
import java.util.random.RandomGenerator;
import org.inkwire.msgr.MessengerConfig;
import org.inkwire.msgr.event.OwnedTasks;
import org.inkwire.msgr.fault.FaultInjection;
import org.inkwire.wire.message.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The part of {@link FaultInjection} that concerns messages of one connection: it drops some and delays others. Present
 * only if configured. Confined to the connection's EventCenter, except {@link #vanishes}.
 *
 * <p>Delayed messages keep their order: those behind a delayed one wait for it. A delay ends with the TCP connection,
 * as in Ceph.
 */
final class MessageFaults {
    private static final Logger log = LoggerFactory.getLogger(MessageFaults.class);

    private record Late(Message message, long bytes, int incarnation, long delayNanos) {}

    private final FaultInjection faults;
    private final RandomGenerator random;
    private final OwnedTasks tasks;
    private final DispatchPort port;
    private final ArrayDeque<Late> late = new ArrayDeque<>();
    /** Cancels the timer of the first of {@link #late}; set whenever that is not empty. */
    private @Nullable Runnable cancelTimer;

    private MessageFaults(FaultInjection faults, RandomGenerator random, OwnedTasks tasks, DispatchPort port) {
        this.faults = faults;
        this.random = random;
        this.tasks = tasks;
        this.port = port;
    }

    static @Nullable MessageFaults of(MessengerConfig config, OwnedTasks tasks, DispatchPort port) {
        FaultInjection faults = config.faultInjection();
        return faults.takesMessages() ? new MessageFaults(faults, config.random(), tasks, port) : null;
    }

    /** Whether messages to this kind of peer are not sent, and those from it not delivered. Any thread. */
    boolean vanishes(Message message) {
        boolean vanishes = faults.blackholes(port.connection().peerType());
        if (vanishes && log.isDebugEnabled()) {
            log.debug("{} blackhole {}", port.connection(), message);
        }
        return vanishes;
    }

    /**
     * A message was received.
     *
     * @param message taken
     * @param bytes taken from the dispatch throttle for it, or {@link DispatchPort#BY_RESERVE}
     */
    void deliver(Message message, long bytes) {
        if (vanishes(message)) {
            drop(message, bytes);
            return;
        }
        long delay = faults.delays(port.connection().peerType()) ? drawDelay() : 0;
        if (delay == 0 && late.isEmpty()) {
            port.queue().deliver(port, message, bytes);
            return;
        }
        late.addLast(new Late(message, bytes, port.incarnation(), delay));
        if (cancelTimer == null) {
            arm();
        }
    }

    private long drawDelay() {
        return random.nextDouble() < faults.delayProbability()
                ? (long) (random.nextDouble() * faults.delayMax().toNanos())
                : 0;
    }

    private void arm() {
        Late first = late.getFirst();
        if (log.isDebugEnabled()) {
            log.debug("{} delays {} by {} us", port.connection(), first.message, first.delayNanos / 1000);
        }
        cancelTimer = tasks.schedule(first.delayNanos, this::firstIsDue)::cancel;
    }

    private void firstIsDue() {
        cancelTimer = null;
        try {
            deliverFirst();
            while (!late.isEmpty() && late.getFirst().delayNanos == 0) {
                deliverFirst();
            }
        } finally {
            port.handOver();
        }
        if (!late.isEmpty()) {
            arm();
        }
    }

    private void deliverFirst() {
        Late first = late.removeFirst();
        if (port.connection().isClosed() || first.incarnation != port.incarnation()) {
            drop(first.message, first.bytes);
        } else {
            port.queue().deliver(port, first.message, first.bytes);
        }
    }

    private void drop(Message message, long bytes) {
        message.release();
        port.queue().giveBack(port, bytes);
    }

    /** Delivers delayed messages now, or drops them if the connection is closed. */
    void onLinkLost() {
        Runnable cancel = cancelTimer;
        if (cancel != null) {
            cancelTimer = null;
            cancel.run();
        }
        try {
            while (!late.isEmpty()) {
                deliverFirst();
            }
        } finally {
            port.handOver();
        }
    }
}
