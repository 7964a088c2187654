// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.crush;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.inkwire.testkit.memory.HeapAllocation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CrushMapperEquivalenceTest {
    private static final int MAPS = 300;
    private static final int INPUTS = 40;
    private static final int CALLS = 2_000;

    @Test
    void everyMappingOfRandomMapsIsAsDefined() {
        CrushMapper mapper = new CrushMapper();
        ReferenceMapper reference = new ReferenceMapper();
        for (int seed = 0; seed < MAPS; seed++) {
            CrushMap map = RandomCrushMaps.map(seed);
            int[] weights = RandomCrushMaps.deviceWeights(map, seed);
            for (int rule = 0; rule < map.maxRules(); rule++) {
                for (int x = 0; x < INPUTS; x++) {
                    int wanted = 1 + x % 6;
                    long pool = x % 3 == 0 ? CrushMapper.NO_POOL : RandomCrushMaps.POOL_WITH_WEIGHT_SET + x % 3 - 1;
                    int[] expected = new int[wanted];
                    int[] actual = new int[wanted];

                    int n = reference.doRule(map, rule, x, expected, wanted, weights, weightSet(map, pool));

                    assertThat(mapper.doRule(map, rule, x, actual, wanted, weights, pool))
                            .as("seed %d rule %d x %d", seed, rule, x)
                            .isEqualTo(n);
                    assertThat(actual).as("seed %d rule %d x %d", seed, rule, x).isEqualTo(expected);
                }
            }
        }
    }

    private static @Nullable ChooseArgs weightSet(CrushMap map, long pool) {
        return pool == CrushMapper.NO_POOL
                ? null
                : map.chooseArgs().getOrDefault(pool, map.chooseArgs().get(ChooseArgs.DEFAULT_ID));
    }

    @Test
    void twoHashesAtOnceAreTheSameAsOneByOne() {
        Random random = new Random(1);
        for (int i = 0; i < 1_000; i++) {
            int x = random.nextInt();
            int a = random.nextInt();
            int b = random.nextInt();
            int r = random.nextInt();
            long pair = CrushHash.hash3Pair(x, a, b, r);
            assertThat((int) pair).isEqualTo(CrushHash.hash3(x, a, r));
            assertThat((int) (pair >>> 32)).isEqualTo(CrushHash.hash3(x, b, r));
        }
    }

    @Test
    void aPreparedWeightDividesExactly() {
        Random random = new Random(1);
        int[] weights = {1, 2, 3, 0xffff, 0x1_0000, 0x1_0001, 0x7fff_ffff, 0x8000_0000, 0x8000_0001, -2, -1};
        for (int i = 0; i < 3_000; i++) {
            int weight = i < weights.length ? weights[i] : random.nextInt() >>> random.nextInt(31);
            long w = Integer.toUnsignedLong(weight);
            if (w == 0) {
                continue;
            }
            long divisor = Straw2Weights.divisor(weight);
            long last = CrushLn.LN_ONE / w * w;
            for (long dividend :
                    new long[] {0, 1, w - 1, w, last - 1, last, CrushLn.LN_ONE, random.nextLong() >>> 16}) {
                assertThat(Straw2Weights.quotient(dividend, divisor))
                        .as("%d / %d", dividend, w)
                        .isEqualTo(dividend / w);
            }
        }
    }

    /** What straw2 relies on to pass over draws that cannot win. */
    @Test
    void theLogarithmFallsNowhereButAtItsLastValue() {
        for (int u = 1; u < 0xffff; u++) {
            assertThat(CrushLn.ln(u)).isGreaterThanOrEqualTo(CrushLn.ln(u - 1));
        }
        assertThat(CrushLn.ln(0xffff)).isLessThan(CrushLn.ln(0xfffe));
    }

    @Test
    void aMappingAllocatesNothing() {
        CrushMap map = RandomCrushMaps.map(5);
        int[] weights = new int[map.maxDevices()];
        Arrays.fill(weights, CrushMap.WEIGHT_ONE);
        CrushMapper mapper = new CrushMapper();
        int[] result = new int[6];
        map(mapper, map, weights, result);
        long before = HeapAllocation.ofThisThread();

        map(mapper, map, weights, result);

        long bytes = HeapAllocation.ofThisThread() - before;
        // The measurement itself may allocate a little.
        assertThat(bytes).as("bytes for %d mappings", CALLS).isLessThan(CALLS);
    }

    private static void map(CrushMapper mapper, CrushMap map, int[] weights, int[] result) {
        for (int x = 0; x < CALLS; x++) {
            long pool = RandomCrushMaps.POOL_WITH_WEIGHT_SET + x % 2;
            mapper.doRule(map, x % map.maxRules(), x, result, result.length, weights, pool);
        }
    }
}
