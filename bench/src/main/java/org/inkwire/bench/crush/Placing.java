// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.crush;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.inkwire.bench.micro.Clusters;
import org.inkwire.cluster.crush.CrushMap;
import org.inkwire.cluster.crush.CrushMapper;
import org.inkwire.cluster.map.OSDMap;

/** Our placements, timed by the CPU time of the calling thread. */
final class Placing {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final OSDMap map;
    private final byte[] encoded;
    private final int rule;
    private final int groups;
    private final int[] weights;
    private final CrushMapper mapper = new CrushMapper();
    private final int[] result = new int[Clusters.COPIES];
    private long sum;

    /** @param groups of the pool {@link Clusters#POOL} */
    Placing(OSDMap map, int rule, int groups) {
        this.map = map;
        this.encoded = map.encode();
        this.rule = rule;
        this.groups = groups;
        this.weights = new int[map.maxOsd()];
        Arrays.fill(weights, CrushMap.WEIGHT_ONE);
    }

    /** Devices of one input, as {@code [1,2,3]}. */
    String mapping(int input) {
        int n = crush(input);
        return Arrays.toString(Arrays.copyOf(result, n)).replace(" ", "");
    }

    private int crush(int input) {
        return mapper.doRule(map.crush(), rule, input, result, result.length, weights, CrushMapper.NO_POOL);
    }

    /** CPU time of CRUSH alone, ns per input. */
    double crushNanos(int inputs) {
        return nanosPer(inputs, input -> crush(input) + result[0]);
    }

    /** CPU time of the first look-up of each group in a map just read, ns per group. */
    double firstNanos() {
        OSDMap fresh = OSDMap.decode(encoded);
        return nanosPer(groups, seed -> fresh.pgToUpActing(Clusters.POOL, seed).actingPrimary());
    }

    /** CPU time of later look-ups, in no order, ns per look-up. */
    double rememberedNanos(int lookUps) {
        int stride = 0x9e37_79b1;
        return nanosPer(
                lookUps, i -> map.pgToUpActing(Clusters.POOL, i * stride).actingPrimary());
    }

    private double nanosPer(int times, IntUnaryOperator one) {
        long before = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < times; i++) {
            sum += one.applyAsInt(i);
        }
        return (THREADS.getCurrentThreadCpuTime() - before) / (double) times;
    }

    /** Of everything found, so that it must be computed. */
    long sum() {
        return sum;
    }
}
