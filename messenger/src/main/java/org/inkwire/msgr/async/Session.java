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

    final OutQueue outQueue = new OutQueue();
    /** Sent on a lossless session and not acknowledged, in seq order. */
    final ArrayDeque<Message> sent = new ArrayDeque<>();

    /**
     * Drops what the peer has.
     *
     * @return whether there was any
     */
    boolean acknowledged(long seq) {
        int before = sent.size();
        for (Message m = sent.peekFirst(); m != null && m.seq() <= seq; m = sent.peekFirst()) {
            sent.removeFirst().release();
        }
        return sent.size() < before;
    }

    /** After a fault: what is unacknowledged goes out again, under the same numbers. */
    void requeueSent() {
        outSeq -= sent.size();
        outQueue.addAgain(sent);
    }

    /** After a reconnect: the peer has everything up to {@code seq}. Call after {@link #requeueSent}. */
    void discardRequeuedUpTo(long seq) {
        outSeq += outQueue.discardAgainUpTo(seq);
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
        while (!sent.isEmpty()) {
            sent.removeFirst().release();
        }
    }
}
