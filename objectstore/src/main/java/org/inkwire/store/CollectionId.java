// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store;

import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/**
 * Names a collection: the objects of one PG on this OSD, or the OSD's own {@link #META} (its superblock and maps).
 * Immutable. Ordered by pool, seed, shard; META first. Ceph: {@code coll_t}.
 *
 * @param pool −1 for {@link #META} only
 * @param seed of the PG in its pool, unsigned
 * @param shard −1 in a replicated pool
 */
public record CollectionId(long pool, int seed, int shard) implements Comparable<CollectionId> {
    /** The OSD's own records; no client object lives here. */
    public static final CollectionId META = new CollectionId(-1, 0, -1);

    public static CollectionId of(SpgId pg) {
        return new CollectionId(pg.pgid().pool(), pg.pgid().seed(), pg.shard());
    }

    /** @throws IllegalStateException for {@link #META} */
    public SpgId spgId() {
        if (equals(META)) {
            throw new IllegalStateException("meta is not a PG");
        }
        return new SpgId(new PgId(pool, seed), shard);
    }

    /**
     * The object whose omap holds the PG's own records (log, info). Its name is empty, which no client object's may be;
     * it sorts first in its PG, and {@link ObjectStore#list} omits it. Ceph: {@code pgmeta_oid}.
     */
    public HObject metaObject() {
        return HObject.atHash(pool, seed);
    }

    /** s64 pool, u32 seed, u8 shard. */
    public void encode(Encoder out) {
        out.s64(pool);
        out.u32(seed);
        out.u8(shard);
    }

    public static CollectionId decode(Decoder in) {
        return new CollectionId(in.s64(), (int) in.u32(), in.s8());
    }

    @Override
    public int compareTo(CollectionId other) {
        int c = Long.compare(pool, other.pool);
        if (c == 0) {
            c = Integer.compareUnsigned(seed, other.seed);
        }
        return c != 0 ? c : Integer.compare(shard, other.shard);
    }

    @Override
    public String toString() {
        return equals(META)
                ? "meta"
                : pool + "." + Integer.toHexString(seed) + (shard == -1 ? "" : "s" + shard) + "_head";
    }
}
