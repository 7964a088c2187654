// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.service;

import io.netty.buffer.Unpooled;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.inkwire.cluster.message.mon.MMgrMap;
import org.inkwire.mon.session.GlobalIds;
import org.inkwire.mon.session.MonSession;
import org.inkwire.mon.session.MonSession.Subscription;
import org.inkwire.mon.session.Subscriptions;
import org.inkwire.mon.store.MonitorStore;
import org.inkwire.mon.store.StoreWriter;
import org.inkwire.mon.store.StoredState;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.UTime;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.feature.Feature;
import org.jspecify.annotations.Nullable;

/**
 * The mgrmap: where the cluster's only manager is, which runs within the monitor and is active while it runs. Each of its
 * lives has an epoch and a global id of its own; only the epoch is stored. Confined to the monitor's center. Ceph: {@code
 * MgrMonitor}.
 */
public final class MgrMonitor {
    /** What the manager's peers are told it understands. */
    public static final long FEATURES = Feature.PACIFIC_SUPPORTED;

    private final String name;
    private final Map<String, String> metadata;
    private final InstantSource wallClock;
    private final GlobalIds globalIds;
    private final StoreWriter store;
    private final Subscriptions subscriptions;
    private Runnable onFail = () -> {};
    private MMgrMap.@Nullable Active active;
    private UTime since = UTime.ZERO;

    /** Of the newest map that the store has or is about to have. */
    private long newest;

    /**
     * @param name without {@code mgr.}
     * @param metadata what {@code mgr metadata} shows
     */
    public MgrMonitor(
            String name,
            Map<String, String> metadata,
            InstantSource wallClock,
            GlobalIds globalIds,
            StoreWriter store,
            Subscriptions subscriptions) {
        this.name = name;
        this.metadata = Collections.unmodifiableMap(metadata);
        this.wallClock = wallClock;
        this.globalIds = globalIds;
        this.store = store;
        this.subscriptions = subscriptions;
        subscriptions.publish(Subscriptions.MGRMAP, this::publish);
    }

    /** @param action ends the manager's sessions; runs before the map names its next life */
    public void onFail(Runnable action) {
        onFail = action;
    }

    /**
     * The manager's first life in this process. Call once, before any other method; the change is durable with what is
     * written next.
     *
     * @param addrs of the manager
     */
    public void begin(NavigableMap<String, byte[]> stored, EntityAddrVec addrs) {
        byte[] last = stored.get(StoredState.KEY_MGRMAP);
        newest = last == null ? 0 : new Decoder(Unpooled.wrappedBuffer(last)).u32();
        store.write(nextEpoch());
        live(newest, addrs);
    }

    /** Ends the manager's sessions and begins its next life: what a real one does that is told that it failed. */
    public void fail() {
        EntityAddrVec addrs = active().activeAddrs();
        MonitorStore.Change change = nextEpoch();
        long epoch = newest;
        store.write(List.of(change), () -> {
            live(epoch, addrs);
            onFail.run();
            subscriptions.check(Subscriptions.MGRMAP);
        });
    }

    private void live(long epoch, EntityAddrVec addrs) {
        active = new MMgrMap.Active(epoch, addrs, globalIds.assign(), true, name);
        since = UTime.of(wallClock.instant());
    }

    private MonitorStore.Change nextEpoch() {
        newest++;
        byte[] value = new byte[Integer.BYTES];
        new Encoder(Unpooled.wrappedBuffer(value).clear()).u32(newest);
        return MonitorStore.Change.put(StoredState.KEY_MGRMAP, value);
    }

    private void publish(MonSession session, Subscription subscription) {
        MMgrMap.Active now = active();
        if (subscription.next() <= now.epoch()) {
            session.send(MMgrMap.of(now, since, FEATURES));
            session.sent(Subscriptions.MGRMAP, subscription, now.epoch());
        }
    }

    public MMgrMap.Active active() {
        MMgrMap.Active now = active;
        if (now == null) {
            throw new IllegalStateException("mgr." + name + " has not started");
        }
        return now;
    }

    public long epoch() {
        return active().epoch();
    }

    /** Without {@code mgr.}. */
    public String name() {
        return name;
    }

    /** When its present life began. */
    public UTime since() {
        return since;
    }

    /** Unmodifiable. */
    public Map<String, String> metadata() {
        return metadata;
    }
}
