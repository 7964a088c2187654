// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.micro;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.inkwire.cluster.crush.CrushMap;
import org.inkwire.cluster.crush.CrushMapper;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.map.UpActing;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Placement among 1000 OSDs in hosts and racks. One operation maps one number to three OSDs by CRUSH alone, or finds the
 * OSDs of one placement group.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class CrushBenchmark extends MicroBenchmark {
    private static final int OSDS = 1_000;
    /** A power of two. */
    private static final int PGS = 32 << 10;

    /** What no two copies share. */
    @Param({"host", "rack"})
    public String failureDomain = "";

    private final CrushMapper mapper = new CrushMapper();
    private final int[] weights = new int[OSDS];
    private final int[] result = new int[Clusters.COPIES];

    @SuppressWarnings("NullAway.Init") // set before the first iteration
    private OSDMap map;

    @SuppressWarnings("NullAway.Init") // set before the first iteration
    private CrushMap crush;

    private int rule;
    private int next;

    @Setup
    public void build() {
        map = Clusters.osdMap(OSDS, failureDomain, PGS);
        crush = map.crush();
        rule = Clusters.ruleId(crush, failureDomain);
        Arrays.fill(weights, CrushMap.WEIGHT_ONE);
        for (int seed = 0; seed < PGS; seed++) {
            map.pgToUpActing(Clusters.POOL, seed);
        }
    }

    @Benchmark
    public int[] crushAlone() {
        int found = mapper.doRule(crush, rule, next++, result, Clusters.COPIES, weights, CrushMapper.NO_POOL);
        if (found != Clusters.COPIES) {
            throw new IllegalStateException(found + " OSDs for " + next);
        }
        return result;
    }

    /** A look-up of a group that was asked for before. */
    @Benchmark
    public UpActing remembered() {
        return map.pgToUpActing(Clusters.POOL, next++ & (PGS - 1));
    }

    /** A look-up by the whole map but from nothing remembered: CRUSH, what exists, the list of OSDs. */
    @Benchmark
    public List<Integer> rawOsds() {
        return map.pgToRawOsds(new PgId(Clusters.POOL, next++ & (PGS - 1)));
    }
}
