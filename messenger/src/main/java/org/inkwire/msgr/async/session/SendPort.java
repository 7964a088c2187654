// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.session;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.inkwire.msgr.SendLimits;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.wire.message.Message;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Where any thread puts messages for one connection, and its center takes them: the inbox, the {@link SendBound} that counts
 * them, the {@link SendLine} of those who wait for room, and the request for a pass. Any thread unless said otherwise.
 *
 * <p>Messages cross over in a queue with many producers; the center is woken only when no pass is requested yet.
 */
public final class SendPort {
    private static final int QUEUE_CHUNK = 32;
    private static final CompletionStage<Void> AT_ONCE = CompletableFuture.completedStage(null);

    /** The connection behind the port; its {@code toString} names it. */
    public interface Owner {
        /** Takes what is in the port. On the center. */
        void pass();

        /** More was sent than may wait; the message that was too much is dropped. Any thread, perhaps more than once. */
        void overflowed();

        /** Nothing goes out any more: drops what was taken out and not sent. On the center, or once that has ended. */
        void dropTaken();
    }

    private final EventCenter center;
    private final Owner owner;
    private final SendBound bound;
    private final SendLine line;
    private final Runnable pass;
    private final MpscUnboundedArrayQueue<Message> inbox = new MpscUnboundedArrayQueue<>(QUEUE_CHUNK);
    private final AtomicBoolean requested = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Object endLock = new Object();

    public SendPort(EventCenter center, SendLimits limits, Owner owner) {
        this.center = center;
        this.owner = owner;
        this.bound = new SendBound(limits, this::onRoom);
        this.line = new SendLine(bound);
        this.pass = center.prepare(this::pass);
    }

    /** Counts what goes through here, until it is sent. */
    public SendBound bound() {
        return bound;
    }

    /** Messages no pass has taken yet. */
    public int size() {
        return inbox.size();
    }

    // ---- sending

    /** As {@link org.inkwire.msgr.Connection#sendMessage}. */
    public void sendMessage(Message message) {
        if (closed.get()) {
            message.release();
            return;
        }
        if (!bound.add(message)) {
            message.release();
            owner.overflowed();
            return;
        }
        inbox.offer(message);
        requestPass();
    }

    /** As {@link org.inkwire.msgr.Connection#trySend}. */
    public boolean trySend(Message message) {
        if (closed.get() || message.priority() >= Message.PRIORITY_HIGHEST) {
            sendMessage(message);
            return true;
        }
        if (!line.isEmpty() || !bound.tryAdd(message)) {
            return false;
        }
        inbox.offer(message);
        requestPass();
        return true;
    }

    /** As {@link org.inkwire.msgr.Connection#send}. */
    public CompletionStage<Void> send(Message message) {
        if (closed.get()) {
            message.release();
            return CompletableFuture.failedStage(new IOException(closedText()));
        }
        if (trySend(message)) {
            return AT_ONCE;
        }
        CompletionStage<Void> accepted = line.join(message);
        requestPass();
        return accepted;
    }

    /** As {@link org.inkwire.msgr.Connection#whenWritable}. */
    public CompletionStage<Void> whenWritable() {
        if (closed.get()) {
            return CompletableFuture.failedStage(new IOException(closedText()));
        }
        if (line.isEmpty() && bound.hasRoom()) {
            return AT_ONCE;
        }
        CompletionStage<Void> room = line.whenRoom();
        requestPass();
        return room;
    }

    private String closedText() {
        return owner + " is closed";
    }

    private void onRoom() {
        if (line.isWanted()) {
            requestPass();
        }
    }

    /** {@link Owner#pass} will run on the center. */
    public void requestPass() {
        if (requested.compareAndSet(false, true) && !center.submitPrepared(pass)) {
            centerEnded();
        }
    }

    // ---- on the center

    private void pass() {
        requested.set(false);
        owner.pass();
    }

    /** Lets those in line in, as far as there is room. */
    public void serveLine() {
        if (line.isWanted()) {
            line.serve(inbox::offer);
        }
    }

    /** The next message: given, and still counted in the bound; null when there is none. */
    public @Nullable Message poll() {
        return inbox.poll();
    }

    // ---- the end

    public boolean isClosed() {
        return closed.get();
    }

    /**
     * From now on nothing more is taken in; what is here stays until {@link #drop}.
     *
     * @return false if it was closed before
     */
    public boolean close() {
        return closed.compareAndSet(false, true);
    }

    /** Drops what is here and what the owner took out, and fails those in line. On the center, or once that has ended. */
    public void drop() {
        owner.dropTaken();
        for (Message m = inbox.poll(); m != null; m = inbox.poll()) {
            bound.drop(m);
        }
        bound.settle();
        line.fail(closedText());
    }

    /** The center runs nothing any more: what it would have released is released here. */
    public void centerEnded() {
        close();
        do {
            // Two who find it ended may come here at once.
            synchronized (endLock) {
                drop();
            }
            requested.set(false);
        } while (!inbox.isEmpty() && requested.compareAndSet(false, true));
    }
}
