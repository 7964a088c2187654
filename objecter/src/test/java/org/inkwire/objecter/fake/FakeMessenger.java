// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.fake;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.inkwire.msgr.AcceptFilter;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Dispatcher;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.MessengerDump;
import org.inkwire.msgr.Policy;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;

/** Connects to nobody; the test finds the connections here and plays the peers. */
public final class FakeMessenger implements Messenger {
    private final List<Dispatcher> dispatchers = new ArrayList<>();
    private final List<FakeConnection> connections = new ArrayList<>();
    private EntityName name = EntityName.client(-1);

    /** All connections ever made, oldest first. */
    public List<FakeConnection> connections() {
        return connections;
    }

    /** Open connections to peers of one type. */
    public List<FakeConnection> open(EntityType type) {
        return connections.stream()
                .filter(c -> c.peerType() == type && !c.isClosed())
                .toList();
    }

    List<Dispatcher> dispatchers() {
        return dispatchers;
    }

    @Override
    public Connection connectTo(EntityType peerType, EntityAddrVec addrs) {
        for (FakeConnection c : open(peerType)) {
            if (c.peerAddrs().equals(addrs)) {
                return c;
            }
        }
        FakeConnection fresh = new FakeConnection(this, peerType, addrs);
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
        return EntityAddrVec.EMPTY;
    }

    @Override
    public void defaultPolicy(Policy policy) {}

    @Override
    public void policy(EntityType peerType, Policy policy) {}

    @Override
    public Policy policyFor(EntityType peerType) {
        return Policy.lossyClient();
    }

    @Override
    public void addDispatcher(Dispatcher dispatcher) {
        dispatchers.add(dispatcher);
    }

    @Override
    public CompletionStage<EntityAddrVec> bind(InetAddress ip, int minPort, int maxPort) {
        throw new UnsupportedOperationException("a client binds nothing");
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
