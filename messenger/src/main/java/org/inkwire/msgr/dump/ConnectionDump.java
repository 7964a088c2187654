// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.dump;

import java.net.InetSocketAddress;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of one connection, taken on its own EventCenter. Immutable.
 *
 * @param id number within the stack, from 1 on
 * @param policy under which the session runs
 * @param worker the thread of the connection's center
 * @param link the TCP connection, null if there is none
 */
public record ConnectionDump(
        long id,
        Status status,
        PolicyDump policy,
        Peer peer,
        Session session,
        Queues queues,
        Traffic traffic,
        OnWorker worker,
        @Nullable Link link) {

    /** Ceph's lists of a messenger. */
    public enum Kind {
        /** Found by its peer's address: {@code connections}. */
        REGISTERED,
        /** Its peer has no address to find it by: {@code anon_conns}. */
        ANONYMOUS,
        /** In the accepting side's handshake: {@code accepting_conns}. */
        ACCEPTING
    }

    /**
     * How the messenger sees the connection.
     *
     * @param kind the messenger's list it is in
     * @param state by Ceph's name, such as {@code READY}
     * @param closed marked down or ended
     */
    public record Status(Kind kind, String state, boolean closed, boolean disposable) {}

    /**
     * The other side.
     *
     * @param type null until known
     * @param name number −1 until known
     * @param globalId 0 until authenticated
     * @param features in common; 0 until the session was ready
     * @param target the address dialled; blank on an accepting side that cannot dial
     */
    public record Peer(
            @Nullable EntityType type,
            EntityName name,
            EntityAddrVec addrs,
            long globalId,
            long features,
            EntityAddr target) {}

    /**
     * The state that outlives a TCP connection.
     *
     * @param clientCookie whether there is one; the value stays secret, since it identifies the session to the peer
     * @param serverCookie likewise; false on a lossy session
     */
    public record Session(
            boolean clientCookie,
            boolean serverCookie,
            long globalSeq,
            long peerGlobalSeq,
            long connectSeq,
            long inSeq,
            long outSeq) {}

    /**
     * Waiting messages.
     *
     * @param inbox sent by callers, not yet taken by the worker
     * @param out to be written, including those to be resent
     * @param sent written but not acknowledged; always 0 on a lossy session
     */
    public record Queues(int inbox, int out, int sent) {}

    /**
     * What all links of this connection carried, handshakes included.
     *
     * @param lastActiveAgoNanos since a link last carried data; −1 if there never was a link
     */
    public record Traffic(long bytesReceived, long bytesSent, long lastActiveAgoNanos) {}

    /** The worker that runs the connection's center. */
    public record OnWorker(int id, String name) {}

    /**
     * A TCP connection.
     *
     * @param local null once the socket is closed, {@code remote} too
     * @param mode connection mode, such as {@code crc}
     * @param writable false while the socket's outbound buffer is full
     */
    public record Link(
            @Nullable InetSocketAddress local, @Nullable InetSocketAddress remote, String mode, boolean writable) {}
}
