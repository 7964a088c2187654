// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.map;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.function.Consumer;
import org.inkwire.cluster.crush.CrushHash;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.UTime;
import org.inkwire.wire.WireOrder;
import org.jspecify.annotations.Nullable;

/**
 * {@code pg_pool_t}: a pool's settings (protocol: osdmap-crush section 3). Wire: struct v29 c5; v27 and up are read.
 * Immutable; {@link #toBuilder()} starts a changed copy. Epochs and counts are u32 in longs.
 */
public final class PgPool {
    public static final int TYPE_REPLICATED = 1;
    public static final int TYPE_ERASURE = 3;

    public static final long FLAG_HASHPSPOOL = 1;
    public static final long FLAG_FULL = 1 << 1;
    public static final long FLAG_EC_OVERWRITES = 1 << 2;
    public static final long FLAG_INCOMPLETE_CLONES = 1 << 3;
    public static final long FLAG_NODELETE = 1 << 4;
    public static final long FLAG_NOPGCHANGE = 1 << 5;
    public static final long FLAG_NOSIZECHANGE = 1 << 6;
    public static final long FLAG_WRITE_FADVISE_DONTNEED = 1 << 7;
    public static final long FLAG_NOSCRUB = 1 << 8;
    public static final long FLAG_NODEEP_SCRUB = 1 << 9;
    public static final long FLAG_FULL_QUOTA = 1 << 10;
    public static final long FLAG_NEARFULL = 1 << 11;
    public static final long FLAG_BACKFILLFULL = 1 << 12;
    public static final long FLAG_SELFMANAGED_SNAPS = 1 << 13;
    public static final long FLAG_POOL_SNAPS = 1 << 14;
    public static final long FLAG_CREATING = 1 << 15;

    public static final int AUTOSCALE_OFF = 0;
    public static final int AUTOSCALE_WARN = 1;
    public static final int AUTOSCALE_ON = 2;

    static final int MIN_BYTES = 6;

    private final PoolFields f;

    private PgPool(PoolFields fields) {
        this.f = fields;
    }

    /** A copy of the fields to change. */
    public Builder toBuilder() {
        return new Builder(f.copy());
    }

    /** A copy with some changes. */
    public PgPool with(Consumer<Builder> changes) {
        Builder b = toBuilder();
        changes.accept(b);
        return b.build();
    }

    /**
     * A pool as a monitor of 16.2.15 creates it: flags hashpspool and creating, autoscaling on.
     *
     * @param pgNum placement groups, at least 1; also pgp_num and both targets
     */
    public static Builder newPool(int type, int size, int minSize, int crushRule, int pgNum, UTime createTime) {
        Builder b = new Builder(new PoolFields());
        b.f.type = type;
        b.f.createTime = createTime;
        b.f.flags = FLAG_HASHPSPOOL | FLAG_CREATING;
        return b.size(size)
                .minSize(minSize)
                .crushRule(crushRule)
                .pgNum(pgNum)
                .pgpNum(pgNum)
                .pgNumTarget(pgNum)
                .pgpNumTarget(pgNum)
                .pgNumPending(pgNum);
    }

    public int type() {
        return f.type;
    }

    public boolean isReplicated() {
        return f.type == TYPE_REPLICATED;
    }

    public boolean isErasure() {
        return f.type == TYPE_ERASURE;
    }

    /** Whether later OSDs move up in place of a missing one; in an erasure coded pool positions are significant. */
    public boolean canShiftOsds() {
        return f.type == TYPE_REPLICATED;
    }

    public int size() {
        return f.size;
    }

    public int minSize() {
        return f.minSize;
    }

    public int crushRule() {
        return f.crushRule;
    }

    /** 2 is rjenkins, the only one in use. */
    public int objectHash() {
        return f.objectHash;
    }

    /** 1 .. 2^31-1. */
    public int pgNum() {
        return (int) f.pgNum;
    }

    /** 1 .. 2^31-1. */
    public int pgpNum() {
        return (int) f.pgpNum;
    }

    public long pgNumTarget() {
        return f.pgNumTarget;
    }

    public long pgpNumTarget() {
        return f.pgpNumTarget;
    }

    public long pgNumPending() {
        return f.pgNumPending;
    }

    /** Epoch of the last change to this pool. */
    public long lastChange() {
        return f.lastChange;
    }

    /** Newest snapshot id of either kind, unsigned. */
    public long snapSeq() {
        return f.snapSeq;
    }

    public long snapEpoch() {
        return f.snapEpoch;
    }

    /** Pool snapshots by id (unsigned order). */
    public NavigableMap<Long, PoolSnapInfo> snaps() {
        return Collections.unmodifiableNavigableMap(f.snaps);
    }

