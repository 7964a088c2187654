// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.map;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.conf.Options;
import org.inkwire.cluster.map.IntervalSet;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.message.common.MOSDMap;
import org.inkwire.cluster.message.mon.MMonGetOSDMap;
import org.inkwire.cluster.message.osdmon.MMonGetPurgedSnaps;
import org.inkwire.cluster.message.osdmon.MMonGetPurgedSnapsReply;
import org.inkwire.mon.session.MonSession;
import org.inkwire.mon.session.MonSession.Subscription;
import org.inkwire.mon.session.Routes;
import org.inkwire.mon.session.Subscriptions;
import org.inkwire.mon.store.MonitorStore;
import org.jspecify.annotations.Nullable;

/**
 * Keeps and sends the committed epochs of the OSDMap. Confined to the monitor's center. Ceph: the versions of {@code
 * PaxosService}, {@code OSDMonitor::send_incremental}.
 */
public final class OsdMapHistory {
    private static final String KEY_PREFIX = "osdmap.";

    /** Epochs examined per request for purged snapshots; the requester continues from {@code last}. */
    private static final int PURGED_SNAPS_EPOCHS = 200;

    /** The newest epoch, plus its successor while that is being stored. */
    private static final int MIN_KEPT = 2;

    private final UUID fsid;
    private final CephConf conf;
    private final NavigableMap<Long, byte[]> incrementals = new TreeMap<>();
    private final NavigableMap<Long, byte[]> fullMaps = new TreeMap<>();
    private OSDMap map = OSDMap.empty();

    public OsdMapHistory(UUID fsid, CephConf conf) {
        this.fsid = fsid;
        this.conf = conf;
    }

    public void addTo(Routes routes, Subscriptions subscriptions) {
        routes.add(MMonGetOSDMap.TYPE, MMonGetOSDMap.class, this::onGetMaps);
        routes.add(MMonGetPurgedSnaps.TYPE, MMonGetPurgedSnaps.class, this::onGetPurgedSnaps);
        subscriptions.publish(Subscriptions.OSDMAP, this::publish);
    }

    // ---- keeping

    /** Adopts the epochs found in the store. @return whether there were any */
    boolean restore(NavigableMap<String, byte[]> stored) {
        for (Map.Entry<String, byte[]> e : stored.entrySet()) {
            if (e.getKey().startsWith(KEY_PREFIX)) {
                keep(StoredEpoch.decode(e.getValue()));
            }
        }
        if (fullMaps.isEmpty()) {
            return false;
        }
        map = OSDMap.decode(fullMaps.lastEntry().getValue());
        return true;
    }

    /** Adds the newest epoch, already stored. */
    void add(StoredEpoch epoch, OSDMap newest) {
        keep(epoch);
        map = newest;
    }

    private void keep(StoredEpoch epoch) {
        incrementals.put(epoch.epoch(), epoch.incremental());
        fullMaps.put(epoch.epoch(), epoch.fullMap());
    }

    static MonitorStore.Change storing(StoredEpoch epoch) {
        return MonitorStore.Change.put(key(epoch.epoch()), epoch.encode());
    }

    /** Ten digits, so that keys sort in epoch order. */
    private static String key(long epoch) {
        return KEY_PREFIX + String.format("%010d", epoch);
    }

    /**
     * Drops the oldest epochs before another one is added; an OSD that has none of those kept starts from a full map.
     *
     * @param keep number of epochs to keep
     * @return the changes to the store
     */
    List<MonitorStore.Change> trim(int keep) {
        List<MonitorStore.Change> changes = new ArrayList<>();
        while (fullMaps.size() >= Math.max(MIN_KEPT, keep)) {
            long oldest = fullMaps.firstKey();
            fullMaps.remove(oldest);
            incrementals.remove(oldest);
            changes.add(MonitorStore.Change.remove(key(oldest)));
        }
        return changes;
    }

    // ---- reading

    /** The newest committed map. */
    public OSDMap map() {
        return map;
    }

    /** Oldest epoch kept. */
    public long first() {
        return fullMaps.firstKey();
    }

