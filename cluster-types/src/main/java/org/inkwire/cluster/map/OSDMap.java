// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.map;

import io.netty.buffer.Unpooled;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.UUID;
import org.inkwire.cluster.crush.CrushMap;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.UTime;
import org.inkwire.wire.WireOrder;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.jspecify.annotations.Nullable;

/**
 * The cluster at one epoch: its OSDs, their states, weights and addresses, the pools, and the CRUSH map with its
 * exceptions, and thus where every object lives (protocol: osdmap-crush sections 1, 2 and 8). Immutable; {@link #apply}
 * creates the next one. Any thread. Epochs are u32 in longs, weights 16.16 fixed. Encodes as 16.2.15 does.
 */
public final class OSDMap {
    /** 16.16 fixed 1.0: an OSD that comes first always becomes primary. */
    public static final int DEFAULT_PRIMARY_AFFINITY = 0x1_0000;

    public static final int RELEASE_LUMINOUS = 12;
    public static final int RELEASE_PACIFIC = 16;

    private static final float NEARFULL_RATIO = 0.85f;
    private static final float BACKFILLFULL_RATIO = 0.90f;
    private static final float FULL_RATIO = 0.95f;

    private final OSDMapFields f;
    private final Placements placements;

    /** Null until first used, in a map that was not decoded. Racing threads compute the same value. */
    private volatile @Nullable Integer crc;

    /** @param fields taken */
    OSDMap(OSDMapFields fields) {
        this(fields, Placements.of(fields));
    }

    /** @param fields taken */
    OSDMap(OSDMapFields fields, int crc) {
        this(fields);
        this.crc = crc;
    }

    private OSDMap(OSDMapFields fields, Placements placements) {
        this.f = fields;
        this.placements = placements;
    }

    /** An empty map, epoch 0, to which the first incremental applies. */
    public static OSDMap empty() {
        return new OSDMap(new OSDMapFields());
    }

    /**
     * The first map of a new cluster, epoch 1, as a 16.2.15 monitor creates it.
     *
     * @param crush usually {@code CrushMapBuilder.forNewCluster(1).build()}
     */
    public static OSDMap initial(UUID fsid, UTime now, CrushMap crush) {
        return initial(fsid, now, crush, NEARFULL_RATIO, BACKFILLFULL_RATIO, FULL_RATIO);
    }

    /** As {@link #initial(UUID, UTime, CrushMap)}, with other ratios. */
    public static OSDMap initial(
            UUID fsid, UTime now, CrushMap crush, float nearfullRatio, float backfillfullRatio, float fullRatio) {
        OSDMapFields f = new OSDMapFields();
        f.fsid = fsid;
        f.epoch = 1;
        f.created = now;
        f.modified = now;
        f.flags = OSDMapFlags.DEFAULT;
        f.crush = crush;
        f.crushVersion = 1;
        f.nearfullRatio = nearfullRatio;
        f.fullRatio = fullRatio;
        f.backfillfullRatio = backfillfullRatio;
        f.requireMinCompatClient = RELEASE_LUMINOUS;
        f.requireOsdRelease = RELEASE_PACIFIC;
        f.erasureCodeProfiles.put(
                "default",
                WireOrder.copy(Map.of("k", "2", "m", "2", "plugin", "jerasure", "technique", "reed_sol_van")));
        return new OSDMap(f);
    }

    /**
     * @return the map of the next epoch
     * @throws org.inkwire.wire.MalformedInputException the incremental belongs to another epoch or cluster, or names an
     *     OSD beyond max_osd
     */
    public OSDMap apply(OSDMapIncremental incremental) {
        IncrementalFields changes = incremental.fields();
        IncrementalApply.check(f, changes);
        if (incremental.hasFullMap()) {
            return decode(changes.fullMap);
        }
        OSDMapFields next = IncrementalApply.apply(f, changes);
        return new OSDMap(next, placements.next(next, changes.groups()));
    }

    public void encode(Encoder out) {
        crc = OSDMapCodec.encode(f, out);
    }

    public byte[] encode() {
        return Wire.bytes(this::encode);
    }

    public static OSDMap decode(byte[] bytes) {
        return decode(new Decoder(Unpooled.wrappedBuffer(bytes)));
    }

    /** @throws org.inkwire.wire.MalformedInputException also for a wrong crc */
    public static OSDMap decode(Decoder in) {
        return OSDMapCodec.decode(in);
    }

    /** crc32c of the encoded map, as its author computed it or as we would encode it. */
    public int crc() {
        Integer known = crc;
        if (known == null) {
            encode();
            known = crc;
        }
        return known == null ? 0 : known;
    }

    // ---- the map itself

    public UUID fsid() {
        return f.fsid;
    }

    public long epoch() {
        return f.epoch;
    }

    public UTime created() {
        return f.created;
    }

    public UTime modified() {
        return f.modified;
    }

    /** {@link OSDMapFlags} bits. */
    public int flags() {
        return f.flags;
    }

    public boolean hasFlag(int flag) {
        return (f.flags & flag) != 0;
    }

