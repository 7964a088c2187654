// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.crush;

/**
 * Chooses an item of one bucket, by the bucket's algorithm (protocol: osdmap-crush section 6). Holds only scratch space.
 * Not thread-safe.
 */
final class BucketChooser {
    private static final int UNIFORM = 1;
    private static final int LIST = 2;
    private static final int TREE = 3;
    private static final int STRAW = 4;

    /** An item's hash has 16 bits. */
    private static final int MAX_U = 0xffff;

    private CrushTables t = CrushTables.EMPTY;
    private Straw2Weights straw2 = t.weightsFor(CrushMapper.NO_POOL);
    private int x;

    // The most recent permutation, of which a prefix is computed.
    private int[] permutation = {};
    private int permuted = CrushTables.NO_BUCKET;
    private int permutedCount;

    /** What the following choices are made with. */
    void begin(CrushTables tables, Straw2Weights weights, int input) {
        t = tables;
        straw2 = weights;
        x = input;
        permuted = CrushTables.NO_BUCKET;
    }

    void release() {
        t = CrushTables.EMPTY;
        straw2 = t.weightsFor(CrushMapper.NO_POOL);
    }

    boolean isUniform(int bucket) {
        return t.alg[bucket] == UNIFORM;
    }

    /**
     * @param bucket index of one with items
     * @param r distinguishes replicas and tries
     * @param position in the result, for weight sets
     */
    int choose(int bucket, int r, int position) {
        return switch (t.alg[bucket]) {
            case UNIFORM -> permuted(bucket, r);
            case LIST -> list(bucket, r);
            case TREE -> tree(bucket, r);
            case STRAW -> straw(bucket, r);
            default -> straw2(bucket, r, position);
        };
    }

    /**
     * Each item draws an exponential variate scaled by its weight; the lowest wins, independently of the others'
     * weights. The first of equal ones does.
     */
    private int straw2(int bucket, int r, int position) {
        int size = t.size[bucket];
        int at = straw2.at(bucket, size, position);
        int[] ids = straw2.ids;
        long[] divisors = straw2.divisors;
        int best = 0;
        int bestU = -1;
        long bestDivisor = 0;
        long least = Long.MAX_VALUE;
        for (int i = 0; i < size; i += 2) {
            int end = Math.min(i + 2, size);
            long hashes = end - i == 2
                    ? CrushHash.hash3Pair(x, ids[at + i], ids[at + i + 1], r)
                    : CrushHash.hash3(x, ids[at + i], r);
            for (int k = i; k < end; k++) {
                int u = (int) hashes & MAX_U;
                hashes >>>= Integer.SIZE;
                long divisor = divisors[at + k];
                // The logarithm falls nowhere but at its last value: of two items with one weight the lower u loses.
                if (divisor == 0 || divisor == bestDivisor && u <= bestU && bestU != MAX_U) {
                    continue;
                }
                long draw = Straw2Weights.quotient(CrushLn.LN_ONE - CrushLn.ln(u), divisor);
                if (draw < least) {
                    best = k;
                    bestU = u;
                    bestDivisor = divisor;
                    least = draw;
                }
            }
        }
        return t.items[t.at[bucket] + best];
    }

    private int straw(int bucket, int r) {
        int at = t.at[bucket];
        int derivedAt = t.derivedAt[bucket];
        int best = 0;
        long bestDraw = -1;
        for (int i = 0; i < t.size[bucket]; i++) {
            long length = Integer.toUnsignedLong(t.derived[derivedAt + i]);
            long draw = (CrushHash.hash3(x, t.items[at + i], r) & 0xffff) * length;
            if (draw > bestDraw) {
                best = i;
                bestDraw = draw;
            }
        }
        return t.items[at + best];
    }

    private int list(int bucket, int r) {
        int at = t.at[bucket];
        int derivedAt = t.derivedAt[bucket];
        for (int i = t.size[bucket] - 1; i >= 0; i--) {
            long w = CrushHash.hash4(x, t.items[at + i], r, -1 - bucket) & 0xffff;
            w = w * Integer.toUnsignedLong(t.derived[derivedAt + i]) >> 16;
            if (w < Integer.toUnsignedLong(t.weights[at + i])) {
                return t.items[at + i];
            }
        }
        return t.items[at];
    }

    private int tree(int bucket, int r) {
        int nodesAt = t.derivedAt[bucket];
        int node = t.derivedSize[bucket] >> 1;
        while ((node & 1) == 0) {
            long hash = Integer.toUnsignedLong(CrushHash.hash4(x, node, r, -1 - bucket));
            long drawn = hash * Integer.toUnsignedLong(t.derived[nodesAt + node]) >>> 32;
            int half = Integer.lowestOneBit(node) >> 1;
            node = drawn < Integer.toUnsignedLong(t.derived[nodesAt + node - half]) ? node - half : node + half;
        }
        // Node weights that do not add up can lead past the items.
        return t.items[t.at[bucket] + Math.min(node >> 1, t.size[bucket] - 1)];
    }

    /** Item r of a random permutation, which is computed only as far as needed. */
    int permuted(int bucket, int r) {
        int size = t.size[bucket];
        int wanted = Integer.remainderUnsigned(r, size);
        if (permuted != bucket) {
            if (permutation.length < size) {
                permutation = new int[size];
            }
            for (int i = 0; i < size; i++) {
                permutation[i] = i;
            }
            permuted = bucket;
            permutedCount = 0;
        }
        for (; permutedCount <= wanted; permutedCount++) {
            int p = permutedCount;
            if (p < size - 1) {
                int i = Integer.remainderUnsigned(CrushHash.hash3(x, -1 - bucket, p), size - p);
                int swap = permutation[p + i];
                permutation[p + i] = permutation[p];
                permutation[p] = swap;
            }
        }
        return t.items[t.at[bucket] + permutation[wanted]];
    }
}
