// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.cluster;

import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.conf.Options;
import org.inkwire.cluster.host.HostFacts;
import org.inkwire.mon.Monitor;
import org.inkwire.mon.store.MemMonitorStore;
import org.inkwire.mon.store.MonitorStore;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.msgr.event.StackConfig;
import org.inkwire.objecter.MessengerOptions;
import org.inkwire.osd.OSD;
import org.inkwire.store.MemoryShare;
import org.inkwire.store.ObjectStoreProvider;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityType;
import org.jspecify.annotations.Nullable;

/**
 * A monitor and OSDs in one process, on one {@link NetworkStack}. Real sockets by default; a simulation passes its own
 * stack, clock and randomness. Any thread; nothing blocks but {@link #close} and {@link Builder#startAndWait}.
 *
 * <p>The option {@code osd_objectstore} selects where OSDs keep their objects; the default is memory. With any store, a
 * killed OSD comes back empty and is filled by the others, and a crashed one comes back with what it had.
 */
public final class LocalCluster implements AutoCloseable {
    private static final String MON_NAME = "a";

    private final Builder settings;
    private final NetworkStack stack;
    private final ClusterConf conf;
    private final Map<Integer, OSD> osds = new ConcurrentHashMap<>();
    private final MemoryShare memory;
    private final OsdStores stores;
    private final Set<Integer> registered = ConcurrentHashMap.newKeySet();
    private final MonitorStore monStore;
    private volatile @Nullable MonitorDaemon mon;
    private volatile boolean monStarts;

    private LocalCluster(Builder settings, NetworkStack stack, ClusterConf conf, ObjectStoreProvider provider) {
        this.settings = settings;
        this.stack = stack;
        this.conf = conf;
        this.memory = MemoryShare.ofProcess(Math.max(1, settings.osds));
        this.stores = new OsdStores(provider, stack, settings.dir, settings.osdBytes, memory);
        Path dir = settings.dir;
        this.monStore = dir == null
                ? new MemMonitorStore()
                : MonitorDaemon.storeIn(dir.resolve("mon." + MON_NAME).resolve("store"), stack);
    }

    public static Builder builder() {
        return new Builder();
    }

    private CompletionStage<LocalCluster> start() {
        return runMonitor()
                .thenCompose(daemon -> {
                    conf.monHost(daemon.addrs());
                    writeConf();
                    List<CompletableFuture<?>> starts = new ArrayList<>();
                    for (int id = 0; id < settings.osds; id++) {
                        starts.add(startOsd(id).toCompletableFuture());
                    }
                    return CompletableFuture.allOf(starts.toArray(new CompletableFuture<?>[0]));
                })
                .thenApply(done -> this);
    }

    private CompletionStage<MonitorDaemon> runMonitor() {
        monStarts = true;
        return MonitorDaemon.start(
                        MON_NAME,
                        conf.fsid(),
                        conf.forEntity(EntityType.MON, MON_NAME),
                        monStore,
                        settings.monPort,
                        place())
                .whenComplete((daemon, failure) -> {
                    mon = daemon;
                    monStarts = false;
                });
    }

    /**
     * Ends the monitor as a crash does, without notice. Its store stays for {@link #startMonitor}, even one in memory.
     *
     * @throws IllegalStateException if it is not running
     */
    public CompletionStage<Void> crashMonitor() {
        MonitorDaemon daemon = mon();
        mon = null;
        return daemon.stop();
    }

    /**
     * Restarts a crashed monitor on its store and at its address.
     *
     * @return completes when it serves
     * @throws IllegalStateException if it is running
     */
    public CompletionStage<Void> startMonitor() {
        if (isMonitorRunning() || monStarts) {
            throw new IllegalStateException("the monitor runs");
        }
        return runMonitor().thenAccept(daemon -> {});
    }

    public boolean isMonitorRunning() {
        return mon != null;
    }

    private NodePlace place() {
        return new NodePlace(
                stack,
                settings.ip,
                settings.host,
                memory,
                PooledByteBufAllocator.DEFAULT,
                settings.wallClock,
                settings.random);
    }

