// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class PgSlicesTest {
    @Test
    void aHashIsInThePgWhoseSeedItsLowBitsEqual() {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        for (int pgNum = 1; pgNum < 70; pgNum++) {
            PgSlices slices = new PgSlices(pgNum);
            for (int i = 0; i < 200; i++) {
                int hash = random.nextInt();
                int seed = slices.seedOf(hash);
                int mask = (int) ((1L << slices.bits(seed)) - 1);
                assertThat(hash & mask).as("%s of %s", hash, slices).isEqualTo(seed);
            }
        }
    }

    @Test
    void onePgMoreChangesOnlyTheParentsSlice() {
        for (int pgNum = 1; pgNum < 70; pgNum++) {
            PgSlices before = new PgSlices(pgNum);
            PgSlices after = new PgSlices(pgNum + 1);
            for (int seed = 0; seed < pgNum; seed++) {
                boolean isParent = before.seedOf(pgNum) == seed;
                assertThat(after.bits(seed) != before.bits(seed))
                        .as("pg %s of %s", seed, before)
                        .isEqualTo(isParent);
                assertThat(before.children(seed, pgNum + 1).contains(pgNum)).isEqualTo(isParent);
            }
        }
    }

    @Test
    void eightBecomeThirtyTwo() {
        assertThat(new PgSlices(8).children(3, 32)).containsExactly(11, 19, 27);
        assertThat(new PgSlices(8).seedOf(27)).isEqualTo(3);
        assertThat(new PgSlices(10).children(1, 12)).isEmpty();
        assertThat(new PgSlices(10).children(2, 12)).containsExactly(10);
    }
}
