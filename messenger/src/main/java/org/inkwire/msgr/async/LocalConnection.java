// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.inkwire.msgr.Throttle;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.event.Worker;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.message.Message;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A messenger's connection to itself: no socket, no frames, no session. Messages cross over in a queue with many producers and
 * are delivered on a worker's center, where they take the dispatch throttle first. Any thread. Ceph: {@code local_connection}
 * of {@code src/msg/async/AsyncMessenger.h}.
 */
final class LocalConnection implements DispatchSource {
    private static final Logger log = LoggerFactory.getLogger(LocalConnection.class);
    private static final CompletionStage<Void> AT_ONCE = CompletableFuture.completedStage(null);
    private static final int QUEUE_CHUNK = 32;

    /** Messages delivered before others on this center get a turn. */
    private static final int MESSAGES_PER_PASS = 256;

    private final AsyncMessenger messenger;
    private final Worker worker;
    private final EventCenter center;
    private final MpscUnboundedArrayQueue<Message> inbox = new MpscUnboundedArrayQueue<>(QUEUE_CHUNK);
    private final AtomicBoolean requested = new AtomicBoolean();
    private final AtomicBoolean down = new AtomicBoolean();
    private final SendBound sendBound;
    private final SendLine sendLine;
    private final Runnable pass;
    private volatile boolean markedDown;
    private volatile long keepaliveNanos;
    private volatile @Nullable Object attachment;

    /** Confined to the center: the message at the head while it waits for the throttle. */
    private @Nullable Message held;

    private Throttle.@Nullable Waiter waiter;
    private @Nullable CompletableFuture<@Nullable Void> drained;
    /** Guarded by this. */
    private boolean workerReleased;

    LocalConnection(AsyncMessenger messenger, Worker worker) {
        this.messenger = messenger;
        this.worker = worker;
        this.center = worker.center();
        this.sendBound = new SendBound(messenger.config().sendLimits(), () -> {});
        this.sendLine = new SendLine(sendBound);
        this.pass = center.prepare(this::pass);
    }

    @Override
    public void sendMessage(Message message) {
        if (down.get()) {
            message.release();
            return;
        }
        if (!sendBound.add(message)) {
            message.release();
            overflow();
            return;
        }
        inbox.offer(message);
        request();
    }

    private void overflow() {
        if (down.compareAndSet(false, true)) {
            log.warn("{} closes: more than {} wait", this, sendBound.limits());
            closeOnCenter();
            messenger.dispatch().reset(this);
        }
    }

    @Override
    public boolean trySend(Message message) {
        if (down.get() || message.priority() >= Message.PRIORITY_HIGHEST) {
            sendMessage(message);
            return true;
        }
        if (!sendLine.isEmpty() || !sendBound.tryAdd(message)) {
            return false;
        }
        inbox.offer(message);
        request();
        return true;
    }

    @Override
    public CompletionStage<Void> send(Message message) {
        if (down.get()) {
            message.release();
            return CompletableFuture.failedStage(new IOException(this + " is closed"));
        }
        if (trySend(message)) {
            return AT_ONCE;
        }
        CompletionStage<Void> accepted = sendLine.join(message);
        request();
        return accepted;
    }

    @Override
    public CompletionStage<Void> whenWritable() {
        if (down.get()) {
            return CompletableFuture.failedStage(new IOException(this + " is closed"));
        }
        if (sendLine.isEmpty() && sendBound.hasRoom()) {
            return AT_ONCE;
        }
        CompletionStage<Void> room = sendLine.whenRoom();
        request();
        return room;
    }

    private void request() {
        if (requested.compareAndSet(false, true) && !center.submitPrepared(pass)) {
            centerEnded();
        }
    }

    /** The center runs nothing any more: what it would have released is released here. Any thread. */
    private void centerEnded() {
        down.set(true);
        do {
            close();
            requested.set(false);
        } while (!inbox.isEmpty() && requested.compareAndSet(false, true));
    }

    private void pass() {
        requested.set(false);
        if (down.get()) {
            dropAll();
            return;
        }
        if (held != null) {
            return;
        }
        for (int i = 0; i < MESSAGES_PER_PASS; i++) {
            if (sendLine.isWanted()) {
                sendLine.serve(inbox::offer);
            }
            Message message = inbox.poll();
            if (message == null) {
                tellDrained();
                return;
            }
            long bytes = message.queueCharge();
            if (!messenger.dispatchThrottle().tryTake(bytes)) {
                held = message;
                waiter = messenger.dispatchThrottle().take(bytes, () -> center.submit(() -> granted(bytes)));
                return;
            }
            deliver(message, bytes);
        }
        request();
    }

    /** @param message taken: from here on it counts in the dispatch throttle, no more in the send limits */
    private void deliver(Message message, long bytes) {
        sendBound.moved(bytes);
        messenger.dispatch().deliver(this, message, bytes);
    }

    private void granted(long bytes) {
        Message message = held;
        held = null;
        waiter = null;
        if (message == null) {
            messenger.dispatchThrottle().give(bytes);
            return;
        }
        deliver(message, bytes);
        request();
    }

    /** Completes when what was sent before was handed to the dispatchers or their queue, or dropped. */
    CompletableFuture<@Nullable Void> drained() {
        CompletableFuture<@Nullable Void> result = new CompletableFuture<>();
        boolean queued = center.submit(() -> {
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
        markedDown = true;
        if (down.compareAndSet(false, true)) {
            closeOnCenter();
        }
    }

    @Override
    public boolean isMarkedDown() {
        return markedDown;
    }

    private void closeOnCenter() {
        if (!center.submit(this::close)) {
            centerEnded();
        }
    }

    /** Under a lock: when the center ends, two threads may come here at once. */
    private synchronized void close() {
        Throttle.Waiter waiting = waiter;
        waiter = null;
        if (waiting != null) {
            // If it was granted already, granted() finds nothing held and gives it back.
            waiting.cancel();
        }
        Message first = held;
        held = null;
        if (first != null) {
            sendBound.drop(first);
        }
        dropAll();
        if (!workerReleased) {
            workerReleased = true;
            worker.release();
        }
    }

    private synchronized void dropAll() {
        sendLine.fail(this + " was closed");
        for (Message m = inbox.poll(); m != null; m = inbox.poll()) {
            sendBound.drop(m);
        }
        sendBound.settle();
        tellDrained();
    }

    /** Answered at once: whoever calls is alive. */
    @Override
    public void sendKeepalive() {
        keepaliveNanos = center.nanoTime();
    }

    @Override
    public void markDisposable() {
        // There is no fault to end it.
    }

    @Override
    public boolean isConnected() {
        return !down.get();
    }

    @Override
    public boolean isClosed() {
        return down.get();
    }

    @Override
    public EntityType peerType() {
        return messenger.entityType();
    }

    @Override
    public EntityName peerName() {
        return messenger.entityName();
    }

    @Override
    public EntityAddrVec peerAddrs() {
        return messenger.addrs();
    }

    @Override
    public EntityAddr peerAddr() {
        return messenger.addrs().msgr2OrFirst();
    }

    /** 0: nobody authenticated. */
    @Override
    public long peerGlobalId() {
        return 0;
    }

    @Override
    public long features() {
        return messenger.policyFor(messenger.entityType()).featuresSupported();
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
    public void reserveGiven() {
        throw new AssertionError("there is no reserve within");
    }

    @Override
    public int incarnation() {
        return 0;
    }

    @Override
    public String toString() {
        return messenger.logicalName() + " " + messenger.addrs() + " >> itself";
    }
}