    public CrushMap crush() {
        return f.crush;
    }

    /** Number of changes to the CRUSH map. */
    public long crushVersion() {
        return f.crushVersion;
    }

    public float nearfullRatio() {
        return f.nearfullRatio;
    }

    public float fullRatio() {
        return f.fullRatio;
    }

    public float backfillfullRatio() {
        return f.backfillfullRatio;
    }

    /** Release number, such as {@link #RELEASE_PACIFIC}. */
    public int requireOsdRelease() {
        return f.requireOsdRelease;
    }

    public int requireMinCompatClient() {
        return f.requireMinCompatClient;
    }

    /** When an OSD last came up or went down. */
    public UTime lastUpChange() {
        return f.lastUpChange;
    }

    /** When an OSD last came in or went out. */
    public UTime lastInChange() {
        return f.lastInChange;
    }

    public NavigableMap<String, NavigableMap<String, String>> erasureCodeProfiles() {
        return Collections.unmodifiableNavigableMap(f.erasureCodeProfiles);
    }

    /** Clients that must not be served, with expiry times. */
    public NavigableMap<EntityAddr, UTime> blocklist() {
        return Collections.unmodifiableNavigableMap(f.blocklist);
    }

    public NavigableMap<EntityAddr, UTime> rangeBlocklist() {
        return Collections.unmodifiableNavigableMap(f.rangeBlocklist);
    }

    /** {@link OsdState} flags by CRUSH item. */
    public NavigableMap<Integer, Long> crushNodeFlags() {
        return Collections.unmodifiableNavigableMap(f.crushNodeFlags);
    }

    public NavigableMap<Integer, Long> deviceClassFlags() {
        return Collections.unmodifiableNavigableMap(f.deviceClassFlags);
    }

    public StretchMode stretchMode() {
        return f.stretchMode;
    }

    // ---- pools

    /** By id. */
    public NavigableMap<Long, PgPool> pools() {
        return Collections.unmodifiableNavigableMap(f.pools);
    }

    /** @return null if there is no such pool */
    public @Nullable PgPool pool(long id) {
        return placements.pool(id);
    }

    public boolean hasPool(long id) {
        return placements.pool(id) != null;
    }

    /** @return null if there is no such pool */
    public @Nullable String poolName(long id) {
        return f.poolNames.get(id);
    }

    public NavigableMap<Long, String> poolNames() {
        return Collections.unmodifiableNavigableMap(f.poolNames);
    }

    /** @return id of the pool of that name, or -1 */
    public long poolId(String name) {
        for (Map.Entry<Long, String> e : f.poolNames.entrySet()) {
            if (e.getValue().equals(name)) {
                return e.getKey();
            }
        }
        return -1;
    }

    /** Highest pool id ever used; 0 before the first. */
    public int poolMax() {
        return f.poolMax;
    }

    /** Snapshots removed in this epoch, by pool. */
    public NavigableMap<Long, IntervalSet> newRemovedSnaps() {
        return Collections.unmodifiableNavigableMap(f.newRemovedSnaps);
    }

    /** Snapshots purged in this epoch, by pool. */
    public NavigableMap<Long, IntervalSet> newPurgedSnaps() {
        return Collections.unmodifiableNavigableMap(f.newPurgedSnaps);
    }

    /** Snapshots removed but not yet purged, by pool. */
    public NavigableMap<Long, IntervalSet> removedSnapsQueue() {
        return Collections.unmodifiableNavigableMap(f.removedSnapsQueue);
    }

    // ---- OSDs

    /** OSD ids are below this. For other ids, accessors throw IndexOutOfBoundsException and predicates return false. */
    public int maxOsd() {
        return f.maxOsd;
    }

    /** {@link OsdState} bits. */
    public int state(int osd) {
        return f.osdState[osd];
    }

    public boolean exists(int osd) {
        return osd >= 0 && osd < f.maxOsd && (f.osdState[osd] & OsdState.EXISTS) != 0;
    }

    public boolean isUp(int osd) {
        return exists(osd) && (f.osdState[osd] & OsdState.UP) != 0;
    }

    /** Not up, or nonexistent. */
    public boolean isDown(int osd) {
        return !isUp(osd);
    }

    /** Whether it receives data: its weight is not 0. */
    public boolean isIn(int osd) {
        return exists(osd) && f.osdWeight[osd] != 0;
    }

    public boolean isOut(int osd) {
        return !isIn(osd);
    }

    /** 16.16 fixed, 0 .. 2^32-1: 0 is out, 0x10000 in. */
    public long weight(int osd) {
        return Integer.toUnsignedLong(f.osdWeight[osd]);
    }

    /** 16.16 fixed. */
    public int primaryAffinity(int osd) {
        return f.primaryAffinity.length == 0 ? DEFAULT_PRIMARY_AFFINITY : f.primaryAffinity[osd];
    }

    /** Addresses on the public network, from when it was last up; empty if never. */
    public EntityAddrVec clientAddrs(int osd) {
        return f.clientAddrs[osd];
    }

