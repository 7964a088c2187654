// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.msgr;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.inkwire.msgr.AcceptFilter;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Dispatcher;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.dump.MessengerDump;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;

/**
 * A messenger without a network: connecting and binding have no effect outside it, and the test plays the peers.
 * Confined to the test's thread.
 */
public final class FakeMessenger implements Messenger {
    private static final int ANY_FREE_PORT = 3300;

    /** In every dial of a connection that is not open yet. */
    public final Trap dialling = new Trap();

    private final List<Dispatcher> dispatchers = new ArrayList<>();
    private final List<FakeConnection> connections = new ArrayList<>();
    private final Map<EntityType, Policy> policies = new EnumMap<>(EntityType.class);
    private final Policy otherwise;
    private EntityName name;
    private EntityAddrVec addrs = EntityAddrVec.EMPTY;

    /** @param defaultPolicy for peer types without a policy */
    public FakeMessenger(EntityName name, Policy defaultPolicy) {
        this.name = name;
        this.otherwise = defaultPolicy;
    }

    /** A connection from a peer. */
    public FakeConnection accept(EntityName peer, EntityAddrVec peerAddrs, long globalId) {
        FakeConnection fresh = new FakeConnection(this, peer, peerAddrs);
        fresh.accepted(globalId);
        return fresh;
    }

    /** All connections ever dialled, oldest first. */
    public List<FakeConnection> connections() {
        return connections;
    }

    /** The open ones among them to peers of one type. */
    public List<FakeConnection> open(EntityType type) {
        return connections.stream()
                .filter(c -> c.peerType() == type && !c.isClosed())
                .toList();
    }

    List<Dispatcher> dispatchers() {
        return dispatchers;
    }

    @Override
    public Connection connectTo(EntityType peerType, EntityAddrVec peerAddrs) {
        for (FakeConnection c : open(peerType)) {
            if (c.peerAddrs().equals(peerAddrs)) {
                return c;
            }
        }
        dialling.step();
        FakeConnection fresh = new FakeConnection(this, EntityName.of(peerType, 0), peerAddrs);
        connections.add(fresh);
        return fresh;
    }

    @Override
    public String logicalName() {
        return "fake";
    }

    @Override
    public EntityName entityName() {
        return name;
    }

    @Override
    public void entityName(EntityName newName) {
        name = newName;
    }

    @Override
    public EntityAddrVec addrs() {
        return addrs;
    }

    @Override
    public void defaultPolicy(Policy policy) {}

    @Override
    public void policy(EntityType peerType, Policy policy) {
        policies.put(peerType, policy);
    }

    @Override
    public Policy policyFor(EntityType peerType) {
        return policies.getOrDefault(peerType, otherwise);
    }

    @Override
    public void addDispatcher(Dispatcher dispatcher) {
        dispatchers.add(dispatcher);
    }

    @Override
    public CompletionStage<EntityAddrVec> bind(InetAddress ip, int minPort, int maxPort) {
        addrs = EntityAddrVec.of(EntityAddr.of(EntityAddr.Type.MSGR2, 0, ip, minPort == 0 ? ANY_FREE_PORT : minPort));
        return CompletableFuture.completedFuture(addrs);
    }

    @Override
    public CompletionStage<EntityAddrVec> bindv(EntityAddrVec wanted) {
        return bind(wanted.first().ip(), wanted.first().port(), wanted.first().port());
    }

    @Override
    public CompletionStage<EntityAddrVec> rebind(Set<Integer> avoidPorts) {
        throw new UnsupportedOperationException("stays where it is");
    }

    @Override
    public void acceptFilter(AcceptFilter filter) {}

    @Override
    public Connection connectToAnonymously(EntityType peerType, EntityAddrVec peer) {
        return connectTo(peerType, peer);
    }

    @Override
    public Connection loopbackConnection() {
        throw new UnsupportedOperationException("does not talk to itself");
    }

    @Override
    public CompletionStage<Void> shutdown(Duration drain) {
        return shutdown();
    }

    @Override
    public void start() {}

    @Override
    public CompletionStage<MessengerDump> dump() {
        return CompletableFuture.failedFuture(new UnsupportedOperationException("a fake has no inside"));
    }

    @Override
    public void markDownAll() {
        connections.forEach(FakeConnection::markDown);
    }

    @Override
    public CompletionStage<Void> shutdown() {
        markDownAll();
        return CompletableFuture.completedFuture(null);
    }
}
