// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.cluster;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.inkwire.cluster.conf.Capabilities;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.host.HostFacts;
import org.inkwire.cluster.message.ClusterMessages;
import org.inkwire.cluster.message.reference.ReferenceMessages;
import org.inkwire.mon.Monitor;
import org.inkwire.mon.MonitorSettings;
import org.inkwire.mon.store.DirMonitorStore;
import org.inkwire.mon.store.MonitorStore;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.MessengerConfig;
import org.inkwire.msgr.auth.AuthNone;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.msgr.event.WaitStrategy;
import org.inkwire.objecter.ConfLog;
import org.inkwire.objecter.MessengerOptions;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.message.MessageRegistry;

/** A monitor, which is the manager too, with its messengers, center and store. Any thread. */
public final class MonitorDaemon {
    /** Ceph's messages and those to a reference monitor. */
    static final MessageRegistry REGISTRY = ReferenceMessages.registerAll(
                    ClusterMessages.registerAll(MessageRegistry.builder()))
            .build();

    private final Monitor monitor;
    private final EventCenter center;
    private final EntityAddrVec addrs;

    private MonitorDaemon(Monitor monitor, EventCenter center, EntityAddrVec addrs) {
        this.monitor = monitor;
        this.center = center;
        this.addrs = addrs;
    }

    /**
     * Starts a monitor.
     *
     * @param name without {@code mon.}
     * @param conf options of {@code mon.NAME}
     * @param port 0 picks a free one for a new store
     * @return the running monitor; or fails with the reason
     * @throws org.inkwire.cluster.conf.ConfException if the options insist on what is not there
     */
    public static CompletionStage<MonitorDaemon> start(
            String name, UUID fsid, CephConf conf, MonitorStore store, int port, NodePlace place) {
        Capabilities.OURS.check(conf);
        ConfLog.follow(conf);
        NetworkStack stack = place.stack();
        EventCenter center = stack.newCenter("mon." + name, WaitStrategy.park());
        Map<String, String> metadata = new TreeMap<>(HostFacts.all());
        metadata.put(HostFacts.HOSTNAME, place.host());
        metadata.put("ms_type", "async+" + stack.driverName());
        Monitor monitor =
                new Monitor(name, fsid, center, store, new MonitorSettings(conf, place.wallClock(), metadata));
        MessengerConfig config = MessengerOptions.apply(
                        conf, MessengerConfig.builder("mon", EntityName.mon(0), REGISTRY))
                .nonce(0)
                .authClient(AuthNone.client(conf.name(), () -> 0))
                .authServer(monitor.authServer())
                .allocator(place.allocator())
                .wallClock(place.wallClock())
                .random(place.random())
                .conclude();
        MessengerConfig mgrConfig = MessengerOptions.apply(
                        conf, MessengerConfig.builder("mgr", EntityName.of(EntityType.MGR, 0), REGISTRY))
                .authClient(AuthNone.client(conf.name(), () -> 0))
                .authServer(AuthNone.server())
                .allocator(place.allocator())
                .wallClock(place.wallClock())
                .random(place.random())
                .randomNonce()
                .conclude();
        return monitor.start(Messenger.create(stack, config), Messenger.create(stack, mgrConfig), place.ip(), port)
                .whenComplete((addrs, failure) -> {
                    if (failure != null) {
                        center.stop();
                    }
                })
                .thenApply(addrs -> new MonitorDaemon(monitor, center, addrs));
    }

    /** A store in a directory. File access gets its own thread, which ends with the stack. */
    public static MonitorStore storeIn(Path directory, NetworkStack stack) {
        return new DirMonitorStore(directory, stack.newCenter("mon-store", WaitStrategy.park()));
    }

    public Monitor monitor() {
        return monitor;
    }

    public EntityAddrVec addrs() {
        return addrs;
    }

    /** Completes when only the store's thread still runs, even if the monitor's own thread had failed before. */
    public CompletionStage<Void> stop() {
        return monitor.stop().thenCompose(done -> center.stop().exceptionally(failed -> null));
    }
}
