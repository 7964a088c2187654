// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.map;

import io.netty.buffer.Unpooled;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.UUID;
import org.inkwire.cluster.crush.CrushMap;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.MalformedInputException;
import org.inkwire.wire.UTime;
import org.inkwire.wire.WireOrder;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.jspecify.annotations.Nullable;

/**
 * {@code OSDMap::Incremental}: what changed from one epoch to the next (protocol: osdmap-crush section 2). Immutable.
 * Decoded from a peer, or built by {@link Builder#buildOn}.
 */
public final class OSDMapIncremental {
    /** The features 16.2.15 encodes with; its full_crc covers a map encoded for them. */
    public static final long ENCODE_FEATURES = 0x0F00_0880_1021_2A04L;

    private final IncrementalFields f;
    private final int fullCrc;

    OSDMapIncremental(IncrementalFields fields, int fullCrc) {
        this.f = fields;
        this.fullCrc = fullCrc;
    }

    IncrementalFields fields() {
        return f;
    }

    public UUID fsid() {
        return f.fsid;
    }

    /** The epoch this incremental produces; it applies to the previous one. */
    public long epoch() {
        return f.epoch;
    }

    public UTime modified() {
        return f.modified;
    }

    /** crc of the full map of this epoch, as its author encoded it. */
    public int fullCrc() {
        return fullCrc;
    }

    /** Whether it carries a whole map instead of changes. */
    public boolean hasFullMap() {
        return f.fullMap.length > 0;
    }

    /** Whether it carries a new CRUSH map. */
    public boolean hasCrush() {
        return f.crush.length > 0;
    }

    public NavigableMap<Long, PgPool> newPools() {
        return Collections.unmodifiableNavigableMap(f.newPools);
    }

    public NavigableSet<Long> oldPools() {
        return Collections.unmodifiableNavigableSet(f.oldPools);
    }

    /** Bits to flip, by OSD; 0 means UP. */
    public NavigableMap<Integer, Integer> newState() {
        return Collections.unmodifiableNavigableMap(f.newState);
    }

    /** OSDs that came up, and their public addresses. */
    public NavigableMap<Integer, EntityAddrVec> newUpClient() {
        return Collections.unmodifiableNavigableMap(f.newUpClient);
    }

    /** 16.16 fixed. */
    public NavigableMap<Integer, Long> newWeight() {
        return Collections.unmodifiableNavigableMap(f.newWeight);
    }

    public void encode(Encoder out) {
        IncrementalCodec.encode(f, fullCrc, out);
    }

    public byte[] encode() {
        return Wire.bytes(this::encode);
    }

    public static OSDMapIncremental decode(byte[] bytes) {
        return decode(new Decoder(Unpooled.wrappedBuffer(bytes)));
    }

    /** @throws MalformedInputException also for a wrong crc */
    public static OSDMapIncremental decode(Decoder in) {
        return IncrementalCodec.decode(in);
    }

    /** The incremental that starts a cluster: epoch 1, with the whole first map in it. */
    public static OSDMapIncremental first(OSDMap map) {
        IncrementalFields f = new IncrementalFields();
        f.fsid = map.fsid();
        f.epoch = map.epoch();
        f.modified = map.modified();
        f.fullMap = map.encode();
        f.newNearfullRatio = map.nearfullRatio();
        f.newFullRatio = map.fullRatio();
        f.newBackfillfullRatio = map.backfillfullRatio();
        return new OSDMapIncremental(f, map.crc());
    }

    /** An incremental, and the map that results from applying it to its base. */
    public record Update(OSDMapIncremental incremental, OSDMap map) {}

    /**
     * Collects the changes for the next epoch: the monitor's pending incremental. Later calls for the same key win;
     * getters return pending values. Not thread-safe.
     */
    public static final class Builder {
        private final IncrementalFields f = new IncrementalFields();

        /** @param base the map it will apply to */
        public Builder(OSDMap base) {
            f.fsid = base.fsid();
            f.epoch = base.epoch() + 1;
        }

        /** The epoch being built. */
        public long epoch() {
            return f.epoch;
        }

        /** Whether nothing has been changed yet. */
        public boolean isEmpty() {
            return f.isEmpty();
        }

        public Builder flags(int flags) {
            f.newFlags = flags;
            return this;
        }

        /** Flags pending, or those of {@code base}. */
        public int pendingFlags(OSDMap base) {
            return f.newFlags >= 0 ? f.newFlags : base.flags();
        }

        public Builder crush(CrushMap crush) {
            f.crush = crush.encode();
            return this;
        }

        /** @return the CRUSH map pending, or that of {@code base} */
        public CrushMap pendingCrush(OSDMap base) {
            return f.crush.length == 0 ? base.crush() : CrushMap.decode(f.crush);
        }