    public IntervalSet removedSnaps() {
        return f.removedSnaps;
    }

    /** {@code FLAG_} bits. */
    public long flags() {
        return f.flags;
    }

    public boolean hasFlag(long flag) {
        return (f.flags & flag) != 0;
    }

    public long quotaMaxBytes() {
        return f.quotaMaxBytes;
    }

    public long quotaMaxObjects() {
        return f.quotaMaxObjects;
    }

    /** Pools that are caches of this one. */
    public NavigableSet<Long> tiers() {
        return Collections.unmodifiableNavigableSet(f.tiers);
    }

    /** Pool this one is a cache of, or -1. */
    public long tierOf() {
        return f.tierOf;
    }

    public int cacheMode() {
        return f.cacheMode;
    }

    /** Pool that reads of this one go to, or -1. */
    public long readTier() {
        return f.readTier;
    }

    /** Pool that writes to this one go to, or -1. */
    public long writeTier() {
        return f.writeTier;
    }

    /** Bytes of a stripe in an erasure coded pool; 0 in a replicated one. */
    public long stripeWidth() {
        return f.stripeWidth;
    }

    public String erasureCodeProfile() {
        return f.erasureCodeProfile;
    }

    public long expectedNumObjects() {
        return f.expectedNumObjects;
    }

    public boolean fastRead() {
        return f.fastRead;
    }

    /** Application names to their metadata. */
    public NavigableMap<String, NavigableMap<String, String>> applications() {
        return Collections.unmodifiableNavigableMap(f.applications);
    }

    public UTime createTime() {
        return f.createTime;
    }

    /** Epoch in which clients must resend their outstanding requests to this pool. */
    public long lastForceOpResend() {
        return f.lastForceOpResend;
    }

    public long lastForceOpResendPrenautilus() {
        return f.lastForceOpResendPrenautilus;
    }

    public long lastForceOpResendPreluminous() {
        return f.lastForceOpResendPreluminous;
    }

    /** {@code AUTOSCALE_} number. */
    public int pgAutoscaleMode() {
        return f.pgAutoscaleMode;
    }

    public PgMergeMeta lastPgMerge() {
        return f.lastPgMerge;
    }

    // ---- placement

    /** Smallest 2^n - 1 that covers 0 .. n-1. */
    static int mask(int n) {
        return n <= 1 ? 0 : Integer.highestOneBit(n - 1) * 2 - 1;
    }

    /** Reduces {@code x} to below {@code n}; when n grows, only the values that must move do. */
    static int stableMod(int x, int n, int mask) {
        return (x & mask) < n ? x & mask : x & mask >>> 1;
    }

    /** The seed of the real group that a raw one (an object's hash) maps to: below pg_num. */
    public int rawSeedToSeed(int rawSeed) {
        return stableMod(rawSeed, pgNum(), mask(pgNum()));
    }

    /** How the objects' hashes are divided among the groups. */
    public PgSlices slices() {
        return new PgSlices(pgNum());
    }

    /**
     * Whether a group is about to be merged, away or with another: it takes no operations until that is done or given
     * up. Ceph: {@code pg_pool_t::is_pending_merge}.
     */
    public boolean isPendingMerge(int seed) {
        int pending = (int) f.pgNumPending;
        if (pending >= pgNum()) {
            return false;
        }
        return seed >= pending || !new PgSlices(pending).children(seed, pgNum()).isEmpty();
    }

    /** The real group that a raw one maps to. */
    public PgId rawPgToPg(PgId raw) {
        return new PgId(raw.pool(), rawSeedToSeed(raw.seed()));
    }

    /** The CRUSH input for a raw group. */
    public int rawPgToPps(PgId raw) {
        int m = stableMod(raw.seed(), pgpNum(), mask(pgpNum()));
        return hasFlag(FLAG_HASHPSPOOL) ? CrushHash.hash2(m, (int) raw.pool()) : m + (int) raw.pool();
    }

    /**
     * The hash of an object.
     *
     * @param name object name or, when the locator has one, its key
     * @param nspace namespace, empty for the default one
     */
    public static int hashKey(String name, String nspace) {
        return nspace.isEmpty() ? CrushHash.hashString(name) : CrushHash.hashString(nspace + '\u001f' + name);
    }

    public void encode(Encoder out) {
        f.encode(out);
    }

    public static PgPool decode(Decoder in) {
        return new PgPool(PoolFields.decode(in));
    }

    /** Sets fields of a new or copied pool. Not thread-safe; one {@link #build()} per builder. */
    public static final class Builder {
        private @Nullable PoolFields building;
        private final PoolFields f;

        private Builder(PoolFields fields) {
            this.f = fields;
            this.building = fields;
        }

