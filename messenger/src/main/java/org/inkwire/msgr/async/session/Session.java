// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.session;

import java.util.ArrayDeque;
import org.inkwire.msgr.Policy;
import org.inkwire.wire.message.Message;

/**
 * The state that outlives a TCP connection: cookies, counters and queues (protocol: msgr2 section 7). Confined to the
 * connection's EventCenter.
 */
public final class Session {
    /** Chosen by the side that first sent CLIENT_IDENT; 0 if lossy. */
    private long clientCookie;
    /** Chosen by the side that first sent SERVER_IDENT; 0 if lossy or not established. */
    private long serverCookie;
    /** Our number for the current TCP attempt. */
    private long globalSeq;
    /** The peer's number for the TCP connection that established or resumed the session. Any thread reads. */
    private volatile long peerGlobalSeq;
    /** Reconnect attempts within the session. */
    private long connectSeq;

    long inSeq;
    long outSeq;
    boolean ackOwed;

    /** Counts both queues and what is on its way into them. */
    final SendBound bound;

    final OutQueue outQueue;
    /** Sent on a lossless session and not acknowledged yet, in seq order. */
    private final ArrayDeque<Message> sent = new ArrayDeque<>();

    private long sentBytes;

    /** What the two sides agreed on. Any thread reads. */
    private volatile Policy policy;

    /** It was ready once: either side may have sent messages. */
    private boolean wasReady;

    /** @param policy provisional, until the peer's type is known or the peer decides on lossy */
    public Session(SendBound bound, Policy policy) {
        this.bound = bound;
        this.policy = policy;
        this.outQueue = new OutQueue(bound);
    }

    /** Any thread. */
    public Policy policy() {
        return policy;
    }

    public void policy(Policy newPolicy) {
        policy = newPolicy;
    }

    public long clientCookie() {
        return clientCookie;
    }

    public long serverCookie() {
        return serverCookie;
    }

    public long globalSeq() {
        return globalSeq;
    }

    /** Any thread. */
    public long peerGlobalSeq() {
        return peerGlobalSeq;
    }

    public long connectSeq() {
        return connectSeq;
    }

    /** Number of the last message received. */
    public long inSeq() {
        return inSeq;
    }

    /** Number of the last message written. */
    public long outSeq() {
        return outSeq;
    }

    // ---- called by the handshakes

    /** A TCP connection is about to be dialled, or RETRY_GLOBAL asked for a higher number. */
    public void attempt(long newGlobalSeq) {
        globalSeq = newGlobalSeq;
    }

    /** Counts an attempt to resume an existing session over another TCP connection. */
    public void countReconnect() {
        if (serverCookie != 0) {
            connectSeq++;
        }
    }

    /** RETRY: the peer has counted up to {@code peerConnectSeq}. */
    public void countBeyond(long peerConnectSeq) {
        connectSeq = peerConnectSeq + 1;
    }

    /** CLIENT_IDENT is about to be sent. */
    public void clientCookie(long drawn) {
        clientCookie = drawn;
    }

    /** SERVER_IDENT arrived: a new session. */
    public void establishedByServer(long cookie, long globalSeqOfPeer) {
        restartCounters();
        serverCookie = cookie;
        peerGlobalSeq = globalSeqOfPeer;
        connectSeq = 0;
    }

    /**
     * CLIENT_IDENT arrived and is answered by SERVER_IDENT: a new session.
     *
     * @param cookie the server's; 0 if lossy
     */
    public void establishedForClient(long cookieOfClient, long globalSeqOfPeer, long cookie, long newGlobalSeq) {
        restartCounters();
        peerGlobalSeq = globalSeqOfPeer;
        clientCookie = cookieOfClient;
        connectSeq = 0;
        serverCookie = cookie;
        globalSeq = newGlobalSeq;
    }

    /** SESSION_RECONNECT arrived: the session resumes, and the peer has everything up to {@code msgSeq}. */
    public void reconnectedByClient(long connectSeqOfPeer, long globalSeqOfPeer, long msgSeq) {
        connectSeq = connectSeqOfPeer;
        peerGlobalSeq = globalSeqOfPeer;
        discardRequeuedUpTo(msgSeq);
    }

    /** SESSION_RESET arrived, nothing was ever sent or received: queued messages go out in the next session. */
    public void forgetServer() {
        serverCookie = 0;
        connectSeq = 0;
        inSeq = 0;
    }

    /** The handshake is over. */
    public void ready() {
        wasReady = true;
    }

    /** Whether the session was ever ready, so that either side may have sent messages. */
    public boolean wasReady() {
        return wasReady;
    }

    // ---- queues

    /**
     * Queues a message already counted in the bound.
     *
     * @param message taken
     */
    public void enqueue(Message message) {
        outQueue.add(message);
    }

    /** Messages to be written, including those to be resent. */
    public int queuedMessages() {
        return outQueue.size();
    }

    /** Messages queued here, written but not acknowledged, or on their way here. On the center. */
    public int countedHere() {
        return bound.messagesHere();
    }

    /**
     * Keeps a written message until it is acknowledged.
     *
     * @param message taken
     */
    void keep(Message message) {
        sent.addLast(message);
        sentBytes += message.queueCharge();
    }

    /** Whether the peer has acknowledged everything written. */
    boolean isAcknowledged() {
        return sent.isEmpty();
    }

    /** Messages written but not acknowledged. */
    public int sentMessages() {
        return sent.size();
    }

    /** Messages not written yet, here or on their way here. */
    int unsentMessages() {
        return bound.messagesHere() - sent.size();
    }

    /** Charge of the {@link #unsentMessages}. */
    long unsentBytes() {
        return bound.bytesHere() - sentBytes;
    }

    /**
     * Drops the messages up to {@code seq}, which the peer has. The bound is to be settled.
     *
     * @return whether there were any
     */
    boolean acknowledged(long seq) {
        int before = sent.size();
        if (before == 0) {
            return false;
        }
        for (Message m = sent.peekFirst(); m != null && m.seq() <= seq; m = sent.peekFirst()) {
            sentBytes -= m.queueCharge();
            bound.drop(sent.removeFirst());
        }
        return sent.size() < before;
    }

    /** After a fault: requeues unacknowledged messages, to be resent under the same numbers. */
    public void requeueSent() {
        outSeq -= sent.size();
        sentBytes = 0;
        outQueue.addAgain(sent);
    }

    /** After a reconnect: discards what the peer already has. Call after {@link #requeueSent}. */
    public void discardRequeuedUpTo(long seq) {
        outSeq += outQueue.discardAgainUpTo(seq);
        bound.settle();
    }

    /** A new session numbers from 1. Messages queued or sent before go out in it. */
    void restartCounters() {
        requeueSent();
        inSeq = 0;
        outSeq = 0;
        ackOwed = false;
    }

    /** The session is lost: discards everything. */
    public void reset() {
        dropQueues();
        inSeq = 0;
        outSeq = 0;
        clientCookie = 0;
        serverCookie = 0;
        connectSeq = 0;
        ackOwed = false;
    }

    public void dropQueues() {
        outQueue.clear();
        sentBytes = 0;
        while (!sent.isEmpty()) {
            bound.drop(sent.removeFirst());
        }
        bound.settle();
    }
}