    public EntityAddrVec clusterAddrs(int osd) {
        return f.clusterAddrs[osd];
    }

    public EntityAddrVec hbBackAddrs(int osd) {
        return f.hbBackAddrs[osd];
    }

    public EntityAddrVec hbFrontAddrs(int osd) {
        return f.hbFrontAddrs[osd];
    }

    public OsdInfo osdInfo(int osd) {
        return f.osdInfo[osd];
    }

    /** Epoch it was last marked up in; 0 if never. */
    public long upFrom(int osd) {
        return f.osdInfo[osd].upFrom();
    }

    public long upThru(int osd) {
        return f.osdInfo[osd].upThru();
    }

    public OsdXInfo osdXInfo(int osd) {
        return f.osdXInfo[osd];
    }

    public UUID osdUuid(int osd) {
        return f.osdUuid[osd];
    }

    /** @return the OSD with that uuid, or -1 */
    public int osdByUuid(UUID uuid) {
        for (int osd = 0; osd < f.maxOsd; osd++) {
            if (exists(osd) && f.osdUuid[osd].equals(uuid)) {
                return osd;
            }
        }
        return -1;
    }

    /** Number of OSDs that exist. */
    public int numOsds() {
        return count(OsdState.EXISTS);
    }

    public int numUpOsds() {
        return count(OsdState.EXISTS | OsdState.UP);
    }

    public int numInOsds() {
        int n = 0;
        for (int osd = 0; osd < f.maxOsd; osd++) {
            n += isIn(osd) ? 1 : 0;
        }
        return n;
    }

    private int count(int bits) {
        int n = 0;
        for (int state : f.osdState) {
            n += (state & bits) == bits ? 1 : 0;
        }
        return n;
    }

    // ---- placement

    public NavigableMap<PgId, List<Integer>> pgTemp() {
        return Collections.unmodifiableNavigableMap(f.pgTemp);
    }

    public NavigableMap<PgId, Integer> primaryTemp() {
        return Collections.unmodifiableNavigableMap(f.primaryTemp);
    }

    public NavigableMap<PgId, List<Integer>> pgUpmap() {
        return Collections.unmodifiableNavigableMap(f.pgUpmap);
    }

    public NavigableMap<PgId, List<UpmapItem>> pgUpmapItems() {
        return Collections.unmodifiableNavigableMap(f.pgUpmapItems);
    }

    /** Set by clusters of reef and later. */
    public NavigableMap<PgId, Integer> pgUpmapPrimaries() {
        return Collections.unmodifiableNavigableMap(f.pgUpmapPrimaries);
    }

    /**
     * The raw group of an object: its seed is the object's full hash.
     *
     * @param key the object's name or, if the locator has one, its key
     * @param nspace empty for the default namespace
     * @throws IllegalArgumentException no such pool
     */
    public PgId objectToRawPg(long pool, String key, String nspace) {
        if (!hasPool(pool)) {
            throw new IllegalArgumentException("no pool " + pool);
        }
        return new PgId(pool, PgPool.hashKey(key, nspace));
    }

    /** The real group of an object; arguments as for {@link #objectToRawPg}. */
    public PgId objectToPg(long pool, String key, String nspace) {
        return rawPgToPg(objectToRawPg(pool, key, nspace));
    }

    /** @throws IllegalArgumentException no such pool */
    public PgId rawPgToPg(PgId raw) {
        PgPool pool = pool(raw.pool());
        if (pool == null) {
            throw new IllegalArgumentException("no pool " + raw.pool());
        }
        return pool.rawPgToPg(raw);
    }

    /**
     * The OSDs that CRUSH alone gives a group: before upmaps, down OSDs included. Empty if its pool or rule does not
     * exist.
     */
    public List<Integer> pgToRawOsds(PgId pg) {
        return new Placement(f).raw(pg);
    }

    /**
     * Where a group lives: computed when first asked for, remembered for this map and those after it until something
     * relevant changes. Allocates nothing when remembered.
     *
     * @param pg a real group or a raw one (seed = hash)
     * @return {@link UpActing#NOWHERE} if its pool does not exist
     */
    public UpActing pgToUpActing(PgId pg) {
        return placements.upActing(pg.pool(), pg.seed());
    }

    /** As {@link #pgToUpActing(PgId)}, for those that have no {@code PgId} at hand. */
    public UpActing pgToUpActing(long pool, int seed) {
        return placements.upActing(pool, seed);
    }

    /** The group as one OSD sees it: with its shard in an erasure coded pool, else without. */
    public SpgId shardOf(PgId pg, UpActing where, int osd) {
        PgPool pool = pool(pg.pool());
        int shard = pool != null && pool.isErasure() ? where.acting().indexOf(osd) : SpgId.NO_SHARD;
        return new SpgId(pg, shard);
    }

    @Override
    public String toString() {
        return "osdmap e" + f.epoch + ": " + numOsds() + " total, " + numUpOsds() + " up, " + numInOsds() + " in";
    }
}
