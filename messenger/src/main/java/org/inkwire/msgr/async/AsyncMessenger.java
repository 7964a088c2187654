// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async;

import io.netty.channel.Channel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Dispatcher;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.MessengerConfig;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.PolicyThrottles;
import org.inkwire.msgr.Throttle;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.msgr.event.ServerSocket;
import org.inkwire.msgr.event.SocketOptions;
import org.inkwire.msgr.event.Worker;
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
public final class AsyncMessenger implements Messenger {
    private static final Logger log = LoggerFactory.getLogger(AsyncMessenger.class);

    /** No session works without the new address encoding. */
    static final long ALWAYS_REQUIRED = Feature.MSG_ADDR2.mask();

    private final NetworkStack stack;
    private final MessengerConfig config;
    private final SocketOptions socketOptions;
    private final DispatchQueue dispatch;
    private final Throttle dispatchThrottle;
    private final AtomicLong globalSeq = new AtomicLong();
    private final Map<EntityType, Policy> policies = new ConcurrentHashMap<>();
    private final Map<EntityAddrVec, AsyncConnection> byAddrs = new ConcurrentHashMap<>();
    private final Set<AsyncConnection> open = ConcurrentHashMap.newKeySet();
    private final List<Processor> processors = new CopyOnWriteArrayList<>();
    private volatile Policy defaultPolicy = Policy.losslessClient();
    private volatile EntityName entityName;
    private volatile EntityAddrVec addrs;
    private volatile boolean started;
    private volatile boolean stopped;

    private AsyncMessenger(NetworkStack stack, MessengerConfig config) {
        this.stack = stack;
        this.config = config;
        this.entityName = config.entityName();
        this.addrs =
                EntityAddrVec.of(EntityAddr.BLANK.withType(EntityAddr.Type.ANY).withNonce(config.nonce()));
        this.socketOptions = new SocketOptions(
                config.tcpNodelay(), config.tcpRcvbuf(), config.tcpListenBacklog(), config.allocator());
        this.dispatchThrottle =
                new Throttle("msgr_dispatch_throttler-" + config.logicalName(), config.dispatchThrottleBytes());
        this.dispatch = new DispatchQueue(this);
    }

