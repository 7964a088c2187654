// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.map;

import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.MalformedInputException;
import org.inkwire.wire.UTime;
import org.inkwire.wire.WireOrder;

/**
 * All fields of {@code pg_pool_t} v29, in wire order: mutable while a pool is decoded or built, frozen inside a {@link
 * PgPool}. Defaults are those of a new replicated pool. Protocol: osdmap-crush section 3.
 */
final class PoolFields {
    private static final int VERSION = 29;
    private static final int COMPAT = 5;

    /** The version mimic writes; supported clusters have no older one. */
    private static final int OLDEST = 27;

    private static final int HASH_RJENKINS = 2;

    int type = PgPool.TYPE_REPLICATED;
    int size = 3;
    int crushRule;
    int objectHash = HASH_RJENKINS;
    long pgNum;
    long pgpNum;
    long lastChange;
    long snapSeq;
    long snapEpoch;
    NavigableMap<Long, PoolSnapInfo> snaps = new TreeMap<>(Long::compareUnsigned);
    IntervalSet removedSnaps = IntervalSet.EMPTY;
    long auid;
    long flags;
    int minSize = 2;
    long quotaMaxBytes;
    long quotaMaxObjects;
    NavigableSet<Long> tiers = new TreeSet<>(Long::compareUnsigned);
    long tierOf = -1;
    int cacheMode;
    long readTier = -1;
    long writeTier = -1;
    NavigableMap<String, String> properties = new TreeMap<>(WireOrder.STRINGS);
    RawStruct hitSetParams = new RawStruct(1, 1, new byte[1]);
    long hitSetPeriod;
    long hitSetCount;
    long stripeWidth;
    long targetMaxBytes;
    long targetMaxObjects;
    long cacheTargetDirtyRatioMicro = 400_000;
    long cacheTargetFullRatioMicro = 800_000;
    long cacheMinFlushAge;
    long cacheMinEvictAge;
    String erasureCodeProfile = "";
    long lastForceOpResendPreluminous;
    long minReadRecencyForPromote;
    long expectedNumObjects;
    long cacheTargetDirtyHighRatioMicro = 600_000;
    long minWriteRecencyForPromote;
    boolean useGmtHitset = true;
    boolean fastRead;
    long hitSetGradeDecayRate;
    long hitSetSearchLastN;
    RawStruct opts = new RawStruct(2, 1, new byte[4]);
    long lastForceOpResendPrenautilus;
    NavigableMap<String, NavigableMap<String, String>> applications = new TreeMap<>(WireOrder.STRINGS);
    UTime createTime = UTime.ZERO;
    long pgNumTarget;
    long pgpNumTarget;
    long pgNumPending;
    long lastForceOpResend;
    int pgAutoscaleMode = PgPool.AUTOSCALE_ON;
    PgMergeMeta lastPgMerge = PgMergeMeta.NONE;

    PoolFields copy() {
        PoolFields c = new PoolFields();
        c.type = type;
        c.size = size;
        c.crushRule = crushRule;
        c.objectHash = objectHash;
        c.pgNum = pgNum;
        c.pgpNum = pgpNum;
        c.lastChange = lastChange;
        c.snapSeq = snapSeq;
        c.snapEpoch = snapEpoch;
        c.snaps.putAll(snaps);
        c.removedSnaps = removedSnaps;
        c.auid = auid;
        c.flags = flags;
        c.minSize = minSize;
        c.quotaMaxBytes = quotaMaxBytes;
        c.quotaMaxObjects = quotaMaxObjects;
        c.tiers.addAll(tiers);
        c.tierOf = tierOf;
        c.cacheMode = cacheMode;
        c.readTier = readTier;
        c.writeTier = writeTier;
        c.properties.putAll(properties);
        c.hitSetParams = hitSetParams;
        c.hitSetPeriod = hitSetPeriod;
        c.hitSetCount = hitSetCount;
        c.stripeWidth = stripeWidth;
        c.targetMaxBytes = targetMaxBytes;
        c.targetMaxObjects = targetMaxObjects;
        c.cacheTargetDirtyRatioMicro = cacheTargetDirtyRatioMicro;
        c.cacheTargetFullRatioMicro = cacheTargetFullRatioMicro;
        c.cacheMinFlushAge = cacheMinFlushAge;
        c.cacheMinEvictAge = cacheMinEvictAge;
        c.erasureCodeProfile = erasureCodeProfile;
        c.lastForceOpResendPreluminous = lastForceOpResendPreluminous;
        c.minReadRecencyForPromote = minReadRecencyForPromote;
        c.expectedNumObjects = expectedNumObjects;
        c.cacheTargetDirtyHighRatioMicro = cacheTargetDirtyHighRatioMicro;
        c.minWriteRecencyForPromote = minWriteRecencyForPromote;
        c.useGmtHitset = useGmtHitset;
        c.fastRead = fastRead;
        c.hitSetGradeDecayRate = hitSetGradeDecayRate;
        c.hitSetSearchLastN = hitSetSearchLastN;
        c.opts = opts;
        c.lastForceOpResendPrenautilus = lastForceOpResendPrenautilus;
        applications.forEach((app, meta) -> c.applications.put(app, WireOrder.copy(meta)));
        c.createTime = createTime;
        c.pgNumTarget = pgNumTarget;
        c.pgpNumTarget = pgpNumTarget;
        c.pgNumPending = pgNumPending;
        c.lastForceOpResend = lastForceOpResend;
        c.pgAutoscaleMode = pgAutoscaleMode;
        c.lastPgMerge = lastPgMerge;
        return c;
    }

