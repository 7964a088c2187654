// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.cluster;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.inkwire.cluster.conf.Capabilities;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.conf.ConfException;
import org.inkwire.cluster.conf.Options;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.msgr.event.StackConfig;
import org.inkwire.msgr.event.Worker;
import org.inkwire.objecter.MessengerOptions;
import org.inkwire.osd.OSD;
import org.inkwire.store.ObjectStore;
import org.inkwire.store.ObjectStoreProvider;
import org.inkwire.store.StoreConfig;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityAddr;
import org.jspecify.annotations.Nullable;

/**
 * One daemon, {@code mon.a} or {@code osd.N}, from a {@code ceph.conf}: what a process of {@code vstart --processes} runs.
 * Reads fsid, mon_host, mon_data, osd_data, osd_objectstore, the addresses and networks, ms_type. The monitor keeps its
 * state in mon_data, an OSD in memory or, if its store is persistent, in osd_data, which must exist: whoever adds an OSD
 * makes it.
 * Any thread; nothing blocks.
 */
public final class DaemonMain {
    private final String name;
    private final NetworkStack stack;
    private final @Nullable MonitorDaemon monitor;
    private final @Nullable OSD osd;

    private final CompletableFuture<Void> workerFailed = new CompletableFuture<>();
    private volatile @Nullable Throwable workerFailure;

    private DaemonMain(String name, NetworkStack stack, @Nullable MonitorDaemon monitor, @Nullable OSD osd) {
        this.name = name;
        this.stack = stack;
        this.monitor = monitor;
        this.osd = osd;
        for (Worker worker : stack.workers()) {
            worker.center().ended().whenComplete((ended, cause) -> {
                if (cause != null) {
                    // A daemon without its connections is of no use.
                    workerFailure = cause;
                    workerFailed.complete(null);
                }
            });
        }
    }

    /**
     * Starts a daemon on its own stack.
     *
     * @param conf options of {@code mon.a}, {@code osd.3}
     * @return a running daemon: a monitor that serves, an OSD that is up; or fails with the reason
     * @throws IllegalArgumentException for any other name, an OSD without its directory, or a conf without fsid or
     *     mon_host, or with an unknown osd_objectstore
     */
    public static CompletionStage<DaemonMain> start(CephConf conf) {
        Capabilities.OURS.check(conf);
        AuthEntityName entity = conf.name();
        NetworkStack stack = NetworkStack.start(
                MessengerOptions.apply(conf, StackConfig.defaults().withName(entity + "-worker")));
        try {
            return start(entity, conf, stack).whenComplete((daemon, failure) -> {
                if (failure != null) {
                    stack.shutdown();
                }
            });
        } catch (RuntimeException e) {
            stack.shutdown();
            throw e;
        }
    }

    private static CompletionStage<DaemonMain> start(AuthEntityName entity, CephConf conf, NetworkStack stack) {
        return switch (entity.type()) {
            case MON -> startMonitor(entity.id(), conf, stack);
            case OSD -> startOsd(Integer.parseInt(entity.id()), conf, stack);
            default -> throw new IllegalArgumentException(entity + " is neither mon.NAME nor osd.N");
        };
    }

    private static UUID fsid(CephConf conf) {
        UUID fsid = conf.get(Options.FSID);
        if (fsid.getMostSignificantBits() == 0 && fsid.getLeastSignificantBits() == 0) {
            throw new ConfException(Options.FSID + " is not set");
        }
        return fsid;
    }

    private static CompletionStage<DaemonMain> startMonitor(String id, CephConf conf, NetworkStack stack) {
        EntityAddr addr = conf.monHosts().get(0).msgr2OrFirst();
        return MonitorDaemon.start(
                        id,
                        fsid(conf),
                        conf,
                        MonitorDaemon.storeIn(
                                Path.of(conf.get(Options.MON_DATA)).resolve("store"), stack),
                        addr.port(),
                        NodePlace.here(stack, addr.ip(), conf.host()))
                .thenApply(monitor -> new DaemonMain("mon." + id, stack, monitor, null));
    }

    private static CompletionStage<DaemonMain> startOsd(int id, CephConf conf, NetworkStack stack) {
        UUID fsid = fsid(conf);
        Path data = Path.of(conf.get(Options.OSD_DATA));
        if (!Files.isDirectory(data)) {
            // A mistyped number must not become a new OSD.
            throw new ConfException("osd." + id + " is not an OSD of this cluster: there is no directory " + data);
        }
        NodePlace place = NodePlace.here(stack, osdIp(conf), conf.host());
        ObjectStoreProvider provider = ObjectStoreProvider.named(conf.get(Options.OSD_OBJECTSTORE));
        ObjectStore store = provider.open(new StoreConfig(
                OsdRegistration.osdFsid(fsid, id), data, 0, place.allocator(), new StoreThread(stack, id), conf));
        OSD osd = OsdDaemon.create(id, fsid, conf, store, place);
        return store.mkfs()
                .thenCompose(made -> OsdDaemon.registerAndStart(osd, conf, fsid, place))
                .thenApply(up -> new DaemonMain("osd." + id, stack, null, osd));
    }

    /** Where an OSD listens if no option says so: the loopback address of the monitor's family. */
    private static InetAddress osdIp(CephConf conf) {
        InetAddress monitor = conf.monHosts().get(0).msgr2OrFirst().ip();
        return monitor.isLoopbackAddress() ? monitor : InetAddress.getLoopbackAddress();
    }

    /** Completes once the daemon is down, for whatever reason, or useless because a network worker has failed. */
    public CompletionStage<Void> whenStopped() {
        MonitorDaemon m = monitor;
        OSD o = osd;
        CompletionStage<Void> down =
                m != null ? m.monitor().whenStopped() : o != null ? o.whenStopped() : new CompletableFuture<>();
        return down.applyToEither(workerFailed, Function.identity());
    }

    /** Why it stopped by itself; null if it did not. */
    public @Nullable Throwable failure() {
        MonitorDaemon m = monitor;
        OSD o = osd;
        Throwable own = m != null ? m.monitor().failure() : o != null ? o.failure() : null;
        return own != null ? own : workerFailure;
    }

    /** Stops the daemon cleanly (an OSD first says goodbye to the monitor), then its stack. */
    public CompletionStage<Void> stop() {
        MonitorDaemon m = monitor;
        OSD o = osd;
        CompletionStage<Void> ended =
                m != null ? m.stop() : o != null ? o.stop() : CompletableFuture.completedStage(null);
        return ended.thenCompose(done -> stack.shutdown());
    }

    @Override
    public String toString() {
        return name;
    }
}
