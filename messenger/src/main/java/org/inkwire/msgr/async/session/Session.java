// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.session;

import java.util.ArrayDeque;
import org.inkwire.msgr.Policy;
import org.inkwire.wire.message.Message;

/**
 * What outlives a TCP connection: cookies, counters and queues (protocol: msgr2 section 7). Confined to the connection's
 * EventCenter.
 */
public final class Session {
    /** Drawn by the side that first sent CLIENT_IDENT; 0 when lossy. */
    private long clientCookie;
    /** Drawn by the side that first sent SERVER_IDENT; 0 when lossy or not established. */
    private long serverCookie;
    /** Our number for the current TCP attempt. */
    private long globalSeq;
    /** The peer's number for the TCP connection on which the session was made or goes on. Any thread reads. */
    private volatile long peerGlobalSeq;
    /** Reconnect attempts within the session. */
    private long connectSeq;

    long inSeq;
    long outSeq;
    boolean ackOwed;

    /** Counts both queues, and what is on its way into them. */
    final SendBound bound;

    final OutQueue outQueue;
    /** Sent on a lossless session and not acknowledged, in seq order. */
    private final ArrayDeque<Message> sent = new ArrayDeque<>();

    private long sentBytes;

    /** What the two sides agreed on. Any thread reads. */
    private volatile Policy policy;

    /** It was ready once: the peer may have got something, and may have sent something. */
    private boolean wasReady;

    /** @param policy until the peer is known better, or decides on lossy */
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

    /** The last message received. */
    public long inSeq() {
        return inSeq;
    }

    /** The last message written. */
    public long outSeq() {
        return outSeq;
    }

    // ---- what the handshakes do

    /** A TCP connection is about to be dialled, or RETRY_GLOBAL asked for a higher number. */
    public void attempt(long newGlobalSeq) {
        globalSeq = newGlobalSeq;
    }

    /** A session that exists goes on over another TCP connection. */
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

    /** SERVER_IDENT came: a new session. */
    public void establishedByServer(long cookie, long globalSeqOfPeer) {
        restartCounters();
        serverCookie = cookie;
        peerGlobalSeq = globalSeqOfPeer;
        connectSeq = 0;
    }

    /**
     * CLIENT_IDENT came, and SERVER_IDENT answers it: a new session.
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

    /** SESSION_RECONNECT came: the session goes on, and the peer has everything up to {@code msgSeq}. */
    public void reconnectedByClient(long connectSeqOfPeer, long globalSeqOfPeer, long msgSeq) {
        connectSeq = connectSeqOfPeer;
        peerGlobalSeq = globalSeqOfPeer;
        discardRequeuedUpTo(msgSeq);
    }

    /** SESSION_RESET came and nothing was ever received or sent: what waits goes out in the next session. */
    public void forgetServer() {
        serverCookie = 0;
        connectSeq = 0;
        inSeq = 0;
    }

    /** The handshake is over. */
    public void ready() {
        wasReady = true;
    }

    /** There was a session: the peer may have got something, and may have sent something. */
    public boolean wasReady() {
        return wasReady;
    }

    // ---- queues

    /**
     * Queues a message that is counted in the bound.
     *
     * @param message taken
     */
    public void enqueue(Message message) {
        outQueue.add(message);
    }

    /** Messages to be written, those to be sent again included. */
    public int queuedMessages() {
        return outQueue.size();
    }

    /** Messages queued here, written and not acknowledged, or on their way here. Any thread. */
    public int countedMessages() {
        return bound.messages();
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
    public int sentMessages() {
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
    public void requeueSent() {
        outSeq -= sent.size();
        sentBytes = 0;
        outQueue.addAgain(sent);
    }

    /** After a reconnect: the peer has everything up to {@code seq}. Call after {@link #requeueSent}. */
    public void discardRequeuedUpTo(long seq) {
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
