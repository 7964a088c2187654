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
     * A messenger over a stack, which stays the caller's and is shut down after it.
     *
     * @throws IllegalStateException if no messenger is installed, which is a broken class path
     */
    static Messenger create(NetworkStack stack, MessengerConfig config) {
        return MessengerProviders.FOUND.create(stack, config);
    }

    /** The messenger's role in its daemon, for logs: {@code client}, {@code public}, {@code hb_back_server}. */
    String logicalName();

    EntityName entityName();

    /** A client learns its number only when a monitor authenticated it. Connections made later use the new name. */
    void entityName(EntityName name);

    /**
     * Own addresses: bound ones, or one of type ANY with port 0. An IP that is blank (not bound, or bound to the wildcard)
     * is filled in when a peer tells how it sees us; the nonce stays.
     */
    EntityAddrVec addrs();

    void defaultPolicy(Policy policy);

    void policy(EntityType peerType, Policy policy);

    Policy policyFor(EntityType peerType);

    /** The dispatch throttle, then those of the policies, each once. */
    default List<ThrottleDump> throttles() {
        return List.of();
    }

    /** Appends to the chain. Before {@link #start} only. */
    void addDispatcher(Dispatcher dispatcher);

    /** Who may not come in, from now on; {@link AcceptFilter#ALL} lets everybody in. */
    void acceptFilter(AcceptFilter filter);

    /**
     * Listens for msgr2 on the first free port of the range; accepts nothing until {@link #start}.
     *
     * @param minPort 0 picks any free port (then {@code maxPort} is ignored)
     * @return the bound addresses, or an {@link java.io.IOException} that names the address and the last cause
     */
    CompletionStage<EntityAddrVec> bind(InetAddress ip, int minPort, int maxPort);

    /**
     * Listens for msgr2 at each of these addresses, all or none; accepts nothing until {@link #start}. When a range has no
     * free port it is tried again ({@link AddressConfig#bindRetryCount}).
     *
     * @param wanted IPs, an address without one standing for all of this host's; port 0 takes the first free one of {@link
     *     AddressConfig#bindPortMin}; nonces are ignored, v1 addresses are left out
     * @return the bound addresses in the order wanted, all with this messenger's nonce, or an {@link java.io.IOException}
     *     that names the address and the last cause
     * @throws IllegalArgumentException if nothing is left to bind
     */
    CompletionStage<EntityAddrVec> bindv(EntityAddrVec wanted);

    /**
     * Moves to other ports at the same IPs, under a new nonce, so that nobody takes this messenger for what it was: every
     * connection is marked down first.
     *
     * @param avoidPorts not to be taken, and neither are those bound now
     * @return the new addresses; if none can be had the messenger listens no more
     * @throws IllegalStateException if it is not bound
     */
    CompletionStage<EntityAddrVec> rebind(Set<Integer> avoidPorts);

    /** Begins accepting and connecting. */
    void start();

    /**
     * The connection to a peer, made if there is none: lossy clients and lossless peers both are found again by address.
     * Own addresses give {@link #loopbackConnection}. Of several v2 addresses the first of a family that this messenger is
     * bound to is dialled, else the first; while TCP fails, the others in turn.
     *
     * @throws IllegalArgumentException if no address is msgr2 (a v1-only peer cannot be reached)
     * @throws IllegalStateException if this messenger was shut down
     */
    Connection connectTo(EntityType peerType, EntityAddrVec addrs);

    /**
     * What this messenger looks like now, from outside. Completes on any thread, also while workers end; waits for no
     * dispatcher.
     */
    CompletionStage<MessengerDump> dump();

    /**
     * A connection of its own to a peer, each time a new one: {@link #connectTo} does not find it, and neither does the peer
     * when it connects to us. What the accepting side makes of it is its policy's affair: one that registers its sessions
     * replaces an earlier session of the same address. Ceph: {@code connect_to} with {@code anon}.
     *
     * @throws IllegalArgumentException as {@link #connectTo}
     * @throws IllegalStateException as {@link #connectTo}
     */
    Connection connectToAnonymously(EntityType peerType, EntityAddrVec addrs);

    /**
     * The connection to ourselves. What is sent on it goes to our own dispatchers in the order sent, on a worker (never on
     * the sender's stack) or the dispatch thread, counted by the dispatch throttle and never encoded: the receiver gets the
     * message that was sent. After {@link Connection#markDown} what was not delivered yet is dropped, and the next call
     * gives a new connection.
     *
     * @throws IllegalStateException as {@link #connectTo}
     */
    Connection loopbackConnection();

    /** Marks every connection to a peer down; the one to ourselves stays. */
    void markDownAll();

    /**
     * Stops accepting, closes every connection at once, ends the dispatch thread. Completes when nothing is left running.
     */
    CompletionStage<Void> shutdown();

    /**
     * {@link #shutdown} after what was sent before this call has left: on a lossless session the peer has acknowledged it, on
     * a lossy one the system has taken it. Peers may come back for it in the meantime.
     *
     * @param drain the longest to wait; what has not left by then is dropped
     */
    CompletionStage<Void> shutdown(Duration drain);
}
