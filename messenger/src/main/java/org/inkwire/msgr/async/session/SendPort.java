// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.session;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.inkwire.msgr.SendLimits;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.wire.message.Message;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * The hand-over of outgoing messages from any thread to a connection's center: the inbox, the {@link SendBound} that
 * counts them, the {@link SendLine} of senders waiting for room, and the request for a pass. Any thread unless said
 * otherwise.
 *
 * <p>Messages cross over in a multi-producer queue; the center is woken only if no pass has been requested yet. One that
 * is sent on the center itself need not cross over: it goes straight to where a pass would put it. A session that is
 * reset right after loses it there.
 */
public final class SendPort {
    private static final int QUEUE_CHUNK = 32;
    private static final CompletionStage<Void> AT_ONCE = CompletableFuture.completedStage(null);

    /** The connection behind the port; its {@code toString} names it. */
    public interface Owner {
        /** Takes the messages out of the port. On the center. What it throws goes to {@link #failed}. */
        void pass();

        /** A pass threw: closes the connection, with an event. On the center. */
        void failed(Throwable cause);

        /** The overflow limits were exceeded; the excess message is dropped. Any thread, possibly more than once. */
        void overflowed();

        /**
         * Drops what was taken out and not sent, as nothing is sent from now on. On the center, or after it has ended.
         */
        void dropTaken();
    }

    private final EventCenter center;
    private final Owner owner;
    private final SendBound bound;
    private final SendLine line;
    private final Runnable pass;
    private final @Nullable Consumer<Message> direct;
    private final MpscUnboundedArrayQueue<Message> inbox = new MpscUnboundedArrayQueue<>(QUEUE_CHUNK);
    private final AtomicBoolean requested = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Object endLock = new Object();

    /**
     * @param direct takes, on the center, each message that is sent there, those that wait here before it; null: they wait
     *     here, too
     */
    public SendPort(EventCenter center, SendLimits limits, Owner owner, @Nullable Consumer<Message> direct) {
        this.direct = direct;
        this.center = center;
        this.owner = owner;
        this.bound = new SendBound(limits, this::onRoom);
        this.line = new SendLine(bound);
        this.pass = center.prepare(this::pass);
    }

    /** Counts what passes through here until it is sent. */
    public SendBound bound() {
        return bound;
    }

    /** Messages not yet taken by a pass. */
    public int size() {
        return inbox.size();
    }

    // ---- sending

    /** As {@link org.inkwire.msgr.Connection#sendMessage}. */
    public void sendMessage(Message message) {
        message.beginSend();
        if (closed.get()) {
            message.release();
            return;
        }
        Consumer<Message> taker = directTaker();
        boolean fits;
        try {
            fits = taker == null ? bound.add(message) : bound.addHere(message);
        } catch (Throwable e) {
            // The message cannot say how large it is.
            message.release();
            throw e;
        }
        if (!fits) {
            message.release();
            owner.overflowed();
            return;
        }
        accept(message, taker);
    }

    /** As {@link org.inkwire.msgr.Connection#trySend}. */
    public boolean trySend(Message message) {
        if (closed.get() || message.priority() >= Message.PRIORITY_HIGHEST) {
            sendMessage(message);
            return true;
        }
        message.beginSend();
        Consumer<Message> taker = directTaker();
        boolean taken = false;
        try {
            taken = line.isEmpty() && (taker == null ? bound.tryAdd(message) : bound.tryAddHere(message));
        } finally {
            if (!taken) {
                message.notSent();
            }
        }
        if (!taken) {
            return false;
        }
        accept(message, taker);
        return true;
    }

    /** Null unless the caller is on the center. */
    private @Nullable Consumer<Message> directTaker() {
        return direct != null && center.inThread() ? direct : null;
    }

    /** @param message counted */
    private void accept(Message message, @Nullable Consumer<Message> taker) {
        if (taker == null) {
            inbox.offer(message);
            requestPass();
            return;
        }
        takeIn(taker);
        taker.accept(message);
        // What is set here is cleared here.
        if (!requested.get()) {
            requestPass();
        }
    }

    /** On the center: what waits here goes to {@code taker}. */
    public void takeIn(Consumer<Message> taker) {
        for (Message m = inbox.poll(); m != null; m = inbox.poll()) {
            taker.accept(m);
        }
    }

    /** As {@link org.inkwire.msgr.Connection#send}. */
    public CompletionStage<Void> send(Message message) {
        if (closed.get()) {
            message.beginSend();
            message.release();
            return CompletableFuture.failedStage(new IOException(closedText()));
        }
        if (trySend(message)) {
            return AT_ONCE;
        }
        message.beginSend();
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

    /** Schedules {@link Owner#pass} on the center. */
    public void requestPass() {
        // Not read first: when the queue grows, what was put in may become visible later than a plain read here, and
        // the
        // pass that clears the flag would miss it. A compare-and-set is a fence even if it fails.
        if (requested.compareAndSet(false, true) && !center.submitPrepared(pass)) {
            centerEnded();
        }
    }

    // ---- on the center

    private void pass() {
        requested.set(false);
        try {
            owner.pass();
        } catch (Throwable e) {
            owner.failed(e);
        }
    }

    /** Admits messages from the line while there is room. */
    public void serveLine() {
        if (line.isWanted()) {
            line.serve(inbox::offer);
        }
    }

    /** The next message: given, and still counted in the bound; null if there is none. */
    public @Nullable Message poll() {
        return inbox.poll();
    }

    // ---- the end

    public boolean isClosed() {
        return closed.get();
    }

    /**
     * Stops accepting messages; those already here stay until {@link #drop}.
     *
     * @return false if it was already closed
     */
    public boolean close() {
        return closed.compareAndSet(false, true);
    }

    /** Drops the messages here and those the owner took out; fails the line. On the center, or after it has ended. */
    public void drop() {
        owner.dropTaken();
        for (Message m = inbox.poll(); m != null; m = inbox.poll()) {
            bound.drop(m);
        }
        bound.settle();
        line.fail(closedText());
    }

    /** The center has ended: releases here what it would have released. */
    public void centerEnded() {
        close();
        do {
            // Two threads may find it ended at the same time.
            synchronized (endLock) {
                drop();
            }
            requested.set(false);
        } while (!inbox.isEmpty() && requested.compareAndSet(false, true));
    }
}
