// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async;

import java.util.ArrayDeque;
import org.inkwire.wire.message.Message;

/**
 * What outlives a TCP connection: cookies, counters and queues (protocol: msgr2 section 7). Confined to the connection's
 * EventCenter.
 */
final class Session {
    /** Drawn by the side that first sent CLIENT_IDENT; 0 when lossy. */
    long clientCookie;
    /** Drawn by the side that first sent SERVER_IDENT; 0 when lossy or not established. */
    long serverCookie;
    /** Our number for the current TCP attempt. */
    long globalSeq;
    /** The peer's number for its last TCP attempt. */
    long peerGlobalSeq;
    /** Reconnect attempts within the session. */
    long connectSeq;

    long inSeq;
    long outSeq;
    boolean ackOwed;

    /** Counts both queues, and what is on its way into them. */
    final SendBound bound;

    final OutQueue outQueue;
    /** Sent on a lossless session and not acknowledged, in seq order. */
    private final ArrayDeque<Message> sent = new ArrayDeque<>();

    private long sentBytes;

    Session(SendBound bound) {
        this.bound = bound;
        this.outQueue = new OutQueue(bound);
    }

    /**
     * Keeps a message that was written until it is acknowledged.
     *
     * @param message taken
     */
    void keep(Message message) {
        sent.addLast(message);
        sentBytes += message.queueCharge();
    }

    /** The peer has all that was written. */
    boolean isAcknowledged() {
        return sent.isEmpty();
    }

    /** Messages that were written and not acknowledged. */
    int sentMessages() {
        return sent.size();
    }

    /** Messages that were not written yet, here or on their way here. */
    int unsentMessages() {
        return bound.messages() - sent.size();
    }

    /** What they are charged. */
    long unsentBytes() {
        return bound.bytes() - sentBytes;
    }

    /**
     * Drops what the peer has.
     *
     * @return whether there was any
     */
    boolean acknowledged(long seq) {
        int before = sent.size();
        for (Message m = sent.peekFirst(); m != null && m.seq() <= seq; m = sent.peekFirst()) {
            sentBytes -= m.queueCharge();
            bound.drop(sent.removeFirst());
        }
        boolean any = sent.size() < before;
        bound.settle();
        return any;
    }

    /** After a fault: what is unacknowledged goes out again, under the same numbers. */
    void requeueSent() {
        outSeq -= sent.size();
        sentBytes = 0;
        outQueue.addAgain(sent);
    }

    /** After a reconnect: the peer has everything up to {@code seq}. Call after {@link #requeueSent}. */
    void discardRequeuedUpTo(long seq) {
        outSeq += outQueue.discardAgainUpTo(seq);
        bound.settle();
    }

    /** A new session begins at 1; what was queued or sent before goes out in it. */
    void restartCounters() {
        requeueSent();
        inSeq = 0;
        outSeq = 0;
        ackOwed = false;
    }

    /** The session is gone: everything is forgotten. */
    void reset() {
        dropQueues();
        inSeq = 0;
        outSeq = 0;
        clientCookie = 0;
        serverCookie = 0;
        connectSeq = 0;
        ackOwed = false;
    }

    void dropQueues() {
        outQueue.clear();
        sentBytes = 0;
        while (!sent.isEmpty()) {
            bound.drop(sent.removeFirst());
        }
        bound.settle();
    }
}
