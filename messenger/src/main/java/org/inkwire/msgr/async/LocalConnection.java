// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.PeerView;
import org.inkwire.msgr.Throttle;
import org.inkwire.msgr.async.dispatch.DispatchPort;
import org.inkwire.msgr.async.session.SendPort;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.event.Failures;
import org.inkwire.msgr.event.OwnedTasks;
import org.inkwire.msgr.event.Worker;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.message.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A messenger's connection to itself: no socket, no frames, no session. Messages cross over in a multi-producer queue
 * and are delivered on a worker's center, after taking the dispatch throttle. Any thread. Ceph:
 * {@code local_connection} of {@code src/msg/async/AsyncMessenger.h}.
 */
final class LocalConnection implements Connection, SendPort.Owner {
    private static final Logger log = LoggerFactory.getLogger(LocalConnection.class);
    /** Messages delivered per pass before other tasks on this center get a turn. */
    private static final int MESSAGES_PER_PASS = 256;

    private final AsyncMessenger messenger;
    private final Worker worker;
    private final EventCenter center;
    private final OwnedTasks tasks;
    private final SendPort port;
    private final DispatchPort dispatch;
    private final Throttle throttle;
    private final AtomicBoolean workerReleased = new AtomicBoolean();
    private volatile long keepaliveNanos;
    private volatile @Nullable Object attachment;

    /** The message at the head while it waits for the throttle. Confined to the center. */
    private @Nullable Message held;

    private Throttle.@Nullable Waiter waiter;
    private @Nullable CompletableFuture<@Nullable Void> drained;

    LocalConnection(AsyncMessenger messenger, Worker worker) {
        this.messenger = messenger;
        this.worker = worker;
        this.center = worker.center();
        this.tasks = new OwnedTasks(center, this::failed);
        this.port = new SendPort(center, messenger.config().sendLimits(), this, null);
        this.dispatch = DispatchPort.toItself(messenger.dispatch(), this);
        this.throttle = messenger.dispatch().throttle();
    }

    @Override
    public void sendMessage(Message message) {
        port.sendMessage(message);
    }

    @Override
    public boolean trySend(Message message) {
        return port.trySend(message);
    }

    @Override
    public CompletionStage<Void> send(Message message) {
        return port.send(message);
    }

    @Override
    public CompletionStage<Void> whenWritable() {
        return port.whenWritable();
    }

    Worker worker() {
        return worker;
    }

    @Override
    public void overflowed() {
        if (port.close()) {
            log.warn(
                    "{} send queue overflowed, limits {}: closing",
                    this,
                    port.bound().limits());
            closeOnCenter();
            dispatch.reset();
        }
    }

    @Override
    public void pass() {
        if (port.isClosed()) {
            port.drop();
            return;
        }
        if (held == null) {
            try {
                passOn();
            } finally {
                dispatch.handOver();
            }
        }
    }

    private void passOn() {
        for (int i = 0; i < MESSAGES_PER_PASS; i++) {
            port.serveLine();
            Message message = port.poll();
            if (message == null) {
                // Who is told may close this connection, and what is not handed over then is dropped.
                dispatch.handOver();
                tellDrained();
                return;
            }
            long bytes = message.queueCharge();
            if (!dispatch.tryTake(bytes)) {
                held = message;
                waiter = throttle.take(bytes, () -> {
                    if (!tasks.submit(() -> granted(bytes))) {
                        throttle.give(bytes);
                    }
                });
                return;
            }
            deliver(message, bytes);
        }
        port.requestPass();
    }

    /** @param message taken: from here on it counts in the dispatch throttle, no longer in the send limits */
    private void deliver(Message message, long bytes) {
        port.bound().moved(bytes);
        dispatch.deliver(message, bytes);
    }

    private void granted(long bytes) {
        Message message = held;
        held = null;
        waiter = null;
        if (message == null) {
            throttle.give(bytes);
            return;
        }
        deliver(message, bytes);
        dispatch.handOver();
        port.requestPass();
    }

    /** Completes when everything sent so far was handed to the dispatchers or their queue, or dropped. */
    CompletableFuture<@Nullable Void> drained() {
        CompletableFuture<@Nullable Void> result = new CompletableFuture<>();
        boolean queued = tasks.submit(() -> {
            CompletableFuture<@Nullable Void> before = drained;
            if (before != null) {
                result.thenRun(() -> before.complete(null));
            }
            drained = result;
            pass();
        });
        if (!queued) {
            result.complete(null);
        }
        return result;
    }

    private void tellDrained() {
        CompletableFuture<@Nullable Void> waiting = drained;
        if (waiting != null) {
            drained = null;
            waiting.complete(null);
        }
    }

    @Override
    public void markDown() {
        dispatch.mute();
        if (port.close()) {
            closeOnCenter();
        }
    }

    /** One of its tasks threw: it ends. */
    @Override
    public void failed(Throwable cause) {
        Failures.log(log, "{} failed: closing", this, cause);
        center.reportFailure(cause);
        if (port.close()) {
            closeOnCenter();
            dispatch.reset();
        }
    }

    /** Its worker's thread has ended: it is reset. Any thread. */
    void workerEnded() {
        if (port.close()) {
            port.centerEnded();
            dispatch.reset();
        }
    }

    private void closeOnCenter() {
        if (!center.submit(port::drop)) {
            port.centerEnded();
        }
    }

    @Override
    public void dropTaken() {
        Throttle.Waiter waiting = waiter;
        waiter = null;
        if (waiting != null) {
            // If already granted, granted() finds no held message and gives the bytes back.
            waiting.cancel();
        }
        Message first = held;
        held = null;
        if (first != null) {
            port.bound().drop(first);
        }
        if (workerReleased.compareAndSet(false, true)) {
            worker.release();
        }
        tellDrained();
    }

    /** Answered immediately: the caller is its own peer. */
    @Override
    public void sendKeepalive() {
        keepaliveNanos = center.nanoTime();
    }

    @Override
    public void markDisposable() {
        // A local connection has no faults that could end it.
    }

    @Override
    public boolean isConnected() {
        return !port.isClosed();
    }

    @Override
    public boolean isClosed() {
        return port.isClosed();
    }

    /** This messenger itself, without authentication. */
    @Override
    public PeerView peer() {
        EntityName name = messenger.entityName();
        EntityAddrVec addrs = messenger.addrs();
        return new PeerView(
                name.type(),
                name,
                addrs,
                addrs.msgr2OrFirst(),
                0,
                messenger.policyFor(name.type()).featuresSupported());
    }

    @Override
    public long lastKeepaliveAckNanos() {
        return keepaliveNanos;
    }

    @Override
    public AsyncMessenger messenger() {
        return messenger;
    }

    @Override
    public @Nullable Object attachment() {
        return attachment;
    }

    @Override
    public void attachment(@Nullable Object newAttachment) {
        attachment = newAttachment;
    }

    @Override
    public String toString() {
        return messenger.logicalName() + " " + messenger.addrs() + " >> itself";
    }
}
