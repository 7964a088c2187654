// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * One end of a session with a peer. May outlive TCP connections. Any thread. Ceph: {@code src/msg/Connection.h}.
 */
public interface Connection {
    /**
     * Queues a message; messages from one thread arrive in the order sent, within a priority. On a connection that is
     * down the message is dropped: a lossy session promises nothing, a marked-down one neither.
     *
     * <p>Never waits and never refuses, whatever is queued already, so a daemon's own traffic cannot be caught between two
     * full queues. It counts towards {@link SendLimits} all the same, and passes messages that still wait in {@link #send}.
     * At {@link SendLimits#overflowMessages} or {@link SendLimits#overflowBytes} the peer is given up: the connection
     * closes, what was queued is dropped, and dispatchers get {@link Dispatcher#msHandleReset}.
     *
     * <p>The message and its buffers belong to the messenger from here on, on a lossless session until the peer
     * acknowledged it. Whoever still writes into such a buffer breaks only his own message: checksums are computed over
     * the bytes when they are framed, again for each replay. The peer then gets the content of one moment or another, or
     * a frame changed after its checksum, which costs one TCP connection and is replayed with a checksum that is right.
     *
     * @param message taken, also when it is dropped
     */
    void sendMessage(Message message);

    /**
     * Queues a message if there is room within {@link SendLimits} and nobody waits in {@link #send}. Messages of {@link
     * Message#PRIORITY_HIGHEST} always find room, as in {@link #sendMessage}. On a connection that is down the message is
     * taken and dropped.
     *
     * @param message taken if the result is true; still the caller's if it is false
     * @return false if it is full: see {@link #whenWritable}
     */
    default boolean trySend(Message message) {
        sendMessage(message);
        return true;
    }

    /**
     * Queues a message as soon as there is room within {@link SendLimits}. Calls from one thread are queued in their order,
     * also when some wait and some need not. Messages of {@link Message#PRIORITY_HIGHEST} never wait.
     *
     * @param message taken, also on failure
     * @return completes when the message was queued: at once if there is room, else on the connection's worker, where
     *     nothing may block. Fails with {@link java.io.IOException} if the connection closes before, and with {@link
     *     java.util.concurrent.RejectedExecutionException} if already {@link SendLimits#messages} or {@link
     *     SendLimits#bytes} wait
     */
    default CompletionStage<Void> send(Message message) {
        sendMessage(message);
        return CompletableFuture.completedStage(null);
    }

    /**
     * Completes when {@link #trySend} is worth another try: at once if there is room, else on the connection's worker, where
     * nothing may block. Somebody else may be faster. Fails with {@link java.io.IOException} if the connection closes.
     */
    default CompletionStage<Void> whenWritable() {
        return CompletableFuture.completedStage(null);
    }

    /** Sends KEEPALIVE2 as soon as the session is ready; see {@link #lastKeepaliveAckNanos}. */
    void sendKeepalive();

    /**
     * Closes now. Queued messages are dropped, and from here on our dispatchers are told nothing more of this connection;
     * what they do on other threads at the moment they finish.
     */
    void markDown();

    /** From now on, a fault ends this session as if it were lossy. */
    void markDisposable();

    /** The session is READY. A moment later it may not be. */
    boolean isConnected();

    /** Closed for good. */
    boolean isClosed();

    /** The peer as far as it is known now. */
    PeerView peer();

    /** {@link PeerView#type}. */
    default @Nullable EntityType peerType() {
        return peer().type();
    }

    /** {@link PeerView#name}. */
    default EntityName peerName() {
        return peer().name();
    }

    /** {@link PeerView#addrs}. */
    default EntityAddrVec peerAddrs() {
        return peer().addrs();
    }

    /** {@link PeerView#addr}. */
    default EntityAddr peerAddr() {
        return peer().addr();
    }

    /** {@link PeerView#globalId}. */
    default long peerGlobalId() {
        return peer().globalId();
    }

    /** {@link PeerView#features}. */
    default long features() {
        return peer().features();
    }

    /** Monotonic time of the last KEEPALIVE2_ACK by the stack's clock; 0 if there was none. */
    long lastKeepaliveAckNanos();

    Messenger messenger();

    /** What the upper layer attached: Ceph's {@code get_priv}. */
    @Nullable
    Object attachment();

    void attachment(@Nullable Object attachment);
}
