// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.map;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/**
 * {@code pg_t}: a placement group of a pool. Wire: u8 1, u64 pool, u32 seed, s32 -1. Ordered by pool, then seed,
 * unsigned. Immutable.
 *
 * @param pool pool id
 * @param seed unsigned 32 bit; an object's full hash in a <em>raw</em> pg, below pg_num in a real one
 */
public record PgId(long pool, int seed) implements Comparable<PgId> {
    /** Encoded length in bytes. */
    public static final int BYTES = 17;

    private static final int VERSION = 1;
    private static final int NO_PREFERRED_OSD = -1;
    private static final Pattern TEXT = Pattern.compile("(\\d{1,18})\\.([0-9a-f]{1,8})");

    public void encode(Encoder out) {
        out.u8(VERSION);
        out.u64(pool);
        out.s32(seed);
        out.s32(NO_PREFERRED_OSD);
    }

    public static PgId decode(Decoder in) {
        // Ceph does not look at the version: the layout cannot change.
        in.u8();
        long pool = in.u64();
        int seed = in.s32();
        // The preferred OSD has had no meaning since hammer.
        in.s32();
        return new PgId(pool, seed);
    }

    /**
     * Parses {@code 1.a}: pool in decimal, seed in hex.
     *
     * @throws IllegalArgumentException naming the text
     */
    public static PgId parse(String text) {
        Matcher m = TEXT.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException("not a placement group id: " + text);
        }
        return new PgId(Long.parseLong(m.group(1)), Integer.parseUnsignedInt(m.group(2), 16));
    }

    @Override
    public int compareTo(PgId other) {
        int byPool = Long.compareUnsigned(pool, other.pool);
        return byPool != 0 ? byPool : Integer.compareUnsigned(seed, other.seed);
    }

    /** Ceph's text: {@code 1.a}. */
    @Override
    public String toString() {
        return Long.toUnsignedString(pool) + "." + Integer.toHexString(seed);
    }
}
