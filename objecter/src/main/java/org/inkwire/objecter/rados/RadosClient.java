// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.rados;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.inkwire.cluster.conf.Capabilities;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.conf.Options;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.PgPool;
import org.inkwire.cluster.message.ClusterMessages;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.MessengerConfig;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.auth.AuthClient;
import org.inkwire.msgr.event.Descriptors;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.msgr.event.OwnedTasks;
import org.inkwire.msgr.event.StackConfig;
import org.inkwire.objecter.ConfLog;
import org.inkwire.objecter.MessengerOptions;
import org.inkwire.objecter.Objecter;
import org.inkwire.objecter.ObjecterConfig;
import org.inkwire.objecter.error.RadosException;
import org.inkwire.objecter.error.Timeouts;
import org.inkwire.objecter.mon.CommandResult;
import org.inkwire.objecter.mon.MonAuth;
import org.inkwire.objecter.mon.MonClient;
import org.inkwire.objecter.mon.MonClientConfig;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.feature.Feature;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to a cluster: one monitor session, one Objecter with its OSD sessions. Any thread. Ceph: {@code
 * librados::Rados}.
 *
 * <pre>{@code
 * CephConf conf = CephConf.builder().file(Path.of("ceph.conf")).build();
 * try (RadosClient client = RadosClient.connect(conf)) {
 *     IoCtx data = client.ioCtx("data");
 *     data.writeFull("greeting", "hello".getBytes(UTF_8));
 *     System.out.println(new String(data.read("greeting"), UTF_8));
 * }
 * }</pre>
 *
 * <p>Methods that return stages never block; the others block and are safe on virtual threads. See {@link AsyncIoCtx}
 * for where stages complete and how they fail.
 */
