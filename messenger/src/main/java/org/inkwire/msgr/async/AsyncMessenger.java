// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.inkwire.msgr.AcceptFilter;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Dispatcher;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.MessengerConfig;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.PolicyThrottles;
import org.inkwire.msgr.Throttle;
import org.inkwire.msgr.async.dispatch.DispatchQueue;
import org.inkwire.msgr.async.handshake.LocalEnd;
import org.inkwire.msgr.async.handshake.OwnAddresses;
import org.inkwire.msgr.async.handshake.RecentPeers;
import org.inkwire.msgr.async.handshake.SessionNumbers;
import org.inkwire.msgr.async.session.DialTargets;
import org.inkwire.msgr.auth.AuthClient;
import org.inkwire.msgr.auth.AuthServer;
import org.inkwire.msgr.dump.ConnectionDump;
import org.inkwire.msgr.dump.MessengerDump;
import org.inkwire.msgr.dump.PolicyDump;
import org.inkwire.msgr.dump.ThrottleDump;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.msgr.event.SocketOptions;
import org.inkwire.msgr.event.Worker;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messenger over a {@link NetworkStack}. Holds policies and dispatchers; the {@link Processor} owns the listening
 * sockets, the {@link ConnectionTable} the connections. Any thread. Ceph: {@code src/msg/async/AsyncMessenger.h}.
 *
 * <p>Shared between threads: the address → connection map, the set of open connections, own addresses, policies and
 * counters. Everything about one connection is confined to its EventCenter.
 */
final class AsyncMessenger implements Messenger, LocalEnd {
    private static final Logger log = LoggerFactory.getLogger(AsyncMessenger.class);

    private final NetworkStack stack;
    private final MessengerConfig config;
    private final SocketOptions socketOptions;
    private final DispatchQueue dispatch;
    private final OwnAddresses addresses;
    private final Processor processor;
    private final ConnectionTable connections;
    private final SessionNumbers numbers;

    private final Map<EntityType, Policy> policies = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable LocalConnection> local = new AtomicReference<>();
    private volatile AcceptFilter acceptFilter = AcceptFilter.ALL;
    private volatile Policy defaultPolicy = Policy.losslessClient();
    private volatile EntityName entityName;
    private final Consumer<Worker> workerBroken = this::workerBroken;
    private volatile boolean started;
    private volatile boolean stopped;

    AsyncMessenger(NetworkStack stack, MessengerConfig config) {
        this.stack = stack;
        this.config = config;
        this.entityName = config.entityName();
        this.socketOptions = new SocketOptions(
                config.tcpNodelay(), config.tcpRcvbuf(), config.tcpListenBacklog(), config.allocator());
        this.dispatch = new DispatchQueue(
                stack,
                config.logicalName(),
                new Throttle("msgr_dispatch_throttler-" + config.logicalName(), config.dispatchThrottleBytes()));
        this.addresses = new OwnAddresses(
                config.logicalName(), config.nonce(), config.addresses().learnFromPeer());
        this.processor = new Processor(
                () -> entityName + " " + config.logicalName(),
                stack,
                socketOptions,
                config.addresses(),
                addresses,
                this::accepted,
                config.maxAcceptFailures());
        this.connections = new ConnectionTable(new RecentPeers(config.connectionReadyTimeout()));
        this.numbers = new SessionNumbers(config.wallClock().instant(), config.random());
        stack.onWorkerBroken(workerBroken);
    }

    // ---- Messenger

    @Override
    public String logicalName() {
        return config.logicalName();
    }

    @Override
    public EntityName entityName() {
        return entityName;
    }

    @Override
    public void entityName(EntityName name) {
        entityName = name;
    }

    @Override
    public EntityAddrVec addrs() {
        return addresses.addrs();
    }

    @Override
    public void defaultPolicy(Policy policy) {
        defaultPolicy = policy;
    }

    @Override
    public void policy(EntityType peerType, Policy policy) {
        policies.put(peerType, policy);
    }

    @Override
    public Policy policyFor(EntityType peerType) {
        return policies.getOrDefault(peerType, defaultPolicy);
    }

