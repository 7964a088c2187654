// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.inkwire.msgr.AcceptFilter;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Dispatcher;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.MessengerConfig;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.PolicyThrottles;
import org.inkwire.msgr.Throttle;
import org.inkwire.msgr.dump.ConnectionDump;
import org.inkwire.msgr.dump.MessengerDump;
import org.inkwire.msgr.dump.PolicyDump;
import org.inkwire.msgr.dump.ThrottleDump;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.msgr.event.ServerSocket;
import org.inkwire.msgr.event.SocketOptions;
import org.inkwire.msgr.event.Worker;
import org.inkwire.msgr.frame.HelloFrame;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.feature.Feature;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messenger over a {@link NetworkStack}. Any thread. Ceph: {@code src/msg/async/AsyncMessenger.h}.
 *
 * <p>Shared between threads: the address → connection map, the set of open connections, own addresses, policies and
 * counters. Everything about one connection is confined to its EventCenter.
 */
final class AsyncMessenger implements Messenger {
    private static final Logger log = LoggerFactory.getLogger(AsyncMessenger.class);

    /** No session works without the new address encoding. */
    static final long ALWAYS_REQUIRED = Feature.MSG_ADDR2.mask();

    private final NetworkStack stack;
    private final MessengerConfig config;
    private final SocketOptions socketOptions;
    private final DispatchQueue dispatch;
    private final Throttle dispatchThrottle;
    /**
     * Begins at the clock's microseconds: a messenger that comes back at its address counts on from beyond what its
     * predecessor had told, or it would be taken for something old that comes late (protocol: msgr2 section 7.3, rule 5c).
     */
    private final AtomicLong globalSeq;

    private final Map<EntityType, Policy> policies = new ConcurrentHashMap<>();
    private final Map<EntityAddrVec, AsyncConnection> byAddrs = new ConcurrentHashMap<>();
    private final RecentPeers recentPeers;
    /** By number, so that going through them has one order. */
    private final ConcurrentNavigableMap<Long, AsyncConnection> open = new ConcurrentSkipListMap<>();

    private final AtomicReference<@Nullable LocalConnection> local = new AtomicReference<>();
    private final List<ServerSocket> listeners = new CopyOnWriteArrayList<>();
    private final Object addrsLock = new Object();
    private volatile EntityAddrVec addrs;
    private volatile List<Binder.Wanted> bindRequest = List.of();
    private volatile int nonce;
    private volatile AcceptFilter acceptFilter = AcceptFilter.ALL;
    private volatile Policy defaultPolicy = Policy.losslessClient();
    private volatile EntityName entityName;
    private volatile boolean started;
    private volatile boolean stopped;

