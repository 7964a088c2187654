// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.crush;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A map as the mapper reads it: buckets, rules and weights in arrays of numbers, about 20 bytes per item and weight set.
 * Buckets are named by index, -1 - id. Immutable, the arrays too.
 */
final class CrushTables {
    /** Index of what is no bucket. */
    static final int NO_BUCKET = -1;

    private static final int ABSENT = -1;

    /** Of a map with nothing in it. */
    static final CrushTables EMPTY =
            new CrushTables(new CrushBucket[0], new CrushRule[0], 0, Collections.emptySortedMap());

    /** By bucket: {@link BucketAlg#code()}, number of items, type number, and where in the arrays by item it begins. */
    final byte[] alg;

    final int[] size;
    final int[] type;
    final int[] at;

    /** By item. */
    final int[] items;

    final int[] weights;

    /** By bucket: where {@link #derived} begins. */
    final int[] derivedAt;

    /** {@link CrushBucket#derived()}. */
    final int[] derived;

    /** Length of {@link #derived} by bucket. */
    final int[] derivedSize;

    final int maxDevices;

    /** By rule: op, arg1, arg2 of each step in turn; null: no such rule. */
    private final int[] @Nullable [] rules;

    private final Straw2Weights ownWeights;
    private final long[] setIds;
    private final Straw2Weights[] sets;

    CrushTables(
            @Nullable CrushBucket[] buckets,
            @Nullable CrushRule[] rules,
            int maxDevices,
            SortedMap<Long, ChooseArgs> chooseArgs) {
        int n = buckets.length;
        this.maxDevices = maxDevices;
        alg = new byte[n];
        size = new int[n];
        type = new int[n];
        at = new int[n];
        derivedAt = new int[n];
        derivedSize = new int[n];
        int itemCount = 0;
        int derivedCount = 0;
        for (int i = 0; i < n; i++) {
            CrushBucket b = buckets[i];
            size[i] = ABSENT;
            if (b != null) {
                alg[i] = (byte) b.alg().code();
                size[i] = b.size();
                type[i] = b.type();
                at[i] = itemCount;
                derivedAt[i] = derivedCount;
                derivedSize[i] = b.derived().length;
                itemCount += size[i];
                derivedCount += derivedSize[i];
            }
        }
        items = new int[itemCount];
        weights = new int[itemCount];
        derived = new int[derivedCount];
        for (int i = 0; i < n; i++) {
            CrushBucket b = buckets[i];
            if (b != null) {
                System.arraycopy(b.items(), 0, items, at[i], size[i]);
                System.arraycopy(b.weights(), 0, weights, at[i], size[i]);
                System.arraycopy(b.derived(), 0, derived, derivedAt[i], derivedSize[i]);
            }
        }
        this.rules = new int[rules.length][];
        for (int i = 0; i < rules.length; i++) {
            CrushRule rule = rules[i];
            this.rules[i] = rule == null ? null : flat(rule.steps());
        }
        ownWeights = Straw2Weights.own(at, items, weights);
        setIds = new long[chooseArgs.size()];
        sets = new Straw2Weights[setIds.length];
        int set = 0;
        for (Map.Entry<Long, ChooseArgs> e : chooseArgs.entrySet()) {
            setIds[set] = e.getKey();
            sets[set++] = Straw2Weights.replaced(buckets, e.getValue());
        }
    }

    private static int[] flat(List<CrushRule.Step> steps) {
        int[] flat = new int[3 * steps.size()];
        int i = 0;
        for (CrushRule.Step step : steps) {
            flat[i++] = step.op();
            flat[i++] = step.arg1();
            flat[i++] = step.arg2();
        }
        return flat;
    }

    /** @return null if there is no such rule */
    int @Nullable [] rule(int id) {
        return id >= 0 && id < rules.length ? rules[id] : null;
    }

    /** Index of the bucket of that id, or {@link #NO_BUCKET}. */
    int bucket(int id) {
        int index = -1 - id;
        return index >= 0 && index < size.length && size[index] != ABSENT ? index : NO_BUCKET;
    }

    /** The weights a pool's mapping uses: its own set's, else the default set's, else the buckets'. */
    Straw2Weights weightsFor(long pool) {
        if (pool == CrushMapper.NO_POOL || setIds.length == 0) {
            return ownWeights;
        }
        Straw2Weights own = set(pool);
        Straw2Weights chosen = own != null ? own : set(ChooseArgs.DEFAULT_ID);
        return chosen != null ? chosen : ownWeights;
    }

    private @Nullable Straw2Weights set(long id) {
        int low = 0;
        int high = setIds.length - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            if (setIds[middle] == id) {
                return sets[middle];
            }
            if (setIds[middle] < id) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }
}
