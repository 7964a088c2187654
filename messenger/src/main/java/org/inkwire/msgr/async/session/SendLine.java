// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.session;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.inkwire.wire.message.Message;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Queue of senders that found a connection's {@link SendBound} full: waiting messages, and callers to notify when there
 * is room. Any thread may join. Serving is confined to the connection's EventCenter; a pass must be requested after
 * each join.
 *
 * <p>The line has the same limits as the bound it waits for. A message counts in the line until it is in the
 * connection's inbox, so a sender that finds the line empty queues behind it: calls from one thread keep their order.
 */
final class SendLine {
    private static final int CHUNK = 32;

    private record Waiting(Message message, long charge, CompletableFuture<Void> accepted) {}

    private final SendBound bound;
    private final SendBound own;
    private final MpscUnboundedArrayQueue<Waiting> line = new MpscUnboundedArrayQueue<>(CHUNK);
    private final AtomicReference<@Nullable CompletableFuture<Void>> room = new AtomicReference<>();

    SendLine(SendBound bound) {
        this.bound = bound;
        this.own = new SendBound(bound.limits(), () -> {});
    }

    /** Whether no message is in line. */
    boolean isEmpty() {
        return own.isEmpty();
    }

    /** Number of messages in line: a gauge. */
    int messages() {
        return own.messages();
    }

    /** @param message taken */
    CompletionStage<Void> join(Message message) {
        if (!own.tryAdd(message)) {
            message.release();
            return CompletableFuture.failedStage(
                    new RejectedExecutionException(own.messages() + " messages are already waiting in send"));
        }
        CompletableFuture<Void> accepted = new CompletableFuture<>();
        line.offer(new Waiting(message, message.queueCharge(), accepted));
        return accepted.minimalCompletionStage();
    }

    /** Completes with the next pass that finds room and an empty line. */
    CompletionStage<Void> whenRoom() {
        while (true) {
            CompletableFuture<Void> shared = room.get();
            if (shared == null) {
                shared = new CompletableFuture<>();
                if (!room.compareAndSet(null, shared)) {
                    continue;
                }
            }
            return shared.minimalCompletionStage();
        }
    }

    /** Whether a message or a caller is waiting. */
    boolean isWanted() {
        return !own.isEmpty() || room.get() != null;
    }

    /** @param inbox takes the messages that fit, in order */
    void serve(Consumer<Message> inbox) {
        bound.apply();
        for (Waiting w = line.peek(); w != null && bound.tryAdd(w.message); w = line.peek()) {
            line.poll();
            inbox.accept(w.message);
            own.moved(w.charge);
            w.accepted.complete(null);
        }
        if (own.isEmpty() && bound.hasRoom()) {
            CompletableFuture<Void> shared = room.getAndSet(null);
            if (shared != null) {
                shared.complete(null);
            }
        }
    }

    /** Fails all waiters: the connection is closed. */
    void fail(String why) {
        for (Waiting w = line.poll(); w != null; w = line.poll()) {
            w.message.release();
            own.moved(w.charge);
            w.accepted.completeExceptionally(new IOException(why));
        }
        CompletableFuture<Void> shared = room.getAndSet(null);
        if (shared != null) {
            shared.completeExceptionally(new IOException(why));
        }
    }
}