    AsyncMessenger(NetworkStack stack, MessengerConfig config) {
        this.stack = stack;
        this.config = config;
        this.entityName = config.entityName();
        this.nonce = config.nonce();
        this.addrs = OwnAddrs.unbound(config.nonce());
        this.socketOptions = new SocketOptions(
                config.tcpNodelay(), config.tcpRcvbuf(), config.tcpListenBacklog(), config.allocator());
        this.dispatchThrottle =
                new Throttle("msgr_dispatch_throttler-" + config.logicalName(), config.dispatchThrottleBytes());
        this.dispatch = new DispatchQueue(this);
        this.globalSeq = new AtomicLong(
                ChronoUnit.MICROS.between(Instant.EPOCH, config.wallClock().instant()));
        this.recentPeers = new RecentPeers(config.connectionReadyTimeout());
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
        return addrs;
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
        all.add(dispatchThrottle);
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
            throw new IllegalStateException("dispatchers are added before start");
        }
        dispatch.add(dispatcher);
    }

    @Override
    public void acceptFilter(AcceptFilter filter) {
        acceptFilter = filter;
    }

    @Override
    public CompletionStage<EntityAddrVec> bind(InetAddress ip, int minPort, int maxPort) {
        return bind(List.of(new Binder.Wanted(ip, minPort, minPort == 0 ? 0 : maxPort)), Set.of());
    }

    @Override
    public CompletionStage<EntityAddrVec> bindv(EntityAddrVec wanted) {
        return bind(Binder.wanted(wanted, config.addresses()), Set.of());
    }

    private CompletionStage<EntityAddrVec> bind(List<Binder.Wanted> wanted, Set<Integer> avoidPorts) {
        return new Binder(
                        entityName + " " + logicalName(),
                        stack,
                        socketOptions,
                        config.addresses(),
                        this::accepted,
                        wanted,
                        avoidPorts)
                .bind()
                .thenApply(sockets -> bound(wanted, sockets));
    }

    private EntityAddrVec bound(List<Binder.Wanted> wanted, List<ServerSocket> sockets) {
        List<EntityAddr> own = new ArrayList<>();
        for (int i = 0; i < sockets.size(); i++) {
            int port = sockets.get(i).localAddress().getPort();
            own.add(EntityAddr.of(EntityAddr.Type.MSGR2, nonce, wanted.get(i).ip(), port));
        }
        EntityAddrVec now = new EntityAddrVec(own);
        synchronized (addrsLock) {
            addrs = now;
        }
        bindRequest = wanted;
        listeners.addAll(sockets);
        log.info("{} {} bound to {}", entityName, logicalName(), now);
        if (stopped) {
            sockets.forEach(ServerSocket::close);
        } else if (started) {
            sockets.forEach(ServerSocket::startAccepting);
        }
        return now;
    }

    @Override
    public CompletionStage<EntityAddrVec> rebind(Set<Integer> avoidPorts) {
        List<Binder.Wanted> last = bindRequest;
        if (last.isEmpty()) {
            throw new IllegalStateException("messenger " + logicalName() + " is not bound");
        }
        Set<Integer> avoid = new TreeSet<>(avoidPorts);
        addrs().addrs().forEach(a -> avoid.add(a.port()));
        List<Binder.Wanted> wanted =
                last.stream().map(w -> w.movable(config.addresses())).toList();
        CompletionStage<Void> closed = closeListeners();
        markDownAll();
        nonce = OwnAddrs.nextNonce(nonce);
        return closed.thenCompose(done -> {
            EntityAddrVec before = addrs();
            return bind(wanted, avoid).thenApply(now -> {
                // What was learned of our IPs is still true.
                before.addrs().forEach(this::learnAddr);
                return addrs();
            });
        });
    }

    private CompletionStage<Void> closeListeners() {
        List<ServerSocket> closing = List.copyOf(listeners);
        listeners.removeAll(closing);
        return CompletableFuture.allOf(closing.stream()
                .map(socket -> socket.close().toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new));
    }

    @Override
    public void start() {
        started = true;
        listeners.forEach(ServerSocket::startAccepting);
    }

    @Override
    public Connection connectTo(EntityType peerType, EntityAddrVec peerAddrs) {
        requireRunning();
        if (OwnAddrs.isSelf(addrs(), peerAddrs)) {
            return loopbackConnection();
        }
        while (true) {
            AsyncConnection existing = lookup(peerAddrs);
            if (existing != null && existing.handOut()) {
                return existing;
            }
            AsyncConnection fresh = outgoing(peerType, peerAddrs);
            if (register(peerAddrs, fresh) == null) {
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
        if (OwnAddrs.isSelf(addrs(), peerAddrs)) {
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
        List<EntityAddr> targets = OwnAddrs.targets(peerAddrs, addrs());
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
        open.values().forEach(AsyncConnection::markDown);
    }

    @Override
    public CompletionStage<MessengerDump> dump() {
        return Dumper.dump(this, open.values());
    }

    private MessengerDump.Listening listening(ServerSocket socket) {
        int worker = -1;
        for (Worker w : stack.workers()) {
            if (w.center().equals(socket.center())) {
                worker = w.id();
            }
        }
        return new MessengerDump.Listening(socket.localAddress(), worker);
    }

    private Map<EntityType, PolicyDump> policyDumps() {
        Map<EntityType, PolicyDump> dumps = new EnumMap<>(EntityType.class);
        policies.forEach((type, policy) -> dumps.put(type, policy.dump()));
        return dumps;
    }

    /** What any thread may see, around what the workers told of their connections. */
    MessengerDump dumpWith(List<ConnectionDump> connections) {
        return new MessengerDump(
                logicalName(),
                entityName,
                addrs,
                stack.driverName(),
                defaultPolicy.dump(),
                policyDumps(),
                listeners.stream().map(this::listening).toList(),
                dispatch.length(),
                throttles(),
                stack.workers().stream().map(Dumper::view).toList(),
                connections);
    }

    @Override
    public CompletionStage<Void> shutdown() {
        stopped = true;
        List<CompletableFuture<Void>> closing = new ArrayList<>();
        closing.add(closeListeners().toCompletableFuture());
        markDownAll();
        LocalConnection loopback = local.get();
        if (loopback != null) {
            loopback.markDown();
        }
        for (Worker worker : stack.workers()) {
            // Behind every close that was queued on that center; a center that failed will run nothing any more.
            CompletableFuture<Void> gone = new CompletableFuture<>();
            if (!worker.center().submit(() -> gone.complete(null))) {
                gone.complete(null);
            }
            worker.center().ended().whenComplete((ended, failure) -> gone.complete(null));
            closing.add(gone);
        }
        return CompletableFuture.allOf(closing.toArray(new CompletableFuture<?>[0]))
                .thenCompose(closed -> dispatch.stop());
    }

    @Override
    public CompletionStage<Void> shutdown(Duration drain) {
        if (stopped || drain.isNegative() || drain.isZero()) {
            return shutdown();
        }
        List<CompletableFuture<?>> draining = new ArrayList<>();
        open.values().forEach(connection -> draining.add(connection.drained()));
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

    Throttle dispatchThrottle() {
        return dispatchThrottle;
    }

    EntityType entityType() {
        return entityName.type();
    }

    long nextGlobalSeq() {
        return globalSeq.incrementAndGet();
    }

    /** The peer has seen {@code seen}: the counter goes beyond it. */
    long nextGlobalSeqAbove(long seen) {
        return globalSeq.updateAndGet(own -> Math.max(own, seen) + 1);
    }

    /** Random, not 0. */
    long newCookie() {
        long cookie = 0;
        while (cookie == 0) {
            cookie = config.random().nextLong();
        }
        return cookie;
    }

    AcceptFilter acceptFilter() {
        return acceptFilter;
    }

    /** What an ident says of us: bound addresses, or our IP with port 0 and the nonce. */
    EntityAddrVec identAddrs(Link link) {
        if (OwnAddrs.isBlank(addrs())) {
            learnAddr(EntityAddr.msgr2(link.socket().localAddress(), 0));
        }
        return addrs();
    }

    /** A peer told how it sees us: taken if we did not know our IP. */
    void onHello(HelloFrame hello, Link link) {
        if (OwnAddrs.isBlank(addrs())) {
            learnAddr(
                    config.addresses().learnFromPeer()
                            ? hello.peerAddr()
                            : EntityAddr.msgr2(link.socket().localAddress(), 0));
        }
    }

    private void learnAddr(EntityAddr seen) {
        synchronized (addrsLock) {
            EntityAddrVec before = addrs;
            addrs = OwnAddrs.learned(before, seen);
            if (addrs.equals(before)) {
                return;
            }
        }
        log.debug("{} {} learned its address {}", entityName, logicalName(), addrs);
    }

    /** The open connection to a peer. */
    @Nullable
    AsyncConnection lookup(EntityAddrVec peerAddrs) {
        AsyncConnection c = byAddrs.get(peerAddrs);
        return c == null || c.isClosed() ? null : c;
    }

    RecentPeers recentPeers() {
        return recentPeers;
    }

    /**
     * Makes a connection findable.
     *
     * @return null, or the open connection that is found there already
     */
    @Nullable
    AsyncConnection register(EntityAddrVec peerAddrs, AsyncConnection connection) {
        if (!connection.peerAddrs().equals(peerAddrs)) {
            throw new AssertionError("to be found at " + peerAddrs + ", and knows nothing of it: " + connection);
        }
        while (true) {
            AsyncConnection there = byAddrs.putIfAbsent(peerAddrs, connection);
            if (there == null || there.equals(connection)) {
                connection.registeredAs(peerAddrs);
                if (connection.isClosed()) {
                    unregister(connection);
                }
                return null;
            }
            if (!there.isClosed()) {
                return there;
            }
            byAddrs.remove(peerAddrs, there);
        }
    }

    void unregister(AsyncConnection connection) {
        open.remove(connection.id());
        EntityAddrVec key = connection.registeredAs();
        if (key != null) {
            byAddrs.remove(key, connection);
        }
    }

    private void opened(AsyncConnection connection) {
        open.put(connection.id(), connection);
        if (connection.isClosed()) {
            open.remove(connection.id());
        }
        if (stopped) {
            connection.markDown();
        }
    }

    /** The processor's acceptor: a worker takes the connection. */
    void accepted(Channel child) {
        Worker worker = stack.assignWorker();
        AsyncConnection connection = AsyncConnection.incoming(this, worker);
        opened(connection);
        if (!stack.adopt(child, worker.center(), socketOptions, connection)) {
            connection.neverBegan();
        }
    }
}