        public Builder maxOsd(int max) {
            if (max < 0 || max > OSDMapFields.MAX_OSDS) {
                throw new IllegalArgumentException("max_osd " + max);
            }
            f.newMaxOsd = max;
            return this;
        }

        public int pendingMaxOsd(OSDMap base) {
            return f.newMaxOsd >= 0 ? f.newMaxOsd : base.maxOsd();
        }

        public Builder poolMax(long max) {
            f.newPoolMax = max;
            return this;
        }

        /** Highest pool id ever used, pending changes included. */
        public long pendingPoolMax(OSDMap base) {
            return f.newPoolMax != -1 ? f.newPoolMax : base.poolMax();
        }

        public Builder pool(long id, PgPool pool) {
            f.newPools.put(id, pool);
            return this;
        }

        /** @return the pool as it will be, or null if it does not or will not exist */
        public @Nullable PgPool pendingPool(long id, OSDMap base) {
            if (f.oldPools.contains(id)) {
                return null;
            }
            PgPool pending = f.newPools.get(id);
            return pending != null ? pending : base.pool(id);
        }

        public Builder poolName(long id, String name) {
            f.newPoolNames.put(id, name);
            return this;
        }

        /** Names of pools that are new or renamed. */
        public NavigableMap<Long, String> pendingPoolNames() {
            return Collections.unmodifiableNavigableMap(f.newPoolNames);
        }

        public Builder removePool(long id) {
            f.newPools.remove(id);
            f.newPoolNames.remove(id);
            f.oldPools.add(id);
            return this;
        }

        public NavigableSet<Long> pendingOldPools() {
            return Collections.unmodifiableNavigableSet(f.oldPools);
        }

        /** Marks an OSD up with all its addresses. */
        public Builder up(
                int osd, EntityAddrVec client, EntityAddrVec cluster, EntityAddrVec hbBack, EntityAddrVec hbFront) {
            f.newUpClient.put(osd, client);
            f.newUpCluster.put(osd, cluster);
            f.newHbBackUp.put(osd, hbBack);
            f.newHbFrontUp.put(osd, hbFront);
            return this;
        }

        public boolean isPendingUp(int osd) {
            return f.newUpClient.containsKey(osd);
        }

        /** Flips state bits, in addition to the pending ones: {@link OsdState}. */
        public Builder flipState(int osd, int bits) {
            f.newState.merge(osd, bits, (a, b) -> a ^ b);
            return this;
        }

        /** @return bits pending to be flipped */
        public int pendingState(int osd) {
            return f.newState.getOrDefault(osd, 0);
        }

        /** Drops pending bits. */
        public Builder clearState(int osd) {
            f.newState.remove(osd);
            return this;
        }

        /** @param weight 16.16 fixed: 0 is out, {@link CrushMap#WEIGHT_ONE} in */
        public Builder weight(int osd, long weight) {
            f.newWeight.put(osd, weight);
            return this;
        }

        public @Nullable Long pendingWeight(int osd) {
            return f.newWeight.get(osd);
        }

        /** @param osds empty: removes the entry */
        public Builder pgTemp(PgId pg, List<Integer> osds) {
            f.newPgTemp.put(pg, List.copyOf(osds));
            return this;
        }

        public @Nullable List<Integer> pendingPgTemp(PgId pg) {
            return f.newPgTemp.get(pg);
        }

        /** @param osd -1: removes the entry */
        public Builder primaryTemp(PgId pg, int osd) {
            f.newPrimaryTemp.put(pg, osd);
            return this;
        }

        /** @param affinity 0 .. {@link OSDMap#DEFAULT_PRIMARY_AFFINITY} */
        public Builder primaryAffinity(int osd, int affinity) {
            f.newPrimaryAffinity.put(osd, affinity);
            return this;
        }

        public Builder erasureCodeProfile(String name, Map<String, String> profile) {
            f.oldErasureCodeProfiles.remove(name);
            f.newErasureCodeProfiles.put(name, WireOrder.copy(profile));
            return this;
        }

        public Builder removeErasureCodeProfile(String name) {
            f.newErasureCodeProfiles.remove(name);
            f.oldErasureCodeProfiles.add(name);
            return this;
        }

        public Builder pgUpmap(PgId pg, List<Integer> osds) {
            f.oldPgUpmap.remove(pg);
            f.newPgUpmap.put(pg, List.copyOf(osds));
            return this;
        }

        public Builder removePgUpmap(PgId pg) {
            f.newPgUpmap.remove(pg);
            f.oldPgUpmap.add(pg);
            return this;
        }

        public Builder pgUpmapItems(PgId pg, List<UpmapItem> items) {
            f.oldPgUpmapItems.remove(pg);
            f.newPgUpmapItems.put(pg, List.copyOf(items));
            return this;
        }

