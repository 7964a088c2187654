// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.map;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.conf.Option;
import org.inkwire.cluster.conf.Options;
import org.inkwire.cluster.crush.CrushMapBuilder;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.OSDMapIncremental;
import org.inkwire.cluster.map.OsdState;
import org.inkwire.mon.session.MonSession;
import org.inkwire.mon.store.MonitorStore;
import org.inkwire.mon.store.StoreWriter;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.wire.UTime;
import org.inkwire.wire.entity.EntityType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The OSDMap and the single pending change to it. Ceph: {@code PaxosService} and the map half of {@code OSDMonitor}.
 * Confined to the monitor's center.
 *
 * <p>To change the map, a caller adds to {@link #pending} and calls {@link #propose}. After a short delay, or at once
 * if a caller waits, the gathered changes become the next epoch: applied, stored, and only once durable shown,
 * published and answered. While an epoch is being stored, no changes may be gathered: {@link #whenWritable} defers
 * until it is stored. A command must not see half of another caller's change, so {@link #whenClean} first commits what
 * is pending.
 */
public final class OsdMonitor {
    private static final Logger log = LoggerFactory.getLogger(OsdMonitor.class);

    /** How long changes are gathered when no caller waits ({@code paxos_min_wait}). */
    private static final long GATHER_NANOS = 50_000_000;

    private static final double PERCENT = 100;

    private final UUID fsid;
    private final OsdMapHistory history;
    private final CephConf conf;
    private final InstantSource wallClock;
    private final EventCenter center;
    private final StoreWriter store;
    private final PgTempPrimer primer = new PgTempPrimer();
    private final PendingCleaner cleaner = new PendingCleaner();
    private final List<Consumer<OSDMap>> listeners = new ArrayList<>();
    private final Deque<Runnable> deferred = new ArrayDeque<>();
    private OSDMapIncremental.@Nullable Builder pending;
    private List<Runnable> waitingForPending = new ArrayList<>();
    private boolean storing;
    private EventCenter.@Nullable Timer timer;
    private boolean timerImmediate;

    public OsdMonitor(
            UUID fsid,
            OsdMapHistory history,
            CephConf conf,
            InstantSource wallClock,
            EventCenter center,
            StoreWriter store) {
        this.fsid = fsid;
        this.history = history;
        this.conf = conf;
        this.wallClock = wallClock;
        this.center = center;
        this.store = store;
    }

    /** Notifies {@code listener} of each new map once it is committed. Listeners run in registration order. */
    public void onCommit(Consumer<OSDMap> listener) {
        listeners.add(listener);
    }

    /** Adopts the epochs found in the store, or creates the first one. */
    public void restore(NavigableMap<String, byte[]> stored) {
        if (!history.restore(stored)) {
            OSDMap first = OSDMap.initial(
                    fsid,
                    UTime.of(wallClock.instant()),
                    CrushMapBuilder.forNewCluster(conf.getInt(Options.OSD_CRUSH_CHOOSELEAF_TYPE))
                            .build(),
                    ratio(Options.MON_OSD_NEARFULL_RATIO),
                    ratio(Options.MON_OSD_BACKFILLFULL_RATIO),
                    ratio(Options.MON_OSD_FULL_RATIO));
            StoredEpoch epoch = new StoredEpoch(
                    first.epoch(), OSDMapIncremental.first(first).encode(), first.encode());
            history.add(epoch, first);
            store.write(OsdMapHistory.storing(epoch));
        }
        tell(map());
    }

    /** A value above 1 is in percent. */
    private float ratio(Option<Double> option) {
        double value = conf.get(option);
        return (float) (value > 1 ? value / PERCENT : value);
    }

    private void tell(OSDMap map) {
        listeners.forEach(listener -> listener.accept(map));
    }

    // ---- reading

    public UUID fsid() {
        return fsid;
    }

    /** The newest committed map. */
    public OSDMap map() {
        return history.map();
    }

    /** Maps from an epoch on, if there are any. */
    void sendMaps(MonSession session, long first) {
        history.sendSince(session, first);
    }

    /** Whether the sender is the OSD that is up in the map, not an earlier incarnation. */
    boolean isUp(MonSession sender) {
        int osd = (int) sender.number();
        return sender.peerType() == EntityType.OSD
                && osd >= 0
                && map().isUp(osd)
                && map().clientAddrs(osd).equals(sender.addrs());
    }

    // ---- changing

    /** Runs {@code op} now, or once the epoch in progress is stored. */
    void whenWritable(Runnable op) {
        if (storing) {
            deferred.addLast(op);
        } else {
            op.run();
        }
    }

    /** Runs {@code op} with nothing pending: first commits what was gathered. */
    public void whenClean(Runnable op) {
        if (!storing && hasPending()) {
            commit();
            if (storing) {
                // It was this operation's turn, so it goes ahead of later ones.
                deferred.addFirst(() -> whenClean(op));
                return;
            }
        }
        if (storing) {
            deferred.addLast(() -> whenClean(op));
        } else {
            op.run();
        }
    }

    private boolean hasPending() {
        return pending != null && !pending.isEmpty() || !waitingForPending.isEmpty();
    }

    /** @throws IllegalStateException while an epoch is being stored */
    public OSDMapIncremental.Builder pending() {
        if (storing) {
            throw new IllegalStateException("epoch " + (map().epoch() + 1) + " is being stored");
        }
        OSDMapIncremental.Builder p = pending;
        if (p == null) {
            p = new OSDMapIncremental.Builder(map());
            pending = p;
        }
        return p;
    }

    /** Drops the pending change: whoever made it failed half-way. Only what {@link #whenClean} runs may call this. */
    public void dropPending() {
        pending = null;
    }

    /** Marks an OSD down in the pending change; no effect if it is or will be down. */
    public void markDown(int osd) {
        if (map().isUp(osd) && (pending().pendingState(osd) & OsdState.UP) == 0) {
            pending().flipState(osd, OsdState.UP);
        }
    }

    /** Runs {@code done} once the pending change is committed; at once if there is none. */
    public void afterCommit(Runnable done) {
        if (!storing && !hasPending()) {
            done.run();
        } else {
            waitingForPending.add(done);
        }
    }

    /** @param immediately whether a caller waits for the change */
    public void propose(boolean immediately) {
        EventCenter.Timer running = timer;
        if (running != null) {
            if (timerImmediate || !immediately) {
                return;
            }
            running.cancel();
        }
        timerImmediate = immediately;
        timer = center.schedule(immediately ? 0 : GATHER_NANOS, () -> {
            timer = null;
            if (!storing) {
                commit();
            }
        });
    }

    private void commit() {
        EventCenter.Timer running = timer;
        if (running != null) {
            running.cancel();
            timer = null;
        }
        OSDMapIncremental.Builder changes = pending;
        pending = null;
        List<Runnable> waiting = waitingForPending;
        waitingForPending = new ArrayList<>();
        if (changes == null || changes.isEmpty()) {
            waiting.forEach(Runnable::run);
            return;
        }
        primer.prime(changes, map());
        cleaner.clean(changes, map());
        OSDMapIncremental.Update update = changes.buildOn(map(), UTime.of(wallClock.instant()));
        OSDMap next = update.map();
        StoredEpoch epoch = new StoredEpoch(next.epoch(), update.incremental().encode(), next.encode());
        storing = true;
        List<MonitorStore.Change> stored = new ArrayList<>();
        stored.add(OsdMapHistory.storing(epoch));
        stored.addAll(history.trim(conf.getInt(Options.MON_MIN_OSDMAP_EPOCHS)));
        store.write(stored, () -> committed(next, epoch, waiting));
    }

    private void committed(OSDMap next, StoredEpoch epoch, List<Runnable> waiting) {
        storing = false;
        // Add it only now: requests for maps are answered with everything in the history.
        history.add(epoch, next);
        log.debug("osdmap e{}", next.epoch());
        tell(next);
        waiting.forEach(Runnable::run);
        while (!storing && !deferred.isEmpty()) {
            deferred.removeFirst().run();
        }
        if (!storing && hasPending() && timer == null) {
            propose(false);
        }
    }
}
