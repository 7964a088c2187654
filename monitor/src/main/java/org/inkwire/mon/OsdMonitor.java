// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.inkwire.cluster.conf.Options;
import org.inkwire.cluster.crush.CrushMapBuilder;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.OSDMapIncremental;
import org.inkwire.cluster.message.common.MOSDMap;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.wire.UTime;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The OSDMap: its history and the one change to it that is being gathered. Ceph: {@code PaxosService} and the map half of
 * {@code OSDMonitor}. Confined to the monitor's center.
 *
 * <p>Changes. Whoever has one to make puts it into {@link #pending} and calls {@link #propose}. After a short delay, or at
 * once where somebody waits, all that was gathered becomes the next epoch: applied, stored, and only when it is durable
 * shown, published and answered. While an epoch is being stored nothing may be gathered: {@link #whenWritable} puts off
 * until it is. A command must not see half of somebody else's change, so {@link #whenClean} commits that first.
 */
final class OsdMonitor {
    private static final Logger LOG = LoggerFactory.getLogger(OsdMonitor.class);

    private static final String KEY_PREFIX = "osdmap.";

    /** Incrementals in one message ({@code osd_map_message_max}). */
    private static final int MAPS_PER_MESSAGE = 40;

    /** How long changes nobody waits for are gathered ({@code paxos_min_wait}). */
    private static final long GATHER_NANOS = 50_000_000;

    private final Monitor monitor;
    private final EventCenter center;
    private final PendingCleaner cleaner = new PendingCleaner();
    private final NavigableMap<Long, byte[]> incrementals = new TreeMap<>();
    private final NavigableMap<Long, byte[]> fullMaps = new TreeMap<>();
    private final Deque<Runnable> deferred = new ArrayDeque<>();
    private OSDMap map;
    private OSDMapIncremental.@Nullable Builder pending;
    private List<Runnable> waitingForPending = new ArrayList<>();
    private boolean storing;
    private EventCenter.@Nullable Timer timer;
    private boolean timerImmediate;

    OsdMonitor(Monitor monitor, EventCenter center) {
        this.monitor = monitor;
        this.center = center;
        this.map = OSDMap.empty();
    }

    // ------------------------------------------------------------ start

    /** Takes the epochs found in the store, or makes the first one. */
    void restore(NavigableMap<String, byte[]> stored) {
        for (Map.Entry<String, byte[]> e : stored.entrySet()) {
            if (e.getKey().startsWith(KEY_PREFIX)) {
                keep(StoredEpoch.decode(e.getValue()));
            }
        }
        if (fullMaps.isEmpty()) {
            OSDMap first = OSDMap.initial(
                    monitor.fsid(),
                    UTime.of(monitor.now()),
                    CrushMapBuilder.forNewCluster(monitor.conf().getInt(Options.OSD_CRUSH_CHOOSELEAF_TYPE))
                            .build());
            StoredEpoch epoch = new StoredEpoch(
                    first.epoch(), OSDMapIncremental.first(first).encode(), first.encode());
            keep(epoch);
            map = first;
            monitor.store(List.of(change(epoch)));
        } else {
            map = OSDMap.decode(fullMaps.lastEntry().getValue());
        }
    }

    // ------------------------------------------------------------ reading

    /** The newest committed map. */
    OSDMap map() {
        return map;
    }

    /** Oldest epoch kept. */
    long firstCommitted() {
        return fullMaps.firstKey();
    }

    /** @return the map of an epoch, or null if it is not kept */
    @Nullable
    OSDMap mapAt(long epoch) {
        byte[] bytes = fullMaps.get(epoch);
        if (epoch == map.epoch()) {
            return map;
        }
        return bytes == null ? null : OSDMap.decode(bytes);
    }

    /** Encoded full map, or null: borrowed. */
    byte @Nullable [] fullMap(long epoch) {
        return fullMaps.get(epoch);
    }

    /** The newest map, whole. */
    MOSDMap latestFull() {
        return message(new TreeMap<>(), new TreeMap<>(fullMaps.tailMap(map.epoch())));
    }

    /**
     * Everything from an epoch on: incrementals, after a full map if the first of them is not kept any more.
     *
     * @param first epoch wanted, at least 1
     * @return several messages if there is much, none if there is nothing that new
     */
    List<MOSDMap> since(long first) {
        List<MOSDMap> messages = new ArrayList<>();
        long from = first;
        NavigableMap<Long, byte[]> full = new TreeMap<>();
        if (from < firstCommitted()) {
            full.put(firstCommitted(), fullMaps.firstEntry().getValue());
            from = firstCommitted() + 1;
        }
        NavigableMap<Long, byte[]> batch = new TreeMap<>();
        for (Map.Entry<Long, byte[]> e : incrementals.tailMap(from).entrySet()) {
            batch.put(e.getKey(), e.getValue());
            if (batch.size() == MAPS_PER_MESSAGE) {
                messages.add(message(batch, full));
                batch = new TreeMap<>();
                full = new TreeMap<>();
            }
        }
        if (!batch.isEmpty() || !full.isEmpty()) {
            messages.add(message(batch, full));
        }
        return messages;
    }

    /** Full and incremental ranges as {@code MMonGetOSDMap} asks for them; what is not kept is left out. */
    MOSDMap ranges(long fullFirst, long fullLast, long incFirst, long incLast) {
        return message(bounded(incrementals, incFirst, incLast), bounded(fullMaps, fullFirst, fullLast));
    }

    private static NavigableMap<Long, byte[]> bounded(NavigableMap<Long, byte[]> all, long first, long last) {
        NavigableMap<Long, byte[]> some = new TreeMap<>();
        if (first > 0 && last >= first) {
            for (Map.Entry<Long, byte[]> e : all.subMap(first, true, last, true).entrySet()) {
                if (some.size() == MAPS_PER_MESSAGE) {
                    break;
                }
                some.put(e.getKey(), e.getValue());
            }
        }
        return some;
    }

    private MOSDMap message(NavigableMap<Long, byte[]> incs, NavigableMap<Long, byte[]> full) {
        MOSDMap m =
                new MOSDMap(monitor.fsid(), incs, full, firstCommitted(), map.epoch(), Collections.emptyNavigableMap());
        m.priority(MOSDMap.PRIORITY_HIGH);
        return m;
    }

    // ------------------------------------------------------------ changing

    /** Whether changes can be gathered now. */
    boolean isWritable() {
        return !storing;
    }

    /** Runs {@code op} now, or when the epoch under way is stored. */
    void whenWritable(Runnable op) {
        if (storing) {
            deferred.addLast(op);
        } else {
            op.run();
        }
    }

    /** Runs {@code op} with nothing pending: what was gathered is committed before. */
    void whenClean(Runnable op) {
        if (!storing && hasPending()) {
            commit();
            if (storing) {
                // Ahead of what came later: this one's turn had come.
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

    boolean hasPending() {
        return pending != null && !pending.isEmpty() || !waitingForPending.isEmpty();
    }

    /** @throws IllegalStateException while an epoch is being stored */
    OSDMapIncremental.Builder pending() {
        if (storing) {
            throw new IllegalStateException("epoch " + map.epoch() + 1 + " is being stored");
        }
        OSDMapIncremental.Builder p = pending;
        if (p == null) {
            p = new OSDMapIncremental.Builder(map);
            pending = p;
        }
        return p;
    }

    /** Runs {@code done} once what is pending now is committed; at once if nothing is. */
    void afterCommit(Runnable done) {
        if (!storing && (pending == null || pending.isEmpty()) && waitingForPending.isEmpty()) {
            done.run();
        } else {
            waitingForPending.add(done);
        }
    }

    /** @param immediately whether somebody waits for it */
    void propose(boolean immediately) {
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
        cleaner.clean(changes, map);
        OSDMapIncremental.Update update = changes.buildOn(map, UTime.of(monitor.now()));
        OSDMap next = update.map();
        StoredEpoch epoch = new StoredEpoch(next.epoch(), update.incremental().encode(), next.encode());
        storing = true;
        List<MonitorStore.Change> stored = new ArrayList<>();
        stored.add(change(epoch));
        trim(stored);
        monitor.store(stored, () -> committed(next, epoch, waiting));
    }

    private void committed(OSDMap next, StoredEpoch epoch, List<Runnable> waiting) {
        storing = false;
        // Only now: whoever asks for maps gets all that are kept.
        keep(epoch);
        map = next;
        LOG.debug("{} osdmap e{}", monitor.name(), next.epoch());
        monitor.onOsdMap(next);
        waiting.forEach(Runnable::run);
        while (!storing && !deferred.isEmpty()) {
            deferred.removeFirst().run();
        }
        if (!storing && hasPending() && timer == null) {
            propose(false);
        }
    }

    private void keep(StoredEpoch epoch) {
        incrementals.put(epoch.epoch(), epoch.incremental());
        fullMaps.put(epoch.epoch(), epoch.fullMap());
    }

    private static MonitorStore.Change change(StoredEpoch epoch) {
        return MonitorStore.Change.put(key(epoch.epoch()), epoch.encode());
    }

    /** Ten digits, so that keys sort as epochs do. */
    private static String key(long epoch) {
        return KEY_PREFIX + String.format("%010d", epoch);
    }

    /** Drops the oldest epochs, as many as are too many; an OSD without any starts from a full map. */
    private void trim(List<MonitorStore.Change> changes) {
        int keepAtLeast = monitor.conf().getInt(Options.MON_MIN_OSDMAP_EPOCHS);
        // With the epoch that is being stored there will be one more; until then the present one is needed.
        while (fullMaps.size() >= Math.max(2, keepAtLeast)) {
            long oldest = fullMaps.firstKey();
            fullMaps.remove(oldest);
            incrementals.remove(oldest);
            changes.add(MonitorStore.Change.remove(key(oldest)));
        }
    }
}