    @Override
    public List<ThrottleDump> throttles() {
        Set<Throttle> all = new LinkedHashSet<>();
        all.add(dispatch.throttle());
        addThrottles(all, defaultPolicy);
        for (EntityType type : EntityType.values()) {
            addThrottles(all, policyFor(type));
        }
        return all.stream().map(Throttle::dump).toList();
    }

    private static void addThrottles(Set<Throttle> all, Policy policy) {
        PolicyThrottles throttles = policy.throttles();
        if (throttles != null) {
            all.add(throttles.bytes());
            all.add(throttles.messages());
        }
    }

    @Override
    public void addDispatcher(Dispatcher dispatcher) {
        if (started) {
            throw new IllegalStateException("dispatchers must be added before start");
        }
        dispatch.add(dispatcher);
    }

    @Override
    public void acceptFilter(AcceptFilter filter) {
        acceptFilter = filter;
    }

    @Override
    public CompletionStage<EntityAddrVec> bind(InetAddress ip, int minPort, int maxPort) {
        return processor.bind(ip, minPort, maxPort);
    }

    @Override
    public CompletionStage<EntityAddrVec> bindv(EntityAddrVec wanted) {
        return processor.bind(wanted);
    }

    @Override
    public CompletionStage<EntityAddrVec> rebind(Set<Integer> avoidPorts) {
        return processor.rebind(avoidPorts, this::markDownAll);
    }

    @Override
    public void start() {
        dispatch.open();
        started = true;
        processor.start();
    }

    @Override
    public Connection connectTo(EntityType peerType, EntityAddrVec peerAddrs) {
        requireRunning();
        if (addresses.isSelf(peerAddrs)) {
            return loopbackConnection();
        }
        while (true) {
            AsyncConnection existing = connections.lookup(peerAddrs);
            if (existing != null && existing.holder().handOut()) {
                return existing;
            }
            AsyncConnection fresh = outgoing(peerType, peerAddrs);
            if (connections.register(peerAddrs, fresh) == null) {
                opened(fresh);
                fresh.connect();
                return fresh;
            }
            fresh.markDown();
        }
    }

    @Override
    public Connection connectToAnonymously(EntityType peerType, EntityAddrVec peerAddrs) {
        requireRunning();
        if (addresses.isSelf(peerAddrs)) {
            return loopbackConnection();
        }
        AsyncConnection fresh = outgoing(peerType, peerAddrs);
        opened(fresh);
        fresh.connect();
        return fresh;
    }

    private void requireRunning() {
        if (stopped) {
            throw new IllegalStateException("messenger " + logicalName() + " is shut down");
        }
    }

