// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.map;

import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/**
 * {@code spg_t}: a placement group and the shard of it that one OSD holds. Wire: struct v1 c1 of pg_t, s8 shard.
 * Immutable.
 *
 * @param shard index in the acting set of an erasure coded pool; {@link #NO_SHARD} in a replicated one
 */
public record SpgId(PgId pgid, int shard) implements Comparable<SpgId> {
    public static final int NO_SHARD = -1;

    /** Encoded length in bytes. */
    public static final int BYTES = 6 + PgId.BYTES + 1;

    public SpgId {
        if (shard < Byte.MIN_VALUE || shard > Byte.MAX_VALUE) {
            throw new IllegalArgumentException("shard " + shard);
        }
    }

    /** The group in a replicated pool. */
    public static SpgId of(PgId pgid) {
        return new SpgId(pgid, NO_SHARD);
    }

    public void encode(Encoder out) {
        out.start(1, 1);
        pgid.encode(out);
        out.u8(shard);
        out.finish();
    }

    public static SpgId decode(Decoder in) {
        in.start(1);
        SpgId spg = new SpgId(PgId.decode(in), in.s8());
        in.finish();
        return spg;
    }

    @Override
    public int compareTo(SpgId other) {
        int byPg = pgid.compareTo(other.pgid);
        return byPg != 0 ? byPg : Integer.compare(shard, other.shard);
    }

    /** Ceph's text: {@code 1.a}, or {@code 1.as2} with a shard. */
    @Override
    public String toString() {
        return shard == NO_SHARD ? pgid.toString() : pgid + "s" + shard;
    }
}
