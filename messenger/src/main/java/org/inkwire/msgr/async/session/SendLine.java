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
 * Senders who found a connection's {@link SendBound} full: messages in line, and callers who want to hear of room. Joining:
 * any thread. Being served is confined to the connection's EventCenter, which must be asked for a pass after each join.
 *
 * <p>The line is bounded like what is before it. A message leaves it only after it was put into the connection's inbox, so
 * who then finds the line empty comes behind it: calls from one thread keep their order.
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

    /** Nobody is in line. */
    boolean isEmpty() {
        return own.isEmpty();
    }

    /** How many messages are in line: a gauge. */
    int messages() {
        return own.messages();
    }

    /** @param message taken */
    CompletionStage<Void> join(Message message) {
        if (!own.tryAdd(message)) {
            message.release();
            return CompletableFuture.failedStage(
                    new RejectedExecutionException(own.messages() + " messages wait in send already"));
        }
        CompletableFuture<Void> accepted = new CompletableFuture<>();
        line.offer(new Waiting(message, message.queueCharge(), accepted));
        return accepted.minimalCompletionStage();
    }

    /** Completes with the next pass that finds room and nobody in line. */
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

    /** Somebody would like to be served. */
    boolean isWanted() {
        return !own.isEmpty() || room.get() != null;
    }

    /** @param inbox takes what fits, in turn */
    void serve(Consumer<Message> inbox) {
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

    /** The connection is closed. */
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
