// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.map;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.inkwire.cluster.conf.Options;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.OSDMapIncremental;
import org.inkwire.cluster.message.common.MOSDMap;
import org.inkwire.osd.context.OsdContext;
import org.inkwire.store.ObjectStore;
import org.inkwire.store.Transaction;
import org.inkwire.wire.MalformedInputException;
import org.inkwire.wire.entity.EntityAddrVec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The OSD's maps: applies what arrives, epoch by epoch, checks each map against its author's checksum, and keeps them
 * in the store. The OSD uses a map only once it is durable; otherwise its PGs' records might have no map to resume
 * from. Confined to the OSD's center. Ceph: {@code OSD::handle_osd_map}, {@code _committed_osd_maps}.
 */
public final class OsdMaps {
    private static final Logger log = LoggerFactory.getLogger(OsdMaps.class);

    /** Asks the monitor for a full map, because the one we computed differs from its author's. */
    interface FullMapRequest {
        void fullMapWanted(long epoch);
    }

    private final OsdContext osd;
    private final OsdStorage storage;
    private final MapShare share;
    private final Supplier<EntityAddrVec> ownAddrs;
    private final int cacheSize;
    /** Least recently used first. */
    private final Map<Integer, OsdMapView> cache = new LinkedHashMap<>(16, 0.75f, true);

    private @Nullable OsdMapView received;
    private @Nullable OsdMapView newest;
    private int oldestStored;

    /**
     * @param store keeps them; must be mounted before first use
     * @param share gets every map that is added
     * @param ownAddrs this process's public addresses
     */
    public OsdMaps(OsdContext osd, ObjectStore store, MapShare share, Supplier<EntityAddrVec> ownAddrs) {
        this.osd = osd;
        this.storage = new OsdStorage(store);
        this.share = share;
        this.ownAddrs = ownAddrs;
        this.cacheSize = osd.conf().getInt(Options.OSD_MAP_CACHE_SIZE);
    }

    OsdStorage storage() {
        return storage;
    }

    /** Reads what the store has. */
    void load(Superblock superblock) {
        oldestStored = superblock.oldestMap();
        for (int epoch = Math.max(1, superblock.oldestMap()); epoch <= superblock.newestMap(); epoch++) {
            byte[] full = storage.fullMap(epoch);
            byte[] incremental = storage.incremental(epoch);
            if (full != null) {
                OSDMap map = OSDMap.decode(full);
                share.add(map, full, incremental == null ? new byte[0] : incremental);
                newest = remember(map);
                received = newest;
            }
        }
    }

    /** The OSD's current map; null before the first. */
    public @Nullable OsdMapView newest() {
        return newest;
    }

    /** Of {@link #newest}; 0 before the first. */
    public int epoch() {
        return epoch(newest);
    }

    /** Of the newest map received, durable or not; 0 before the first. */
    public int receivedEpoch() {
        return epoch(received);
    }

    private static int epoch(@Nullable OsdMapView view) {
        return view == null ? 0 : view.epoch();
    }

    /** What {@link #take} returned is durable, up to this map: the OSD uses it from now on. */
    void stored(OsdMapView last) {
        newest = last;
    }

    int oldestStored() {
        return oldestStored;
    }

    /** Null if it is no longer stored. */
    public @Nullable OsdMapView view(int epoch) {
        OsdMapView known = cache.get(epoch);
        if (known != null) {
            return known;
        }
        byte[] full = storage.fullMap(epoch);
        return full == null ? null : remember(OSDMap.decode(full));
    }

    private OsdMapView remember(OSDMap map) {
        OsdMapView view = new OsdMapView(map, osd.whoami(), ownAddrs.get());
        cache.put(view.epoch(), view);
        while (cache.size() > cacheSize) {
            cache.remove(cache.keySet().iterator().next());
        }
        return view;
    }

    /**
     * Takes the epochs that follow ours.
     *
     * @param t gets what is to be stored
     * @param fullMaps asked if a map we computed differs from its author's
     * @return the new epochs, in order; empty if the message leaves a gap or has nothing new
     */
    List<OsdMapView> take(MOSDMap message, Transaction t, FullMapRequest fullMaps) {
        List<OsdMapView> added = new ArrayList<>();
        while (true) {
            long next = receivedEpoch() + 1L;
            byte[] full = message.fullMaps().get(next);
            byte[] incremental = message.incrementals().get(next);
            if (receivedEpoch() == 0 && full == null && incremental == null) {
                // A monitor that trimmed its first maps begins with a full one.
                next = firstFull(message);
                full = message.fullMaps().get(next);
            }
            try {
                OSDMap map = full != null ? OSDMap.decode(full) : apply(incremental, next, fullMaps);
                if (map == null) {
                    return added;
                }
                added.add(add(map, t, full, incremental));
            } catch (MalformedInputException e) {
                log.error("{}: map {} from {} is not usable: {}", osd, next, message, e.getMessage());
                return added;
            }
        }
    }

    /** Whether the OSD was down for so long that the epochs after ours were trimmed. */
    boolean isLeftBehindBy(MOSDMap message) {
        return received != null && message.oldest() > receivedEpoch() + 1L;
    }

    private static long firstFull(MOSDMap message) {
        long first = 0;
        for (long epoch : message.fullMaps().keySet()) {
            first = first == 0 ? epoch : Math.min(first, epoch);
        }
        return first;
    }

    private OsdMapView add(OSDMap map, Transaction t, byte @Nullable [] full, byte @Nullable [] incremental) {
        byte[] wholeBytes = full != null ? full : map.encode();
        byte[] incrementalBytes = incremental != null ? incremental : new byte[0];
        OsdStorage.putMap(t, (int) map.epoch(), wholeBytes, incrementalBytes);
        share.add(map, wholeBytes, incrementalBytes);
        OsdMapView view = remember(map);
        received = view;
        if (oldestStored == 0) {
            oldestStored = view.epoch();
        }
        return view;
    }

    /** Null if there is nothing to apply, or the result differs from its author's map. */
    private @Nullable OSDMap apply(byte @Nullable [] bytes, long epoch, FullMapRequest fullMaps) {
        if (bytes == null) {
            return null;
        }
        OSDMapIncremental incremental = OSDMapIncremental.decode(bytes);
        OsdMapView base = received;
        OSDMap map = (base == null ? OSDMap.empty() : base.map()).apply(incremental);
        if (incremental.fullCrc() != 0 && map.crc() != incremental.fullCrc()) {
            log.warn("{}: our map {} does not match its author's checksum, asking for the full map", osd, epoch);
            fullMaps.fullMapWanted(epoch);
            return null;
        }
        return map;
    }
}
