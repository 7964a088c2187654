// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.dump;

import java.net.InetSocketAddress;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.jspecify.annotations.Nullable;

/**
 * One connection, taken at one moment on its own EventCenter. Immutable.
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
        /** Its peer has no address to be found by: {@code anon_conns}. */
        ANONYMOUS,
        /** The accepting side's handshake goes on: {@code accepting_conns}. */
        ACCEPTING
    }

    /**
     * What the messenger thinks of the connection.
     *
     * @param kind how the messenger holds it
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
     * What outlives a TCP connection.
     *
     * @param clientCookie whether there is one; its value is nobody's business: it names the session to the peer
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
     * Messages that wait.
     *
     * @param inbox sent by callers, not yet taken by the worker
     * @param out to be written, those to be sent again included
     * @param sent written, not acknowledged; always 0 on a lossy session
     */
    public record Queues(int inbox, int out, int sent) {}

    /**
     * What all links of this connection carried, handshakes included.
     *
     * @param lastActiveAgoNanos since a link last carried something; −1 if there never was one
     */
    public record Traffic(long bytesReceived, long bytesSent, long lastActiveAgoNanos) {}

    /** The worker that runs the connection's center. */
    public record OnWorker(int id, String name) {}

    /**
     * A TCP connection.
     *
     * @param local null once the socket is closed, {@code remote} too
     * @param mode of the bytes on it: {@code crc}
     * @param writable false while the socket holds as much as it may
     */
    public record Link(
            @Nullable InetSocketAddress local, @Nullable InetSocketAddress remote, String mode, boolean writable) {}
}
