// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.inkwire.msgr.dump.MessengerDump;
import org.inkwire.msgr.dump.ThrottleDump;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;

/**
 * Sends and receives messages under one name and (if bound) one address vector. Set policies and dispatchers first, then
 * {@link #bind}, then {@link #start}. Any thread. Ceph: {@code src/msg/Messenger.h}.
 */
public interface Messenger {
    /**
     * Makes a messenger over a stack. The caller keeps the stack and shuts it down after the messenger.
     *
     * @throws IllegalStateException if no messenger is installed, which is a broken class path
     */
    static Messenger create(NetworkStack stack, MessengerConfig config) {
        return MessengerProviders.FOUND.create(stack, config);
    }

    /** The messenger's role in its daemon, for logs: {@code client}, {@code public}, {@code hb_back_server}. */
    String logicalName();

    EntityName entityName();

    /** A client learns its number only when a monitor authenticates it. Later connections use the new name. */
    void entityName(EntityName name);

    /**
     * Own addresses: bound ones, or one of type ANY with port 0. An IP that is blank (not bound, or bound to the wildcard)
     * is filled in when a peer reports the address it sees; the nonce stays.
     */
    EntityAddrVec addrs();

    void defaultPolicy(Policy policy);

    void policy(EntityType peerType, Policy policy);

    Policy policyFor(EntityType peerType);

    /** The dispatch throttle, then the distinct throttles of the policies. */
    default List<ThrottleDump> throttles() {
        return List.of();
    }

    /** Appends to the chain. Only before {@link #start}. */
    void addDispatcher(Dispatcher dispatcher);

    /** Decides from now on which peers to refuse; {@link AcceptFilter#ALL} accepts all. */
    void acceptFilter(AcceptFilter filter);

    /**
     * Listens for msgr2 on the first free port of the range; accepts nothing until {@link #start}.
     *
     * @param minPort 0 picks any free port (then {@code maxPort} is ignored)
     * @return the bound addresses, or an {@link java.io.IOException} that names the address and the last cause
     */
    CompletionStage<EntityAddrVec> bind(InetAddress ip, int minPort, int maxPort);

    /**
     * Listens for msgr2 at each of these addresses, all or none; accepts nothing until {@link #start}. A range without
     * a free port is retried ({@link AddressConfig#bindRetryCount}).
     *
     * @param wanted IPs; an address without one stands for all of this host's. Port 0 takes the first free one of
     *     {@link AddressConfig#bindPortMin}; nonces are ignored, v1 addresses are left out
     * @return the bound addresses in the order wanted, all with this messenger's nonce, or an {@link java.io.IOException}
     *     that names the address and the last cause
     * @throws IllegalArgumentException if nothing is left to bind
     */
    CompletionStage<EntityAddrVec> bindv(EntityAddrVec wanted);

    /**
     * Moves to other ports at the same IPs, under a new nonce, so that no peer mistakes this messenger for its earlier
     * instance. Marks every connection down first.
     *
     * @param avoidPorts ports not to use, in addition to those bound now
     * @return the new addresses; if none is available the messenger no longer listens
     * @throws IllegalStateException if it is not bound
     */
    CompletionStage<EntityAddrVec> rebind(Set<Integer> avoidPorts);

    /**
     * Begins accepting and connecting.
     *
     * @throws IllegalStateException if its thread cannot be started, which says so if no descriptor is left
     */
    void start();

    /**
     * The connection to a peer, created if there is none: lossy clients and lossless peers are both found again by
     * address. Own addresses give {@link #loopbackConnection}. Of several v2 addresses, dials the first of a family
     * that this messenger is bound to, else the first; while TCP fails, the others in turn.
     *
     * @throws IllegalArgumentException if no address is msgr2 (a v1-only peer cannot be reached)
     * @throws IllegalStateException if this messenger was shut down
     */
    Connection connectTo(EntityType peerType, EntityAddrVec addrs);

    /**
     * Takes a snapshot of this messenger. Completes on any thread, even while workers end; waits for no dispatcher.
     */
    CompletionStage<MessengerDump> dump();

    /**
     * A separate, new connection to a peer on each call: {@link #connectTo} does not find it, and neither does the peer
     * when it connects to us. Its treatment on the accepting side depends on that side's policy: a policy that
     * registers its sessions replaces an earlier session of the same address. Ceph: {@code connect_to} with {@code
     * anon}.
     *
     * @throws IllegalArgumentException as {@link #connectTo}
     * @throws IllegalStateException as {@link #connectTo}
     */
    Connection connectToAnonymously(EntityType peerType, EntityAddrVec addrs);

    /**
     * The connection to ourselves. Messages go to our own dispatchers in the order sent, on a worker (never on the
     * sender's stack) or the dispatch thread. They count towards the dispatch throttle and are never encoded: the
     * receiver gets the very message that was sent. {@link Connection#markDown} drops undelivered messages, and the
     * next call gives a new connection.
     *
     * @throws IllegalStateException as {@link #connectTo}
     */
    Connection loopbackConnection();

    /** Marks down every connection to a peer; the loopback connection stays. */
    void markDownAll();

    /**
     * Stops accepting, closes every connection at once, ends the dispatch thread. Completes when nothing is left running.
     */
    CompletionStage<Void> shutdown();

    /**
     * {@link #shutdown} once everything sent before this call has left: on a lossless session when the peer has
     * acknowledged it, on a lossy one when the system has taken it. Peers may reconnect in the meantime to receive it.
     *
     * @param drain the longest to wait; messages that have not left by then are dropped
     */
    CompletionStage<Void> shutdown(Duration drain);
}
