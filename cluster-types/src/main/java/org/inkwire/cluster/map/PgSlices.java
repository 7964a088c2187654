// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.map;

import java.util.ArrayList;
import java.util.List;

/**
 * How the hashes of a pool's objects are divided among its PGs. With one PG more, one PG's slice is halved: the new PG is
 * its child. With one PG fewer, the last PG's slice joins its parent's. Immutable. Ceph: {@code pg_t::is_split}, {@code
 * pg_t::get_split_bits}, {@code pg_t::get_ancestor}.
 *
 * @param pgNum number of PGs, at least 1
 */
public record PgSlices(int pgNum) {
    public PgSlices {
        if (pgNum < 1) {
            throw new IllegalArgumentException("number of placement groups " + pgNum);
        }
    }

    /** The PG that holds a hash, or that held or will hold the objects of another PG number: below pg_num. */
    public int seedOf(int rawSeed) {
        return PgPool.stableMod(rawSeed, pgNum, PgPool.mask(pgNum));
    }

    /**
     * How many low bits of a hash decide that an object is in this PG: all equal those of the seed. Changes exactly when
     * the PG is split or another is merged into it.
     *
     * @param seed below pg_num
     */
    public int bits(int seed) {
        int covering = Integer.bitCount(PgPool.mask(pgNum));
        int half = covering == 0 ? 1 : 1 << covering - 1;
        // Its child would be seed + half.
        boolean split = seed >= half || seed + half < pgNum;
        return covering == 0 || split ? covering : covering - 1;
    }

    /**
     * The PGs that split off a PG when there are more; equally, those that join it when their number falls back.
     *
     * @param seed below pg_num
     * @param more the larger number
     */
    public List<Integer> children(int seed, int more) {
        List<Integer> children = new ArrayList<>();
        for (int child = pgNum; child < more; child++) {
            if (seedOf(child) == seed) {
                children.add(child);
            }
        }
        return children;
    }
}
