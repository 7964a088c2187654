// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr;

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
     * @param message taken, also when it is dropped
     */
    void sendMessage(Message message);

    /** Sends KEEPALIVE2 as soon as the session is ready; see {@link #lastKeepaliveAckNanos}. */
    void sendKeepalive();

    /** Closes now, without telling our dispatchers. Queued messages are dropped. */
    void markDown();

    /** From now on, a fault ends this session as if it were lossy. */
    void markDisposable();

    /** The session is READY. A moment later it may not be. */
    boolean isConnected();

    /** Closed for good. */
    boolean isClosed();

    /** What we dialled or what the peer's HELLO said; null until known. */
    @Nullable
    EntityType peerType();

    /** Name by the peer's ident; number −1 until known. */
    EntityName peerName();

    EntityAddrVec peerAddrs();

    /** The address dialled, or the first one the peer told. */
    EntityAddr peerAddr();

    /** The authenticated global id of the peer: 0 until known. */
    long peerGlobalId();

    /** Features in common; 0 until the session is ready. */
    long features();

    /** Monotonic time of the last KEEPALIVE2_ACK by the stack's clock; 0 if there was none. */
    long lastKeepaliveAckNanos();

    Messenger messenger();

    /** What the upper layer attached: Ceph's {@code get_priv}. */
    @Nullable
    Object attachment();

    void attachment(@Nullable Object attachment);
}