        public Builder removePgUpmapItems(PgId pg) {
            f.newPgUpmapItems.remove(pg);
            f.oldPgUpmapItems.add(pg);
            return this;
        }

        /** Adds to the snapshots removed from a pool in this epoch. */
        public Builder removeSnaps(long pool, IntervalSet snaps) {
            f.newRemovedSnaps.merge(pool, snaps, IntervalSet::union);
            return this;
        }

        /** Adds to the snapshots whose objects are gone; the snapshots must have been removed before. */
        public Builder purgeSnaps(long pool, IntervalSet snaps) {
            f.newPurgedSnaps.merge(pool, snaps, IntervalSet::union);
            return this;
        }

        public Builder upThru(int osd, long epoch) {
            f.newUpThru.put(osd, epoch);
            return this;
        }

        public @Nullable Long pendingUpThru(int osd) {
            return f.newUpThru.get(osd);
        }

        public Builder lastCleanInterval(int osd, long begin, long end) {
            f.newLastCleanInterval.put(osd, new IncrementalFields.Interval(begin, end));
            return this;
        }

        public Builder lost(int osd, long epoch) {
            f.newLost.put(osd, epoch);
            return this;
        }

        public Builder xinfo(int osd, OsdXInfo info) {
            f.newXInfo.put(osd, info);
            return this;
        }

        /** @return the pending value, or that of {@code base} */
        public OsdXInfo pendingXInfo(int osd, OSDMap base) {
            OsdXInfo pending = f.newXInfo.get(osd);
            if (pending != null) {
                return pending;
            }
            return osd < base.maxOsd() ? base.osdXInfo(osd) : OsdXInfo.NONE;
        }

        public Builder uuid(int osd, UUID uuid) {
            f.newUuid.put(osd, uuid);
            return this;
        }

        public Builder blocklist(EntityAddr addr, UTime until) {
            f.oldBlocklist.remove(addr);
            f.newBlocklist.put(addr, until);
            return this;
        }

        public Builder unblocklist(EntityAddr addr) {
            f.newBlocklist.remove(addr);
            f.oldBlocklist.add(addr);
            return this;
        }

        public Builder fullRatios(float nearfull, float backfillfull, float full) {
            f.newNearfullRatio = nearfull;
            f.newBackfillfullRatio = backfillfull;
            f.newFullRatio = full;
            return this;
        }

        public Builder requireMinCompatClient(int release) {
            f.newRequireMinCompatClient = release;
            return this;
        }

        public Builder requireOsdRelease(int release) {
            f.newRequireOsdRelease = release;
            return this;
        }

        /** @param flags of a CRUSH item; 0: removes the entry */
        public Builder crushNodeFlags(int item, long flags) {
            f.newCrushNodeFlags.put(item, flags);
            return this;
        }

        /** @param flags of a device class; 0: removes the entry */
        public Builder deviceClassFlags(int deviceClass, long flags) {
            f.newDeviceClassFlags.put(deviceClass, flags);
            return this;
        }

        /**
         * Finishes the incremental: sets its time, derives when OSDs last came up or in (as the monitor does), applies
         * it, and notes the new map's crc in it.
         *
         * @param base the map given to the constructor
         * @throws IllegalArgumentException {@code base} is another map, or a change does not fit it
         */
        public Update buildOn(OSDMap base, UTime modified) {
            if (base.epoch() + 1 != f.epoch || !base.fsid().equals(f.fsid)) {
                throw new IllegalArgumentException("incremental for epoch " + f.epoch + " on epoch " + base.epoch());
            }
            IncrementalFields done = f.copy();
            done.modified = modified;
            deriveLastChanges(done, base);
            OSDMap next;
            try {
                next = base.apply(new OSDMapIncremental(done, 0));
            } catch (MalformedInputException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
            return new Update(new OSDMapIncremental(done, next.crc()), next);
        }

        private static void deriveLastChanges(IncrementalFields f, OSDMap base) {
            boolean upChanged = !f.newUpClient.isEmpty();
            for (var e : f.newState.entrySet()) {
                int bits = e.getValue() == 0 ? OsdState.UP : e.getValue();
                upChanged = upChanged || (bits & OsdState.UP) != 0;
            }
            boolean inChanged = false;
            for (var e : f.newWeight.entrySet()) {
                long old = e.getKey() < base.maxOsd() ? base.weight(e.getKey()) : 0;
                inChanged = inChanged || (old == 0) != (e.getValue() == 0);
            }
            if (upChanged) {
                f.newLastUpChange = f.modified;
            }
            if (inChanged) {
                f.newLastInChange = f.modified;
            }
        }
    }
}