    public static AsyncMessenger create(NetworkStack stack, MessengerConfig config) {
        return new AsyncMessenger(stack, config);
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
    public List<Throttle.Gauge> throttles() {
        Set<Throttle> all = new LinkedHashSet<>();
        all.add(dispatchThrottle);
        addThrottles(all, defaultPolicy);
        for (EntityType type : EntityType.values()) {
            addThrottles(all, policyFor(type));
        }
        return all.stream().map(Throttle::gauge).toList();
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
    public CompletionStage<EntityAddrVec> bind(InetAddress ip, int minPort, int maxPort) {
        if (minPort < 0 || minPort != 0 && maxPort < minPort || maxPort > 0xffff) {
            throw new IllegalArgumentException("port range " + minPort + " .. " + maxPort);
        }
        return Processor.listen(this, ip, minPort, minPort == 0 ? 0 : maxPort).thenApply(processor -> {
            processors.add(processor);
            int port = processor.port();
            addrs = EntityAddrVec.of(EntityAddr.of(EntityAddr.Type.MSGR2, config.nonce(), ip, port));
            if (started) {
                processor.start();
            }
            log.info("{} {} bound to {}", entityName, logicalName(), addrs);
            return addrs;
        });
    }

    @Override
    public void start() {
        started = true;
        processors.forEach(Processor::start);
    }

    @Override
    public Connection connectTo(EntityType peerType, EntityAddrVec peerAddrs) {
        if (stopped) {
            throw new IllegalStateException("messenger " + logicalName() + " is shut down");
        }
        EntityAddr target = peerAddrs
                .msgr2()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no msgr2 address in " + peerAddrs + " (msgr v1 is not supported)"));
        if (target.isBlank()) {
            throw new IllegalArgumentException("blank msgr2 address in " + peerAddrs);
        }
        while (true) {
            AsyncConnection existing = lookup(peerAddrs);
            if (existing != null) {
                return existing;
            }
            AsyncConnection fresh = AsyncConnection.outgoing(this, stack.assignWorker(), peerType, peerAddrs, target);
            if (register(peerAddrs, fresh) == null) {
                opened(fresh);
                fresh.connect();
                return fresh;
            }
            fresh.markDown();
        }
    }

    @Override
    public void markDownAll() {
        open.forEach(AsyncConnection::markDown);
    }

    @Override
    public CompletionStage<Void> shutdown() {
        stopped = true;
        List<CompletableFuture<Void>> closing = new ArrayList<>();
        for (Processor p : processors) {
            closing.add(p.close().toCompletableFuture());
        }
        markDownAll();
        for (Worker worker : stack.workers()) {
            // Behind every close that was queued on that center; a center that failed will run nothing any more.
            CompletableFuture<Void> gone = new CompletableFuture<>();
            worker.center().submit(() -> gone.complete(null));
            worker.center().ended().whenComplete((ended, failure) -> gone.complete(null));
            closing.add(gone);
        }
        return CompletableFuture.allOf(closing.toArray(new CompletableFuture<?>[0]))
                .thenCompose(closed -> dispatch.stop());
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

    /** What an ident says of us: bound addresses, or our IP with port 0 and the nonce. */
    EntityAddrVec identAddrs(Link link) {
        EntityAddr first = addrs.first();
        if (first.isBlankIp()) {
            learnAddr(EntityAddr.msgr2(link.socket().localAddress(), 0));
        }
        return addrs;
    }

    /** A peer told how it sees us ({@code ms_learn_addr_from_peer}): taken if we did not know our IP. */
    void learnAddr(EntityAddr seen) {
        EntityAddr first = addrs.first();
        if (first.isBlankIp() && !seen.isBlankIp()) {
            addrs = EntityAddrVec.of(EntityAddr.of(first.type(), first.nonce(), seen.ip(), first.port()));
            log.debug("{} {} learned its address {}", entityName, logicalName(), addrs);
        }
    }

    /** The open connection to a peer. */
    @Nullable
    AsyncConnection lookup(EntityAddrVec peerAddrs) {
        AsyncConnection c = byAddrs.get(peerAddrs);
        return c == null || c.isClosed() ? null : c;
    }

    /**
     * Makes a connection findable.
     *
     * @return null, or the open connection that is found there already
     */
    @Nullable
    AsyncConnection register(EntityAddrVec peerAddrs, AsyncConnection connection) {
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
        open.remove(connection);
        EntityAddrVec key = connection.registeredAs();
        if (key != null) {
            byAddrs.remove(key, connection);
        }
    }

    private void opened(AsyncConnection connection) {
        open.add(connection);
        if (stopped) {
            connection.markDown();
        }
    }

    /** The processor's acceptor: a worker takes the connection. */
    void accepted(Channel child) {
        Worker worker = stack.assignWorker();
        AsyncConnection connection = AsyncConnection.incoming(this, worker);
        opened(connection);
        stack.adopt(child, worker.center(), socketOptions, connection);
    }

    /** Listens at one address. Ceph: {@code Processor} in {@code AsyncMessenger.h}. */
    private record Processor(AsyncMessenger messenger, ServerSocket socket) {
        static CompletionStage<Processor> listen(AsyncMessenger messenger, InetAddress ip, int port, int maxPort) {
            Worker worker = messenger.stack.assignWorker();
            worker.release();
            CompletableFuture<Processor> result = new CompletableFuture<>();
            messenger
                    .stack
                    .listen(
                            worker.center(),
                            new InetSocketAddress(ip, port),
                            messenger.socketOptions,
                            messenger::accepted)
                    .whenComplete((socket, failure) -> {
                        if (socket != null) {
                            result.complete(new Processor(messenger, socket));
                        } else if (port < maxPort) {
                            listen(messenger, ip, port + 1, maxPort).whenComplete((p, f) -> {
                                if (p != null) {
                                    result.complete(p);
                                } else {
                                    result.completeExceptionally(unwrap(f));
                                }
                            });
                        } else {
                            result.completeExceptionally(new IOException(
                                    "cannot bind " + messenger.logicalName() + " to " + ip.getHostAddress()
                                            + " up to port " + port + ": "
                                            + unwrap(failure).getMessage(),
                                    unwrap(failure)));
                        }
                    });
            return result;
        }

        private static Throwable unwrap(@Nullable Throwable failure) {
            if (failure instanceof CompletionException && failure.getCause() != null) {
                return failure.getCause();
            }
            return failure == null ? new IllegalStateException("failed without a cause") : failure;
        }

        int port() {
            return socket.localAddress().getPort();
        }

        void start() {
            socket.startAccepting();
        }

        CompletionStage<Void> close() {
            return socket.close();
        }
    }
}
