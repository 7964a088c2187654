// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.dispatch;

import java.util.concurrent.atomic.AtomicInteger;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Dispatcher;
import org.inkwire.msgr.MessengerConfig;
import org.inkwire.msgr.async.trace.ConnectionTrace;
import org.inkwire.msgr.event.OwnedTasks;
import org.inkwire.wire.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * One connection's access to the dispatchers: its messages, its events, and its reserve beyond the dispatch throttle.
 * Confined to the connection's EventCenter unless said otherwise.
 */
public final class DispatchPort {
    /** Stands for the bytes of a message admitted by the reserve. */
    public static final long BY_RESERVE = -1;

    /** Messages that are handed over together at most: handlers on the worker may take their time between them. */
    private static final int MOST_WAITING = 16;

    private final DispatchQueue queue;
    private final Connection connection;
    /** On the connection's center. */
    private int delivered;

    private final DispatchCredit credit;
    private final @Nullable ConnectionTrace trace;
    /** Null unless configured. */
    private final @Nullable MessageFaults faults;

    private final AtomicInteger reserveTaken = new AtomicInteger();
    private volatile int incarnation;
    private volatile boolean muted;

    private DispatchPort(
            DispatchQueue queue,
            Connection connection,
            @Nullable ConnectionTrace trace,
            @Nullable OwnedTasks tasks,
            @Nullable MessengerConfig config) {
        this.queue = queue;
        this.connection = connection;
        this.trace = trace;
        this.credit = new DispatchCredit(queue.throttle());
        this.faults = tasks == null || config == null ? null : MessageFaults.of(config, tasks, this);
    }

    /** For a connection to a peer, where fault injection may delay or drop messages. */
    public static DispatchPort toPeer(
            DispatchQueue queue,
            Connection connection,
            ConnectionTrace trace,
            OwnedTasks tasks,
            MessengerConfig config) {
        return new DispatchPort(queue, connection, trace, tasks, config);
    }

    /** For a messenger's connection to itself. */
    public static DispatchPort toItself(DispatchQueue queue, Connection connection) {
        return new DispatchPort(queue, connection, null, null, null);
    }

    Connection connection() {
        return connection;
    }

    DispatchQueue queue() {
        return queue;
    }

    // ---- messages

    /**
     * A message was received. It may wait for {@link #handOver}, which must follow.
     *
     * @param message taken
     * @param bytes taken from the dispatch throttle for it, or {@link #BY_RESERVE}
     */
    public void deliver(Message message, long bytes) {
        if (faults != null) {
            faults.deliver(message, bytes);
        } else {
            queue.deliver(this, message, bytes);
        }
        if (++delivered % MOST_WAITING == 0) {
            handOver();
        }
    }

    /** Ends a batch of {@link #tryTake} and {@link #deliver}. */
    public void handOver() {
        credit.settle();
        queue.handOver();
    }

    /**
     * Takes so many bytes from the dispatch throttle, unless there is no room or others are waiting. {@link #handOver}
     * must follow.
     */
    public boolean tryTake(long bytes) {
        return credit.tryTake(bytes);
    }

    /** Gives back what was taken for a message; {@link #handOver} must follow. */
    void giveBack(long bytes) {
        if (bytes == BY_RESERVE) {
            giveReserve();
        } else {
            credit.give(bytes);
        }
    }

    /** Whether fault injection drops this message to the peer. Any thread. */
    public boolean vanishes(Message message) {
        return faults != null && faults.vanishes(message);
    }

    /** The TCP connection is gone: delivers delayed messages now, or drops them if the connection is closed. */
    public void onLinkLost() {
        if (faults != null) {
            faults.onLinkLost();
        }
    }

    /** The owner marked the connection down: dispatchers hear nothing more of it. Any thread. */
    public void mute() {
        muted = true;
    }

    boolean isMuted() {
        return muted;
    }

    /** Changes when everything received so far becomes invalid. Any thread. */
    int incarnation() {
        return incarnation;
    }

    // ---- the reserve

    /**
     * Takes a place in the reserve.
     *
     * @param bytes the message's charge
     * @return false if none is available to this message
     */
    public boolean tryReserve(long bytes, int priority) {
        if (priority < Message.PRIORITY_HIGHEST
                || bytes > MessengerConfig.DISPATCH_RESERVE_MESSAGE_BYTES
                || reserveTaken.get() >= MessengerConfig.DISPATCH_RESERVE_MESSAGES) {
            return false;
        }
        reserveTaken.incrementAndGet();
        return true;
    }

    /** A message admitted by the reserve was dispatched or dropped. Any thread. */
    public void giveReserve() {
        if (reserveTaken.decrementAndGet() < 0) {
            throw new AssertionError(connection + " returned more of its reserve than it took");
        }
    }

    // ---- events

    public void connected() {
        queue.event(this, Dispatcher::msHandleConnect);
    }

    public void accepted() {
        queue.event(this, Dispatcher::msHandleAccept);
    }

    /** Any thread. */
    public void reset() {
        if (trace != null) {
            trace.reset("reset");
        }
        queue.event(this, Dispatcher::msHandleReset);
    }

    /** Drops messages of the lost session that are still queued. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer: the center
    public void remoteReset() {
        incarnation++;
        if (trace != null) {
            trace.reset("remote reset");
        }
        queue.event(this, Dispatcher::msHandleRemoteReset);
    }

    public void refused() {
        queue.event(this, Dispatcher::msHandleRefused);
    }

    public void fault(Throwable cause) {
        queue.event(this, (dispatcher, of) -> dispatcher.msHandleFault(of, cause));
    }

    // ---- messages that could not pass

    /**
     * A message could not be encoded.
     *
     * @param message borrowed
     * @return whether a dispatcher takes care of it, so that the session may go on without it
     */
    public boolean unsent(Message message, Throwable cause) {
        return !muted && queue.handledBy(connection, d -> d.msHandleUnsent(connection, message, cause));
    }

    /**
     * There was no memory to receive a message.
     *
     * @return whether a dispatcher takes care of it, so that the session may go on without it
     */
    public boolean unreceived(Dispatcher.Unreceived message, Throwable cause) {
        return !muted && queue.handledBy(connection, d -> d.msHandleUnreceived(connection, message, cause));
    }
}
