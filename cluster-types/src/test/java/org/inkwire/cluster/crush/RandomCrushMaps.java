// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.crush;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Maps of three levels with every kind of bucket, tunable, rule and weight set, drawn from a seed. */
final class RandomCrushMaps {
    static final long POOL_WITH_WEIGHT_SET = 7;
    private static final int HOST = 1;
    private static final int RACK = 2;
    private static final int ROOT = 3;
    private static final CrushTunables[] PROFILES = {
        CrushTunables.LEGACY, CrushTunables.BOBTAIL, CrushTunables.FIREFLY, CrushTunables.JEWEL
    };

    private final Random random;
    private final CrushParts parts = new CrushParts();
    private final List<CrushBucket> buckets = new ArrayList<>();
    private int devices;

    private RandomCrushMaps(long seed) {
        random = new Random(seed);
    }

    static CrushMap map(long seed) {
        return new RandomCrushMaps(seed).build();
    }

    private CrushMap build() {
        int[] racks = new int[1 + random.nextInt(5)];
        for (int rack = 0; rack < racks.length; rack++) {
            int[] hosts = new int[random.nextInt(6)];
            for (int host = 0; host < hosts.length; host++) {
                int[] osds = new int[random.nextInt(8)];
                for (int osd = 0; osd < osds.length; osd++) {
                    osds[osd] = devices++;
                }
                hosts[host] = bucket(HOST, osds);
            }
            racks[rack] = bucket(RACK, hosts);
        }
        int root = bucket(ROOT, racks);
        parts.buckets = buckets.toArray(new CrushBucket[0]);
        // Some devices may be beyond the limit.
        parts.maxDevices = random.nextInt(4) == 0 ? devices - devices / 8 : devices;
        parts.tunables = tunables();
        parts.rules = rules(root);
        parts.chooseArgs.put(POOL_WITH_WEIGHT_SET, weightSet());
        if (random.nextBoolean()) {
            parts.chooseArgs.put(ChooseArgs.DEFAULT_ID, weightSet());
        }
        return new CrushMap(parts);
    }

    private int bucket(int type, int[] items) {
        BucketAlg[] algs = BucketAlg.values();
        BucketAlg alg = random.nextInt(3) == 0 ? algs[random.nextInt(algs.length)] : BucketAlg.STRAW2;
        int[] weights = weights(items.length);
        if (alg == BucketAlg.UNIFORM && weights.length > 0) {
            Arrays.fill(weights, weights[0]);
        }
        CrushBucket b = CrushBucket.of(-1 - buckets.size(), type, alg, items, weights);
        buckets.add(b);
        return b.id();
    }

    /** Equal, different or extreme ones, some 0. */
    private int[] weights(int count) {
        int kind = random.nextInt(4);
        int[] weights = new int[count];
        for (int i = 0; i < count; i++) {
            weights[i] = switch (kind) {
                case 0 -> CrushMap.WEIGHT_ONE;
                case 1 -> random.nextInt(20 * CrushMap.WEIGHT_ONE);
                case 2 -> random.nextInt(3);
                default -> 500_000_000 + random.nextInt(4);
            };
        }
        return weights;
    }

    private ChooseArgs weightSet() {
        SortedMap<Integer, ChooseArgs.Arg> args = new TreeMap<>();
        for (CrushBucket b : buckets) {
            if (random.nextInt(4) == 0) {
                continue;
            }
            int[][] weightSet = new int[random.nextInt(4)][];
            for (int p = 0; p < weightSet.length; p++) {
                weightSet[p] = weights(b.size());
            }
            int[] ids =
                    random.nextBoolean() ? new int[0] : random.ints(b.size()).toArray();
            args.put(-1 - b.id(), new ChooseArgs.Arg(weightSet, ids));
        }
        return new ChooseArgs(args);
    }

    private CrushTunables tunables() {
        CrushTunables profile = PROFILES[random.nextInt(PROFILES.length)];
        return random.nextBoolean()
                ? profile
                : new CrushTunables(
                        random.nextInt(4),
                        random.nextInt(6),
                        random.nextInt(60),
                        random.nextInt(2),
                        random.nextInt(4),
                        1,
                        profile.allowedBucketAlgs(),
                        random.nextInt(2));
    }

    private CrushRule[] rules(int root) {
        int[][] chooses = {
            {CrushRule.OP_CHOOSELEAF_FIRSTN, 0, HOST},
            {CrushRule.OP_CHOOSELEAF_INDEP, 0, HOST},
            {CrushRule.OP_CHOOSELEAF_FIRSTN, -1, RACK},
            {CrushRule.OP_CHOOSE_FIRSTN, 0, CrushMap.TYPE_DEVICE},
            {CrushRule.OP_CHOOSE_INDEP, 0, CrushMap.TYPE_DEVICE}
        };
        List<CrushRule> rules = new ArrayList<>();
        for (int[] choose : chooses) {
            rules.add(rule(root, choose));
        }
        rules.add(rule(root, new int[] {CrushRule.OP_CHOOSE_FIRSTN, 2, RACK}, new int[] {
            CrushRule.OP_CHOOSELEAF_FIRSTN, 2, HOST
        }));
        rules.add(rule(
                root,
                new int[] {CrushRule.OP_SET_CHOOSELEAF_TRIES, 5, 0},
                new int[] {CrushRule.OP_SET_CHOOSE_TRIES, 100, 0},
                new int[] {CrushRule.OP_CHOOSE_INDEP, 2, RACK},
                new int[] {CrushRule.OP_CHOOSELEAF_INDEP, 2, HOST}));
        rules.add(rule(
                root,
                new int[] {CrushRule.OP_SET_CHOOSE_LOCAL_TRIES, 2, 0},
                new int[] {CrushRule.OP_SET_CHOOSE_LOCAL_FALLBACK_TRIES, 1, 0},
                new int[] {CrushRule.OP_SET_CHOOSELEAF_VARY_R, 2, 0},
                new int[] {CrushRule.OP_SET_CHOOSELEAF_STABLE, random.nextInt(2), 0},
                new int[] {CrushRule.OP_CHOOSELEAF_FIRSTN, 3, HOST}));
        return rules.toArray(new CrushRule[0]);
    }

    private static CrushRule rule(int root, int[]... middle) {
        List<CrushRule.Step> steps = new ArrayList<>();
        steps.add(new CrushRule.Step(CrushRule.OP_TAKE, root, 0));
        for (int[] step : middle) {
            steps.add(new CrushRule.Step(step[0], step[1], step[2]));
        }
        steps.add(new CrushRule.Step(CrushRule.OP_EMIT, 0, 0));
        return new CrushRule(0, CrushRule.TYPE_REPLICATED, 1, 10, steps);
    }

    /** In, out, or in for some inputs; a few devices too few or too many. */
    static int[] deviceWeights(CrushMap map, long seed) {
        Random random = new Random(seed);
        int[] weights = new int[Math.max(0, map.maxDevices() + random.nextInt(3) - 1)];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = switch (random.nextInt(6)) {
                case 0 -> 0;
                case 1 -> random.nextInt(CrushMap.WEIGHT_ONE);
                default -> CrushMap.WEIGHT_ONE;
            };
        }
        return weights;
    }
}
