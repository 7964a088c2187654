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
     * down the message is dropped: neither a lossy nor a marked-down session guarantees delivery.
     *
     * <p>Never waits and never refuses, whatever is already queued, so a daemon's own traffic cannot deadlock between
     * two full queues. The message still counts towards {@link SendLimits}, and overtakes messages waiting in {@link
     * #send}. At {@link SendLimits#overflowMessages} or {@link SendLimits#overflowBytes} the messenger gives up on the
     * peer: the connection closes, queued messages are dropped, and dispatchers get {@link Dispatcher#msHandleReset}.
     *
     * <p>From here on the message and its buffers belong to the messenger; on a lossless session, until the peer
     * acknowledges it. A caller that still writes into such a buffer corrupts only its own message: checksums are
     * computed over the bytes when they are framed, and again for each replay. The peer then gets either version of the
     * content, or a frame that changed after its checksum was computed; that costs one TCP connection, and the replay
     * has a correct checksum.
     *
     * @param message taken, even if dropped
     * @throws IllegalStateException if the message has been sent before, on this or another connection, whatever became
     *     of it; it stays with the first
     */
    void sendMessage(Message message);

    /**
     * Queues a message if there is room within {@link SendLimits} and no message waits in {@link #send}. Messages of
     * {@link Message#PRIORITY_HIGHEST} always find room, as in {@link #sendMessage}. On a connection that is down the
     * message is taken and dropped.
     *
     * @param message taken if the result is true; still the caller's if it is false
     * @return false if there is no room: see {@link #whenWritable}
     * @throws IllegalStateException as {@link #sendMessage}
     */
    default boolean trySend(Message message) {
        sendMessage(message);
        return true;
    }

    /**
     * Queues a message as soon as there is room within {@link SendLimits}. Messages from one thread are queued in call
     * order, even if only some of them have to wait. Messages of {@link Message#PRIORITY_HIGHEST} never wait.
     *
     * @param message taken, also on failure
     * @return completes when the message is queued: at once if there is room, else on the connection's worker, where
     *     nothing may block. Fails with {@link java.io.IOException} if the connection closes first, and with {@link
     *     java.util.concurrent.RejectedExecutionException} if {@link SendLimits#messages} or {@link SendLimits#bytes}
     *     are already waiting
     * @throws IllegalStateException as {@link #sendMessage}
     */
    default CompletionStage<Void> send(Message message) {
        sendMessage(message);
        return CompletableFuture.completedStage(null);
    }

    /**
     * Completes when {@link #trySend} is worth retrying: at once if there is room, else on the connection's worker,
     * where nothing may block. Another sender may take the room first. Fails with {@link java.io.IOException} if the
     * connection closes.
     */
    default CompletionStage<Void> whenWritable() {
        return CompletableFuture.completedStage(null);
    }

    /** Sends KEEPALIVE2 as soon as the session is ready; see {@link #lastKeepaliveAckNanos}. */
    void sendKeepalive();

    /**
     * Closes now. Queued messages are dropped, and our dispatchers get no further calls for this connection; calls
     * already running on other threads finish.
     */
    void markDown();

    /** From now on, a fault ends this session as if it were lossy. */
    void markDisposable();

    /** Whether the session is READY. The answer may be stale at once. */
    boolean isConnected();

    /** Whether the connection is closed for good. */
    boolean isClosed();

    /** The peer, as far as it is known now. */
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

    /** The upper layer's attachment: Ceph's {@code get_priv}. */
    @Nullable
    Object attachment();

    void attachment(@Nullable Object attachment);
}