    private AsyncConnection outgoing(EntityType peerType, EntityAddrVec peerAddrs) {
        List<EntityAddr> targets = DialTargets.of(peerAddrs, addrs());
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("no msgr2 address in " + peerAddrs + " (msgr v1 is not supported)");
        }
        return AsyncConnection.outgoing(this, stack.assignWorker(), peerType, peerAddrs, targets);
    }

    @Override
    public Connection loopbackConnection() {
        while (true) {
            requireRunning();
            LocalConnection there = local.get();
            if (there != null && !there.isClosed()) {
                return there;
            }
            LocalConnection fresh = new LocalConnection(this, stack.assignWorker());
            if (!local.compareAndSet(there, fresh)) {
                fresh.markDown();
            } else if (stopped) {
                fresh.markDown();
            }
        }
    }

    @Override
    public void markDownAll() {
        connections.open().forEach(AsyncConnection::markDown);
    }

    @Override
    public CompletionStage<MessengerDump> dump() {
        return Dumper.dump(this, connections.open());
    }

    private Map<EntityType, PolicyDump> policyDumps() {
        Map<EntityType, PolicyDump> dumps = new EnumMap<>(EntityType.class);
        policies.forEach((type, policy) -> dumps.put(type, policy.dump()));
        return dumps;
    }

    /** Combines the state any thread may read with the workers' views of their connections. */
    MessengerDump dumpWith(List<ConnectionDump> views) {
        return new MessengerDump(
                logicalName(),
                entityName,
                addrs(),
                new MessengerDump.Stack(
                        stack.driverName(),
                        stack.workers().stream().map(Dumper::view).toList()),
                new MessengerDump.Policies(defaultPolicy.dump(), policyDumps()),
                processor.listening(),
                dispatch.length(),
                throttles(),
                views);
    }

    @Override
    public CompletionStage<Void> shutdown() {
        stopped = true;
        List<CompletableFuture<Void>> closing = new ArrayList<>();
        closing.add(processor.stop().toCompletableFuture());
        markDownAll();
        LocalConnection loopback = local.get();
        if (loopback != null) {
            loopback.markDown();
        }
        for (Worker worker : stack.workers()) {
            // Runs after every close queued on that center. A failed center runs nothing further.
            CompletableFuture<Void> gone = new CompletableFuture<>();
            if (!worker.center().submit(() -> gone.complete(null))) {
                gone.complete(null);
            }
            worker.center().ended().whenComplete((ended, failure) -> gone.complete(null));
            closing.add(gone);
        }
        return CompletableFuture.allOf(closing.toArray(new CompletableFuture<?>[0]))
                .thenCompose(closed -> {
                    stack.forget(workerBroken);
                    return dispatch.stop();
                });
    }

    @Override
    public CompletionStage<Void> shutdown(Duration drain) {
        if (stopped || drain.isNegative() || drain.isZero()) {
            return shutdown();
        }
        List<CompletableFuture<?>> draining = new ArrayList<>();
        connections.open().forEach(connection -> draining.add(connection.drained()));
        LocalConnection loopback = local.get();
        if (loopback != null) {
            draining.add(loopback.drained());
        }
        CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
        CompletableFuture.allOf(draining.toArray(new CompletableFuture<?>[0]))
                .whenComplete((done, failure) -> over.complete(null));
        EventCenter clock = stack.workers().get(0).center();
        EventCenter.Timer deadline = clock.schedule(drain.toNanos(), () -> {
            log.info("{} {} not drained within {} ms", entityName, logicalName(), drain.toMillis());
            over.complete(null);
        });
        for (Worker worker : stack.workers()) {
            worker.center().ended().whenComplete((ended, failure) -> over.complete(null));
        }
        return over.thenCompose(done -> {
            deadline.cancel();
            return shutdown();
        });
    }

    /** The thread of a worker has ended: its connections are reset, its listeners move. Any thread. */
    private void workerBroken(Worker worker) {
        for (AsyncConnection c : List.copyOf(connections.open())) {
            if (c.worker().equals(worker)) {
                c.workerEnded();
            }
        }
        LocalConnection loopback = local.get();
        if (loopback != null && loopback.worker().equals(worker)) {
            loopback.workerEnded();
        }
        processor.workerBroken(worker);
    }

    private void opened(AsyncConnection connection) {
        connections.opened(connection);
        if (stopped) {
            connection.markDown();
        }
    }

    /** Assigns a socket the processor accepted to a worker. */
    private void accepted(Channel child) {
        Worker worker = stack.assignWorker();
        AsyncConnection connection;
        try {
            connection = AsyncConnection.incoming(this, worker);
        } catch (Throwable e) {
            worker.release();
            throw e;
        }
        opened(connection);
        if (!stack.adopt(child, worker.center(), socketOptions, connection)) {
            connection.neverBegan();
        }
    }

    // ---- our end of handshakes

    @Override
    public AuthClient authClient() {
        return config.authClient();
    }

    @Override
    public @Nullable AuthServer authServer() {
        return config.authServer();
    }

    @Override
    public boolean refuses(EntityType peer, EntityAddrVec peerAddrs) {
        return acceptFilter.refuses(peer, peerAddrs);
    }

    // ---- for connections

    NetworkStack stack() {
        return stack;
    }

    MessengerConfig config() {
        return config;
    }

    SocketOptions socketOptions() {
        return socketOptions;
    }

    DispatchQueue dispatch() {
        return dispatch;
    }

    @Override
    public OwnAddresses addresses() {
        return addresses;
    }

    ConnectionTable connections() {
        return connections;
    }

    @Override
    public SessionNumbers numbers() {
        return numbers;
    }
}