    private void writeConf() {
        Path dir = settings.dir;
        if (dir != null) {
            try {
                Files.createDirectories(dir);
                Files.writeString(dir.resolve("ceph.conf"), conf.text(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write ceph.conf to " + dir, e);
            }
        }
    }

    private MonitorDaemon mon() {
        MonitorDaemon daemon = mon;
        if (daemon == null) {
            throw new IllegalStateException("the monitor is not running");
        }
        return daemon;
    }

    /** The monitor, to run commands on. */
    public Monitor monitor() {
        return mon().monitor();
    }

    public EntityAddrVec monAddrs() {
        return mon().addrs();
    }

    /** Options of {@code client.admin}, a client of this cluster. */
    public CephConf conf() {
        return conf.forEntity(EntityType.CLIENT, "admin");
    }

    /** {@code ceph.conf}, for any client: ours or Ceph's. */
    public String confText() {
        return conf.text();
    }

    /** @throws IllegalStateException if the cluster has no directory */
    public Path confFile() {
        Path dir = settings.dir;
        if (dir == null) {
            throw new IllegalStateException("the cluster has no directory: see Builder.dir");
        }
        return dir.resolve("ceph.conf");
    }

    public UUID fsid() {
        return conf.fsid();
    }

    public NetworkStack stack() {
        return stack;
    }

    /** @throws IllegalArgumentException if that OSD is not running */
    public OSD osd(int id) {
        OSD osd = osds.get(id);
        if (osd == null) {
            throw new IllegalArgumentException("osd." + id + " is not running");
        }
        return osd;
    }

    public List<OSD> runningOsds() {
        return List.copyOf(osds.values());
    }

    /**
     * Starts an OSD. One that crashed, or was stopped on a persistent store, starts with what it had; any other starts
     * empty.
     *
     * @return completes when the map shows it up
     * @throws IllegalStateException if it is running
     */
    public CompletionStage<Void> startOsd(int id) {
        if (osds.containsKey(id)) {
            throw new IllegalStateException("osd." + id + " is running");
        }
        CephConf osdConf = conf.forEntity(EntityType.OSD, Integer.toString(id));
        return stores.open(id, OsdRegistration.osdFsid(conf.fsid(), id), osdConf)
                .thenCompose(store -> startOsd(id, OsdDaemon.create(id, conf.fsid(), osdConf, store, place())));
    }

    private CompletionStage<Void> startOsd(int id, OSD osd) {
        osds.put(id, osd);
        return register(id)
                .thenCompose(done -> osd.start())
                .handle((started, failure) ->
                        failure == null ? CompletableFuture.<Void>completedStage(null) : startFailed(id, osd, failure))
                .thenCompose(Function.identity());
    }

    /** Kills the OSD, so that it can be started again. */
    private CompletionStage<Void> startFailed(int id, OSD osd, Throwable failure) {
        osds.remove(id, osd);
        return osd.kill().handle((ended, ignored) -> {
            throw new CompletionException(failure);
        });
    }

    private CompletionStage<Void> register(int id) {
        if (registered.contains(id)) {
            // The monitor remembers it and need not be running.
            return CompletableFuture.completedStage(null);
        }
        if (!isMonitorRunning()) {
            return CompletableFuture.failedStage(
                    new IllegalStateException("no monitor runs to register osd." + id + " with"));
        }
        return monitor().command(OsdDaemon.registration(conf.fsid(), id)).thenAccept(result -> {
            if (result.result() < 0) {
                throw new IllegalStateException("the monitor refuses osd." + id + ": " + result.status());
            }
            registered.add(id);
        });
    }

    /** Ends an OSD as a crash does, without notice. Its objects stay for the next {@link #startOsd}. */
    public CompletionStage<Void> crashOsd(int id) {
        OSD osd = osd(id);
        osds.remove(id);
        return osd.kill();
    }

    /** Ends an OSD as a crash does, without notice, and discards its objects. */
    public CompletionStage<Void> killOsd(int id) {
        return crashOsd(id).thenCompose(done -> stores.discard(id));
    }

    /**
     * Discards what a stopped OSD left behind: the next {@link #startOsd} starts empty.
     *
     * @throws IllegalStateException if it is running
     */
    public CompletionStage<Void> discardStore(int id) {
        if (osds.containsKey(id)) {
            throw new IllegalStateException("osd." + id + " is running");
        }
        return stores.discard(id);
    }

    /** Stops an OSD cleanly: the monitor marks it down first. Its objects stay if its store is persistent. */
    public CompletionStage<Void> stopOsd(int id) {
        OSD osd = osd(id);
        osds.remove(id);
        return osd.stop().thenCompose(done -> stores.close(id));
    }

    /** Stops all daemons, and the stack if it is the cluster's own. */
    public CompletionStage<Void> stop() {
        List<CompletableFuture<?>> ends = new ArrayList<>();
        for (OSD osd : osds.values()) {
            int id = osd.whoami();
            ends.add(osd.stop().thenCompose(done -> stores.close(id)).toCompletableFuture());
        }
        for (int id : stores.kept()) {
            if (!osds.containsKey(id)) {
                ends.add(stores.close(id).toCompletableFuture());
            }
        }
        osds.clear();
        MonitorDaemon daemon = mon;
        mon = null;
        return CompletableFuture.allOf(ends.toArray(new CompletableFuture<?>[0]))
                .thenCompose(done -> daemon == null ? CompletableFuture.completedStage(null) : daemon.stop())
                .thenCompose(
                        done -> settings.stack == null ? stack.shutdown() : CompletableFuture.completedStage(null));
    }

    /** {@link #stop}, and waits for it; not on a center. */
    @Override
    public void close() {
        stop().toCompletableFuture().join();
    }

    /** Describes the cluster to start. Not thread-safe. */
    public static final class Builder {
        private int osds = 3;
        private UUID fsid = UUID.randomUUID();
        private @Nullable Path dir;
        private @Nullable String driver;
        private @Nullable NetworkStack stack;
        private int monPort;
        private InetAddress ip = InetAddress.getLoopbackAddress();
        private String host = HostFacts.hostname();
        private long osdBytes;
        private InstantSource wallClock = InstantSource.system();
        private RandomGenerator random = new SecureRandom();
        private final Map<String, String> options = new LinkedHashMap<>();

        private Builder() {}

        /** Default 3. */
        public Builder osds(int value) {
            osds = value;
            return this;
        }

        /** Default: random. A reused directory needs the fsid it was created with. */
        public Builder fsid(UUID value) {
            fsid = value;
            return this;
        }

        /** Keeps {@code ceph.conf}, the monitor's store and persistent OSD stores there. Default: none, all in memory. */
        public Builder dir(Path value) {
            dir = value;
            return this;
        }

        /** {@code epoll}, {@code select}, …; default: the best available. Not with {@link #stack}. */
        public Builder driver(String value) {
            driver = value;
            return this;
        }

        /** Runs on this stack, which remains the caller's. Default: the cluster's own. */
        public Builder stack(NetworkStack value) {
            stack = value;
            return this;
        }

        /** Default 0: a free one. */
        public Builder monPort(int value) {
            monPort = value;
            return this;
        }

        /** Where all daemons listen. Default: loopback. */
        public Builder ip(InetAddress value) {
            ip = value;
            return this;
        }

        /** The CRUSH host of all OSDs. Default {@code localhost}. */
        public Builder host(String value) {
            host = value;
            return this;
        }

        /**
         * Capacity of each OSD. Default: {@code memstore_device_bytes} in memory, else what the medium has. In memory
         * it is at most the OSD's share of half of this process's heap, or of its direct memory if that is smaller.
         */
        public Builder osdBytes(long value) {
            osdBytes = value;
            return this;
        }

        /** An option by Ceph's name, for daemons and clients. */
        public Builder option(String name, String value) {
            options.put(name, value);
            return this;
        }

        public Builder wallClock(InstantSource value) {
            wallClock = value;
            return this;
        }

        public Builder random(RandomGenerator value) {
            random = value;
            return this;
        }

        /**
         * @return the cluster with all OSDs up; or fails with the reason, and then nothing of it is left running
         * @throws IllegalArgumentException if there is no such driver or no such {@code osd_objectstore}, or an option's
         *     value cannot be used
         */
        public CompletionStage<LocalCluster> start() {
            ClusterConf conf = new ClusterConf(fsid, osds);
            options.forEach(conf::set);
            CephConf osdConf = conf.check().forEntity(EntityType.OSD, "0");
            ObjectStoreProvider provider = ObjectStoreProvider.named(osdConf.get(Options.OSD_OBJECTSTORE));
            StackConfig stackConfig = MessengerOptions.apply(osdConf, StackConfig.defaults());
            NetworkStack given = stack;
            NetworkStack used = given != null
                    ? given
                    : NetworkStack.start(driver == null ? stackConfig : stackConfig.withMsType("async+" + driver));
            LocalCluster cluster = new LocalCluster(this, used, conf, provider);
            CompletableFuture<LocalCluster> started = new CompletableFuture<>();
            cluster.start().whenComplete((running, failure) -> {
                if (failure == null) {
                    started.complete(running);
                } else {
                    cluster.stop().whenComplete((done, ignored) -> started.completeExceptionally(failure));
                }
            });
            return started;
        }

        /** {@link #start}, and waits for it; not on a center. */
        public LocalCluster startAndWait() {
            return start().toCompletableFuture().join();
        }
    }
}