public final class RadosClient implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RadosClient.class);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final CephConf conf;
    private final EventCenter center;
    private final Messenger messenger;
    private final MonAuth auth;
    private final MonClient monClient;
    private final Objecter objecter;
    private final Waiter waiter;
    private final Duration opTimeout;
    private final Duration monTimeout;
    private final Supplier<CompletionStage<Void>> stopThreads;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    private RadosClient(Builder b) {
        this.conf = b.conf;
        if (b.authMethod == null) {
            Capabilities.OURS.check(conf);
        } else {
            Capabilities.OURS.checkModes(conf);
        }
        // What is wrong with the configuration shows before a thread starts.
        MonClientConfig monitors = MonClientConfig.of(conf, b.random);
        ObjecterConfig operations = ObjecterConfig.of(conf, b.wallClock, b.completions);
        NetworkStack given = b.stack;
        NetworkStack stack = given != null ? given : newStack(conf);
        this.center = newCenter(stack, given == null);
        this.stopThreads = given != null ? center::stop : stack::shutdown;
        Function<LongSupplier, AuthClient> method = b.authMethod;
        this.auth = method == null ? MonAuth.none(conf.name()) : MonAuth.of(method);
        this.messenger = Messenger.create(stack, messengerConfig(b));
        this.monClient = new MonClient(center, messenger, auth, monitors);
        this.objecter = new Objecter(center, messenger, monClient, operations);
        this.waiter = new Waiter(completing(center, stack));
        // Whatever is left then would wait for maps and timers that do not come.
        center.ended().whenComplete((ended, failure) -> objecter.shutdown());
        this.opTimeout = conf.get(Options.RADOS_OSD_OP_TIMEOUT);
        this.monTimeout = conf.get(Options.RADOS_MON_OP_TIMEOUT);
    }

    private static List<EventCenter> completing(EventCenter center, NetworkStack stack) {
        List<EventCenter> all = new ArrayList<>();
        all.add(center);
        stack.workers().forEach(worker -> all.add(worker.center()));
        return all;
    }

    private static NetworkStack newStack(CephConf conf) {
        StackConfig config = MessengerOptions.apply(conf, StackConfig.defaults().withName("rados"));
        try {
            return NetworkStack.start(config);
        } catch (IllegalStateException e) {
            throw cannotStart(e);
        }
    }

    private static EventCenter newCenter(NetworkStack stack, boolean ours) {
        try {
            return stack.newCenter("objecter");
        } catch (IllegalStateException e) {
            if (ours) {
                stack.shutdown();
            }
            throw cannotStart(e);
        }
    }

    private static RadosException cannotStart(IllegalStateException e) {
        Errno errno = Descriptors.areExhausted(e) ? Errno.EMFILE : Errno.EIO;
        return new RadosException.NotSent(errno, String.valueOf(e.getMessage()), e);
    }

    private MessengerConfig messengerConfig(Builder b) {
        MessengerConfig.Builder config =
                MessengerConfig.builder("client", EntityName.client(-1), ClusterMessages.registry());
        return MessengerOptions.apply(conf, config)
                .random(b.random)
                .randomNonce()
                .allocator(b.allocator)
                .wallClock(b.wallClock)
                .authClient(auth.authClient())
                .conclude();
    }

    // ---- connecting

    /**
     * Connects with the configuration in {@code conf}; waits at most {@code client_mount_timeout}.
     *
     * @throws RadosException.NotSent if no monitor accepts us
     * @throws org.inkwire.cluster.conf.ConfException if {@code conf} names no monitor, or insists on authentication or
     *     secure connections that are not there
     */
    public static RadosClient connect(CephConf conf) {
        return builder(conf).connect();
    }

    public static Builder builder(CephConf conf) {
        return new Builder(conf);
    }

    /** Sets what the configuration file does not cover. Not thread-safe. */
    public static final class Builder {
        private final CephConf conf;
        private @Nullable NetworkStack stack;
        private @Nullable Executor completions;
        private @Nullable Function<LongSupplier, AuthClient> authMethod;
        private InstantSource wallClock = InstantSource.system();
        private RandomGenerator random = new java.security.SecureRandom();
        private ByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;

        private Builder(CephConf conf) {
            this.conf = Objects.requireNonNull(conf, "conf");
        }

        /** Uses the caller's stack, which stays open when the client closes. Default: a stack owned by the client. */
        public Builder stack(NetworkStack value) {
            stack = Objects.requireNonNull(value, "stack");
            return this;
        }

        /**
         * Executor on which stages complete; must not reject tasks. Default: the thread that receives the answer, one
         * of the stack's workers, or the client's own thread for what has none. Nothing may block there, and what takes
         * long delays every connection of that worker.
         */
        public Builder completions(Executor value) {
            completions = Objects.requireNonNull(value, "completions");
            return this;
        }

        /** Builds the authentication client around the global id. Default: by name only (AUTH_NONE). */
        public Builder auth(Function<LongSupplier, AuthClient> value) {
            authMethod = Objects.requireNonNull(value, "auth");
            return this;
        }

        public Builder wallClock(InstantSource value) {
            wallClock = Objects.requireNonNull(value, "wallClock");
            return this;
        }

        public Builder random(RandomGenerator value) {
            random = Objects.requireNonNull(value, "random");
            return this;
        }

        /** Allocator for received and sent data. Default: Netty's pooled allocator. */
        public Builder allocator(ByteBufAllocator value) {
            allocator = Objects.requireNonNull(value, "allocator");
            return this;
        }

        /** As {@link RadosClient#connect}. */
        public RadosClient connect() {
            RadosClient client = new RadosClient(this);
            try {
                return client.waiter.await(client.start());
            } catch (RuntimeException e) {
                client.close();
                throw e;
            }
        }

        /**
         * Connects without blocking, except to resolve host names in {@code mon_host}. If the stage fails, everything
         * is closed.
         */
        public CompletionStage<RadosClient> connectAsync() {
            RadosClient client = new RadosClient(this);
            return client.start().whenComplete((c, failure) -> {
                if (failure != null) {
                    client.closeAsync();
                }
            });
        }
    }

    private CompletionStage<RadosClient> start() {
        ConfLog.report(conf);
        // librados requires every peer to multiplex replies on one session.
        messenger.defaultPolicy(Policy.lossyClient().requiring(Feature.OSDREPLYMUX.mask()));
        messenger.addDispatcher(objecter);
        messenger.addDispatcher(monClient);
        try {
            messenger.start();
        } catch (IllegalStateException e) {
            return CompletableFuture.failedFuture(cannotStart(e));
        }
        CompletableFuture<RadosClient> connected = new CompletableFuture<>();
        Duration timeout = Timeouts.checked(conf.get(Options.CLIENT_MOUNT_TIMEOUT));
        OwnedTasks starting = new OwnedTasks(center, connected::completeExceptionally);
        starting.submit(() -> {
            monClient.onConfig(values -> ConfLog.report(conf, conf.setMonLayer(values)));
            monClient.start();
            objecter.start();
            EventCenter.Timer timer = timeout.isZero()
                    ? () -> {}
                    : center.schedule(
                            timeout.toNanos(),
                            () -> connected.completeExceptionally(new RadosException.NotSent(
                                    Errno.ETIMEDOUT,
                                    "no session with a monitor within " + Timeouts.text(timeout) + "; "
                                            + monClient.whereabouts())));
            monClient.ready().whenComplete((ok, failure) -> {
                timer.cancel();
                if (failure != null) {
                    connected.completeExceptionally(failure);
                } else {
                    connected.complete(this);
                }
            });
        });
        return connected;
    }

    /** Fails all operations in flight and closes every session. Blocks until everything has stopped. Idempotent. */
    @Override
    public void close() {
        if (waiter.here() != null) {
            // Called from a completion: this thread cannot wait for itself.
            closeAsync();
            return;
        }
        try {
            closeAsync().toCompletableFuture().get(CLOSE_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            log.warn("client {} did not close cleanly", conf.name(), e);
        }
    }

    /** As {@link #close}, without blocking. */
    public CompletionStage<Void> closeAsync() {
        if (!closing.compareAndSet(false, true)) {
            return closed;
        }
        boolean queued = center.submit(() -> {
            objecter.shutdown();
            monClient.shutdown();
            endThreads();
        });
        if (!queued) {
            // Its thread has failed, or the stack has ended.
            objecter.shutdown();
            endThreads();
        }
        return closed;
    }

    private void endThreads() {
        messenger.shutdown().thenCompose(v -> stopThreads.get()).whenComplete((v, failure) -> {
            if (failure != null) {
                closed.completeExceptionally(failure);
            } else {
                closed.complete(null);
            }
        });
    }

    // ---- identity

    /** This client's number in the cluster, {@code client.N} in its logs. */
    public long globalId() {
        return auth.globalId();
    }

    /**
     * This client's addresses as the cluster sees them, with the nonce: the argument of {@code osd blocklist add}.
     * Ceph: {@code rados_getaddrs}.
     */
    public EntityAddrVec addrs() {
        return messenger.addrs();
    }

    public UUID fsid() {
        return waiter.await(objecter.onCenter(() -> CompletableFuture.completedFuture(monClient.fsid())));
    }

    public CephConf conf() {
        return conf;
    }

    /** Waits for the cluster's newest map and returns its epoch. */
    public long waitForLatestMap() {
        return waiter.await(objecter.waitForLatestMap().thenApply(OSDMap::epoch));
    }

    /** Load of the client. */
    public Objecter.Gauges gauges() {
        return waiter.await(objecter.onCenter(() -> CompletableFuture.completedFuture(objecter.gauges())));
    }

    // ---- pools

    /** @throws RadosException.Refused with ENOENT if there is no such pool */
    public IoCtx ioCtx(String pool) {
        return waiter.await(ioCtxAsync(pool));
    }

    /** As {@link #ioCtx(String)}, by id; a missing pool shows only in the first operation. */
    public IoCtx ioCtx(long poolId) {
        return new IoCtx(new AsyncIoCtx(objecter, poolId, "", "", opTimeout), waiter);
    }

    public CompletionStage<IoCtx> ioCtxAsync(String pool) {
        return lookupPool(pool).thenApply(this::ioCtx);
    }

    /** The pool's id. Fails with ENOENT once the newest map does not have it. */
    public CompletionStage<Long> lookupPool(String pool) {
        Objects.requireNonNull(pool, "pool");
        return objecter.withMap(map -> map.poolId(pool)).thenCompose(id -> {
            if (id >= 0) {
                return CompletableFuture.completedFuture(id);
            }
            return objecter.waitForLatestMap().thenApply(map -> existing(map.poolId(pool), pool));
        });
    }

    private static long existing(long id, String pool) {
        if (id < 0) {
            throw new RadosException.Refused(Errno.ENOENT.result(), "pool \"" + pool + "\"");
        }
        return id;
    }

    /** All pools of the newest map, by id. */
    public List<PoolInfo> pools() {
        return waiter.await(objecter.waitForLatestMap().thenApply(RadosClient::poolInfos));
    }

    private static List<PoolInfo> poolInfos(OSDMap map) {
        List<PoolInfo> infos = new ArrayList<>();
        for (Map.Entry<Long, PgPool> e : map.pools().entrySet()) {
            PgPool p = e.getValue();
            String name = map.poolName(e.getKey());
            infos.add(new PoolInfo(
                    e.getKey(), name == null ? "" : name, p.isErasure(), p.size(), p.minSize(), p.pgNum()));
        }
        return infos;
    }

    /** The snapshots of a pool in the newest map, by id. Fails with ENOENT if there is no such pool. */
    public List<PoolSnapshot> snapshots(String pool) {
        Objects.requireNonNull(pool, "pool");
        return waiter.await(objecter.waitForLatestMap().thenApply(map -> {
            PgPool found = map.pool(existing(map.poolId(pool), pool));
            return found == null
                    ? List.<PoolSnapshot>of()
                    : found.snaps().values().stream()
                            .map(s -> new PoolSnapshot(
                                    s.snapId(), s.name(), s.stamp().toInstant()))
                            .toList();
        }));
    }

    /** Creates a replicated pool with the cluster's defaults. Fails with EEXIST if the name is taken. */
    public void createPool(String name) {
        waiter.await(createPoolAsync(name));
    }

    /** @return completes when our map has the pool */
    public CompletionStage<Void> createPoolAsync(String name) {
        Objects.requireNonNull(name, "pool");
        return objecter.onCenter(() -> MonOps.createPool(monClient, objecter, name, monTimeout));
    }

    /**
     * Deletes a pool and everything in it. Fails with EPERM unless the monitor's {@code mon_allow_pool_delete} is set.
     */
    public void deletePool(String name) {
        waiter.await(deletePoolAsync(name));
    }

    /** @return completes when our map no longer has the pool */
    public CompletionStage<Void> deletePoolAsync(String name) {
        return lookupPool(name)
                .thenCompose(id -> objecter.onCenter(() -> MonOps.deletePool(monClient, objecter, id, monTimeout)));
    }

    // ---- cluster

    /** Space of the whole cluster. */
    public ClusterStats stats() {
        return waiter.await(objecter.onCenter(() -> MonOps.statfs(monClient, monTimeout)));
    }

    /** Statistics by pool name; omits pools without a report. */
    public Map<String, PoolStats> poolStats(List<String> pools) {
        List<String> wanted = List.copyOf(pools);
        return waiter.await(objecter.onCenter(() -> MonOps.poolStats(monClient, wanted, monTimeout)));
    }

    /**
     * Runs a monitor command.
     *
     * @param json one object, such as <code>{"prefix": "status", "format": "json"}</code>
     * @return the result even if the command failed; see {@link CommandResult#orThrow}
     */
    public CommandResult monCommand(String json) {
        return waiter.await(monCommandAsync(json, new byte[0]));
    }

    /** @param input the command's input: not copied */
    public CompletionStage<CommandResult> monCommandAsync(String json, byte[] input) {
        List<String> cmd = List.of(json);
        Objects.requireNonNull(input, "input");
        return objecter.onCenter(() -> monClient.command(cmd, input));
    }
}
