// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.crush;

import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The choose_args of a map under construction; they follow the buckets they belong to. */
final class WeightSets {
    private final CrushParts parts;

    WeightSets(CrushParts parts) {
        this.parts = parts;
    }

    /** Gives the set the buckets' own weights, once per position. */
    void create(long id, int positions) {
        NavigableMap<Integer, ChooseArgs.Arg> args = new TreeMap<>();
        for (CrushBucket b : parts.buckets) {
            if (b != null) {
                args.put(-1 - b.id(), plainWeights(b, positions));
            }
        }
        parts.chooseArgs.put(id, new ChooseArgs(args));
    }

    boolean remove(long id) {
        return parts.chooseArgs.remove(id) != null;
    }

    /** A set holds one weight per item: a bucket whose items changed gets its plain weights back. */
    void bucketChanged(CrushBucket changed) {
        for (Map.Entry<Long, ChooseArgs> e : parts.chooseArgs.entrySet()) {
            ChooseArgs.Arg arg = e.getValue().forBucket(changed.id());
            if (arg == null || fits(arg, changed)) {
                continue;
            }
            var byIndex = e.getValue().byBucketIndex();
            byIndex.put(-1 - changed.id(), plainWeights(changed, arg.weightSet().length));
            e.setValue(new ChooseArgs(byIndex));
        }
    }

    void bucketDropped(int bucketId) {
        for (Map.Entry<Long, ChooseArgs> e : parts.chooseArgs.entrySet()) {
            if (e.getValue().forBucket(bucketId) != null) {
                var byIndex = e.getValue().byBucketIndex();
                byIndex.remove(-1 - bucketId);
                e.setValue(new ChooseArgs(byIndex));
            }
        }
    }

    private static ChooseArgs.Arg plainWeights(CrushBucket b, int positions) {
        int[][] weightSet = new int[positions][];
        Arrays.fill(weightSet, b.weights());
        return new ChooseArgs.Arg(weightSet, new int[0]);
    }

    private static boolean fits(ChooseArgs.Arg arg, CrushBucket b) {
        for (int[] weights : arg.weightSet()) {
            if (weights.length != b.size()) {
                return false;
            }
        }
        return arg.ids().length == 0 || arg.ids().length == b.size();
    }
}