    void encode(Encoder out) {
        out.start(VERSION, COMPAT);
        out.u8(type);
        out.u8(size);
        out.u8(crushRule);
        out.u8(objectHash);
        out.u32(pgNum);
        out.u32(pgpNum);
        out.zeros(8);
        out.u32(lastChange);
        out.u64(snapSeq);
        out.u32(snapEpoch);
        out.map(snaps, (k, e) -> e.u64(k), PoolSnapInfo::encode);
        removedSnaps.encode(out);
        out.u64(auid);
        out.u64(flags);
        out.zeros(4);
        out.u8(minSize);
        out.u64(quotaMaxBytes);
        out.u64(quotaMaxObjects);
        out.list(tiers, (t, e) -> e.u64(t));
        out.s64(tierOf);
        out.u8(cacheMode);
        out.s64(readTier);
        out.s64(writeTier);
        out.stringMap(properties);
        hitSetParams.encode(out);
        out.u32(hitSetPeriod);
        out.u32(hitSetCount);
        out.u32(stripeWidth);
        out.u64(targetMaxBytes);
        out.u64(targetMaxObjects);
        out.u32(cacheTargetDirtyRatioMicro);
        out.u32(cacheTargetFullRatioMicro);
        out.u32(cacheMinFlushAge);
        out.u32(cacheMinEvictAge);
        out.string(erasureCodeProfile);
        out.u32(lastForceOpResendPreluminous);
        out.u32(minReadRecencyForPromote);
        out.u64(expectedNumObjects);
        out.u32(cacheTargetDirtyHighRatioMicro);
        out.u32(minWriteRecencyForPromote);
        out.bool(useGmtHitset);
        out.bool(fastRead);
        out.u32(hitSetGradeDecayRate);
        out.u32(hitSetSearchLastN);
        opts.encode(out);
        out.u32(lastForceOpResendPrenautilus);
        out.map(applications, (k, e) -> e.string(k), (v, e) -> e.stringMap(v));
        createTime.encode(out);
        out.u32(pgNumTarget);
        out.u32(pgpNumTarget);
        out.u32(pgNumPending);
        out.zeros(8);
        out.u32(lastForceOpResend);
        out.u8(pgAutoscaleMode);
        lastPgMerge.encode(out);
        out.finish();
    }

    static PoolFields decode(Decoder in) {
        int version = in.start(VERSION);
        if (version < OLDEST) {
            throw new MalformedInputException("pg_pool_t version " + version + " is older than mimic's " + OLDEST);
        }
        PoolFields f = new PoolFields();
        f.type = in.u8();
        f.size = in.u8();
        f.crushRule = in.u8();
        f.objectHash = in.u8();
        f.pgNum = in.u32();
        f.pgpNum = in.u32();
        in.skip(8);
        f.lastChange = in.u32();
        f.snapSeq = in.u64();
        f.snapEpoch = in.u32();
        f.snaps.putAll(in.map(8 + 6, Decoder::u64, PoolSnapInfo::decode));
        f.removedSnaps = IntervalSet.decode(in);
        f.auid = in.u64();
        f.flags = in.u64();
        in.skip(4);
        f.minSize = in.u8();
        f.quotaMaxBytes = in.u64();
        f.quotaMaxObjects = in.u64();
        f.tiers.addAll(in.list(8, Decoder::u64));
        f.tierOf = in.s64();
        f.cacheMode = in.u8();
        f.readTier = in.s64();
        f.writeTier = in.s64();
        f.properties.putAll(in.stringMap());
        f.hitSetParams = RawStruct.decode(in, 1);
        f.hitSetPeriod = in.u32();
        f.hitSetCount = in.u32();
        f.stripeWidth = in.u32();
        f.targetMaxBytes = in.u64();
        f.targetMaxObjects = in.u64();
        f.cacheTargetDirtyRatioMicro = in.u32();
        f.cacheTargetFullRatioMicro = in.u32();
        f.cacheMinFlushAge = in.u32();
        f.cacheMinEvictAge = in.u32();
        f.erasureCodeProfile = in.string();
        f.lastForceOpResendPreluminous = in.u32();
        f.minReadRecencyForPromote = in.u32();
        f.expectedNumObjects = in.u64();
        f.cacheTargetDirtyHighRatioMicro = in.u32();
        f.minWriteRecencyForPromote = in.u32();
        f.useGmtHitset = in.bool();
        f.fastRead = in.bool();
        f.hitSetGradeDecayRate = in.u32();
        f.hitSetSearchLastN = in.u32();
        f.opts = RawStruct.decode(in, 2);
        f.lastForceOpResendPrenautilus = in.u32();
        in.map(8, Decoder::string, Decoder::stringMap)
                .forEach((app, meta) -> f.applications.put(app, WireOrder.copy(meta)));
        f.createTime = UTime.decode(in);
        if (version >= 28) {
            f.pgNumTarget = in.u32();
            f.pgpNumTarget = in.u32();
            f.pgNumPending = in.u32();
            in.skip(8);
            f.lastForceOpResend = in.u32();
            f.pgAutoscaleMode = in.u8();
        } else {
            f.pgNumTarget = f.pgNum;
            f.pgpNumTarget = f.pgpNum;
            f.pgNumPending = f.pgNum;
            f.lastForceOpResend = f.lastForceOpResendPrenautilus;
            f.pgAutoscaleMode = PgPool.AUTOSCALE_WARN;
        }
        if (version >= 29) {
            f.lastPgMerge = PgMergeMeta.decode(in);
        }
        in.finish();
        f.check();
        return f;
    }

    /** Checks the values that placement divides by or indexes with. */
    private void check() {
        if (pgNum > Integer.MAX_VALUE || pgpNum > Integer.MAX_VALUE) {
            throw new MalformedInputException("pool with pg_num " + pgNum + ", pgp_num " + pgpNum);
        }
    }
}