        public Builder size(int size) {
            f.size = size;
            return this;
        }

        public Builder minSize(int minSize) {
            f.minSize = minSize;
            return this;
        }

        public Builder crushRule(int rule) {
            f.crushRule = rule;
            return this;
        }

        public Builder pgNum(int n) {
            f.pgNum = atLeastOne(n);
            return this;
        }

        public Builder pgpNum(int n) {
            f.pgpNum = atLeastOne(n);
            return this;
        }

        public Builder pgNumTarget(int n) {
            f.pgNumTarget = atLeastOne(n);
            return this;
        }

        public Builder pgpNumTarget(int n) {
            f.pgpNumTarget = atLeastOne(n);
            return this;
        }

        public Builder pgNumPending(int n) {
            f.pgNumPending = atLeastOne(n);
            return this;
        }

        private static int atLeastOne(int n) {
            if (n < 1) {
                throw new IllegalArgumentException("number of placement groups " + n);
            }
            return n;
        }

        public Builder lastChange(long epoch) {
            f.lastChange = epoch;
            return this;
        }

        public Builder snapSeq(long seq) {
            f.snapSeq = seq;
            return this;
        }

        public Builder snapEpoch(long epoch) {
            f.snapEpoch = epoch;
            return this;
        }

        public Builder addSnap(PoolSnapInfo snap) {
            f.snaps.put(snap.snapId(), snap);
            return this;
        }

        public Builder removeSnap(long snapId) {
            f.snaps.remove(snapId);
            return this;
        }

        public Builder removedSnaps(IntervalSet snaps) {
            f.removedSnaps = snaps;
            return this;
        }

        public Builder flags(long flags) {
            f.flags = flags;
            return this;
        }

        public Builder setFlag(long flag) {
            f.flags |= flag;
            return this;
        }

        public Builder clearFlag(long flag) {
            f.flags &= ~flag;
            return this;
        }

        public Builder quotaMaxBytes(long bytes) {
            f.quotaMaxBytes = bytes;
            return this;
        }

        public Builder quotaMaxObjects(long objects) {
            f.quotaMaxObjects = objects;
            return this;
        }

        public Builder erasureCodeProfile(String profile) {
            f.erasureCodeProfile = profile;
            return this;
        }

        public Builder stripeWidth(long bytes) {
            f.stripeWidth = bytes;
            return this;
        }

        public Builder expectedNumObjects(long objects) {
            f.expectedNumObjects = objects;
            return this;
        }

        public Builder fastRead(boolean on) {
            f.fastRead = on;
            return this;
        }

        /** Enables an application, or replaces its metadata. */
        public Builder application(String name, Map<String, String> metadata) {
            f.applications.put(name, WireOrder.copy(metadata));
            return this;
        }

        public Builder removeApplication(String name) {
            f.applications.remove(name);
            return this;
        }

        public Builder lastForceOpResend(long epoch) {
            f.lastForceOpResend = epoch;
            f.lastForceOpResendPrenautilus = epoch;
            f.lastForceOpResendPreluminous = epoch;
            return this;
        }

        /** Clients that do not follow splits must resend. */
        public Builder lastForceOpResendPreluminous(long epoch) {
            f.lastForceOpResendPreluminous = epoch;
            return this;
        }

        /** Clients that do not follow merges must resend. */
        public Builder lastForceOpResendPrenautilus(long epoch) {
            f.lastForceOpResendPrenautilus = epoch;
            return this;
        }

        public Builder lastPgMerge(PgMergeMeta merge) {
            f.lastPgMerge = merge;
            return this;
        }

        public Builder pgAutoscaleMode(int mode) {
            f.pgAutoscaleMode = mode;
            return this;
        }

        /** @throws IllegalStateException when called again */
        public PgPool build() {
            PoolFields done = building;
            if (done == null) {
                throw new IllegalStateException("already built");
            }
            building = null;
            return new PgPool(done);
        }
    }

    /** Compares the encoded fields. */
    @Override
    public boolean equals(Object o) {
        return o instanceof PgPool p && Arrays.equals(encoded(), p.encoded());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoded());
    }

    private byte[] encoded() {
        ByteBuf buf = Unpooled.buffer(512);
        encode(new Encoder(buf));
        byte[] bytes = new byte[buf.readableBytes()];
        buf.readBytes(bytes);
        return bytes;
    }

    @Override
    public String toString() {
        return (isErasure() ? "erasure" : "replicated") + " size " + f.size + " min_size " + f.minSize + " crush_rule "
                + f.crushRule + " pg_num " + f.pgNum + " pgp_num " + f.pgpNum + " last_change " + f.lastChange
                + " flags 0x" + Long.toHexString(f.flags);
    }
}
