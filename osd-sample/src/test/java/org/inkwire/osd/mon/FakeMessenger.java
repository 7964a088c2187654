// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.mon;

import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.inkwire.msgr.AcceptFilter;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Dispatcher;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.MessengerDump;
import org.inkwire.msgr.Policy;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.jspecify.annotations.Nullable;

/** A monitor's messenger without a network: binds to anything, remembers policies. */
final class FakeMessenger implements Messenger {
    private static final int ANY_FREE_PORT = 3300;

    private final Map<EntityType, Policy> policies = new EnumMap<>(EntityType.class);
    private EntityAddrVec addrs = EntityAddrVec.EMPTY;
    private @Nullable Dispatcher dispatcher;

    Dispatcher dispatcher() {
        if (dispatcher == null) {
            throw new AssertionError("nobody listens");
        }
        return dispatcher;
    }

    @Override
    public String logicalName() {
        return "mon";
    }

    @Override
    public EntityName entityName() {
        return EntityName.mon(0);
    }

    @Override
    public void entityName(EntityName name) {}

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
        return policies.getOrDefault(peerType, Policy.statelessServer());
    }

    @Override
    public void addDispatcher(Dispatcher newDispatcher) {
        dispatcher = newDispatcher;
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
    public Connection connectTo(EntityType peerType, EntityAddrVec peer) {
        throw new AssertionError("a monitor dials nobody");
    }

    @Override
    public CompletionStage<MessengerDump> dump() {
        return CompletableFuture.failedFuture(new UnsupportedOperationException("a fake has no inside"));
    }

    @Override
    public void markDownAll() {}

    @Override
    public CompletionStage<Void> shutdown() {
        return CompletableFuture.completedFuture(null);
    }
}
