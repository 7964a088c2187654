// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;

/**
 * Sends and receives messages under one name and (if bound) one address vector. Set policies and dispatchers first, then
 * {@link #bind}, then {@link #start}. Any thread. Ceph: {@code src/msg/Messenger.h}.
 */
public interface Messenger {
    /** The messenger's role in its daemon, for logs: {@code client}, {@code public}, {@code hb_back_server}. */
    String logicalName();

    EntityName entityName();

    /** A client learns its number only when a monitor authenticated it. Connections made later use the new name. */
    void entityName(EntityName name);

    /** Own addresses: bound ones, or one of type ANY with port 0, blank until learned from a peer. */
    EntityAddrVec addrs();

    void defaultPolicy(Policy policy);

    void policy(EntityType peerType, Policy policy);

    Policy policyFor(EntityType peerType);

    /** The dispatch throttle, then those of the policies, each once. */
    default List<Throttle.Gauge> throttles() {
        return List.of();
    }

    /** Appends to the chain. Before {@link #start} only. */
    void addDispatcher(Dispatcher dispatcher);

    /**
     * Listens for msgr2 on the first free port of the range; accepts nothing until {@link #start}.
     *
     * @param minPort 0 picks any free port (then {@code maxPort} is ignored)
     * @return the bound addresses, or an {@link java.io.IOException} that names the address and the last cause
     */
    CompletionStage<EntityAddrVec> bind(InetAddress ip, int minPort, int maxPort);

    /** Begins accepting and connecting. */
    void start();

    /**
     * The connection to a peer, made if there is none: lossy clients and lossless peers both are found again by address.
     *
     * @throws IllegalArgumentException if no address is msgr2 (a v1-only peer cannot be reached)
     */
    Connection connectTo(EntityType peerType, EntityAddrVec addrs);

    /** Marks every connection down. */
    void markDownAll();

    /** Stops accepting, closes every connection, ends the dispatch thread. Completes when nothing is left running. */
    CompletionStage<Void> shutdown();
}