    /** @return the map of an epoch, or null if it is not kept */
    @Nullable
    public OSDMap mapAt(long epoch) {
        if (epoch == map.epoch()) {
            return map;
        }
        byte[] bytes = fullMaps.get(epoch);
        return bytes == null ? null : OSDMap.decode(bytes);
    }

    /** Encoded full map, or null: borrowed. */
    public byte @Nullable [] fullMap(long epoch) {
        return fullMaps.get(epoch);
    }

    // ---- sending

    /** Maps from an epoch on, if there are any; 0 and 1 count as "from the first that is kept". */
    void sendSince(MonSession session, long first) {
        since(Math.max(1, first)).forEach(session::send);
    }

    private void publish(MonSession session, Subscription subscription) {
        long newest = map.epoch();
        if (subscription.next() > newest) {
            return;
        }
        if (subscription.next() >= 1) {
            sendSince(session, subscription.next());
        } else {
            session.send(message(new TreeMap<>(), new TreeMap<>(fullMaps.tailMap(newest))));
        }
        session.sent(Subscriptions.OSDMAP, subscription, newest);
    }

    /**
     * Everything from an epoch on: incrementals, after a full map if the first of them is not kept any more.
     *
     * @param first epoch wanted, at least 1
     * @return several messages for many epochs, none if there is no such epoch yet
     */
    private List<MOSDMap> since(long first) {
        List<MOSDMap> messages = new ArrayList<>();
        long from = first;
        NavigableMap<Long, byte[]> full = new TreeMap<>();
        if (from < first()) {
            full.put(first(), fullMaps.firstEntry().getValue());
            from = first() + 1;
        }
        NavigableMap<Long, byte[]> batch = new TreeMap<>();
        for (Map.Entry<Long, byte[]> e : incrementals.tailMap(from).entrySet()) {
            batch.put(e.getKey(), e.getValue());
            if (isFull(batch)) {
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

    /** Omits epochs that are no longer kept. */
    private void onGetMaps(MonSession session, MMonGetOSDMap m) {
        session.send(message(
                bounded(incrementals, m.incFirst(), m.incLast()), bounded(fullMaps, m.fullFirst(), m.fullLast())));
    }

    /** {@code osd_map_message_max} and {@code osd_map_message_max_bytes}; a map that is larger is sent alone. */
    private boolean isFull(NavigableMap<Long, byte[]> maps) {
        return maps.size() >= conf.getInt(Options.OSD_MAP_MESSAGE_MAX)
                || maps.values().stream().mapToLong(map -> map.length).sum()
                        >= conf.get(Options.OSD_MAP_MESSAGE_MAX_BYTES);
    }

    private NavigableMap<Long, byte[]> bounded(NavigableMap<Long, byte[]> all, long first, long last) {
        NavigableMap<Long, byte[]> some = new TreeMap<>();
        if (first > 0 && last >= first) {
            for (Map.Entry<Long, byte[]> e : all.subMap(first, true, last, true).entrySet()) {
                if (isFull(some)) {
                    break;
                }
                some.put(e.getKey(), e.getValue());
            }
        }
        return some;
    }

    private MOSDMap message(NavigableMap<Long, byte[]> incs, NavigableMap<Long, byte[]> full) {
        MOSDMap m = new MOSDMap(fsid, incs, full, first(), map.epoch(), Collections.emptyNavigableMap());
        m.priority(MOSDMap.PRIORITY_HIGH);
        return m;
    }

    /** Answers which snapshots were purged in which epochs, as far back as maps are kept. */
    private void onGetPurgedSnaps(MonSession session, MMonGetPurgedSnaps m) {
        long first = Math.max(m.start(), first());
        long last = Math.min(Math.min(m.last(), map.epoch()), first + PURGED_SNAPS_EPOCHS - 1);
        Map<Long, Map<Long, IntervalSet>> purged = new TreeMap<>();
        for (long epoch = first; epoch <= last; epoch++) {
            OSDMap at = mapAt(epoch);
            if (at != null && !at.newPurgedSnaps().isEmpty()) {
                purged.put(epoch, at.newPurgedSnaps());
            }
        }
        session.reply(m, new MMonGetPurgedSnapsReply(map.epoch(), m.start(), last, purged));
    }
}
