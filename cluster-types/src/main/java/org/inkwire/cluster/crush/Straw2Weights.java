// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.crush;

import org.jspecify.annotations.Nullable;

/**
 * What items of straw2 buckets draw with: the numbers fed to the hash, and the weights as divisors. The buckets' own, or
 * a weight set's, which may differ by position in the result. Immutable, the arrays too.
 */
final class Straw2Weights {
    /** Dividends are below this power of two: at most {@link CrushLn#LN_ONE}. */
    private static final int DIVIDEND_BITS = 49;

    /** A dividend shifted left by this is still positive. */
    private static final int HEADROOM = 63 - DIVIDEND_BITS;

    private static final int SHIFT_BITS = 6;

    /** By bucket index: where its first position begins. */
    private final int[] at;

    /** By bucket index: the last position with weights of its own; later ones use the same. */
    private final int[] lastPosition;

    /** Hashed in place of the items. */
    final int[] ids;

    /** Of each id: {@link #divisor}. */
    final long[] divisors;

    private Straw2Weights(int[] at, int[] lastPosition, int[] ids, long[] divisors) {
        this.at = at;
        this.lastPosition = lastPosition;
        this.ids = ids;
        this.divisors = divisors;
    }

    /** All arrays are borrowed for good; {@code items} and {@code weights} begin for each bucket at {@code at}. */
    static Straw2Weights own(int[] at, int[] items, int[] weights) {
        long[] divisors = new long[weights.length];
        for (int i = 0; i < weights.length; i++) {
            divisors[i] = divisor(weights[i]);
        }
        return new Straw2Weights(at, new int[at.length], items, divisors);
    }

    static Straw2Weights replaced(@Nullable CrushBucket[] buckets, ChooseArgs args) {
        int n = buckets.length;
        int[] at = new int[n];
        int[] lastPosition = new int[n];
        int count = 0;
        for (int i = 0; i < n; i++) {
            CrushBucket b = buckets[i];
            if (b != null) {
                ChooseArgs.Arg arg = args.forBucket(b.id());
                lastPosition[i] = arg == null ? 0 : Math.max(0, arg.weightSet().length - 1);
                at[i] = count;
                count = Math.addExact(count, Math.multiplyExact(b.size(), lastPosition[i] + 1));
            }
        }
        int[] ids = new int[count];
        long[] divisors = new long[count];
        for (int i = 0; i < n; i++) {
            CrushBucket b = buckets[i];
            if (b != null) {
                ChooseArgs.Arg arg = args.forBucket(b.id());
                for (int p = 0; p <= lastPosition[i]; p++) {
                    int[] from = arg == null || arg.ids().length == 0 ? b.items() : arg.ids();
                    int[] weights = arg == null || arg.weightSet().length == 0 ? b.weights() : arg.weightSet()[p];
                    int to = at[i] + p * b.size();
                    System.arraycopy(from, 0, ids, to, b.size());
                    for (int k = 0; k < b.size(); k++) {
                        divisors[to + k] = divisor(weights[k]);
                    }
                }
            }
        }
        return new Straw2Weights(at, lastPosition, ids, divisors);
    }

    /** Where the ids and divisors of a bucket begin. */
    int at(int bucket, int size, int position) {
        return at[bucket] + Math.min(position, lastPosition[bucket]) * size;
    }

    /**
     * A weight prepared for {@link #quotient}, which then multiplies instead of dividing: with 2^(L-1) < weight <= 2^L,
     * the number m = floor(2^(49+L) / weight) + 1 is close enough to 2^(49+L) / weight for every dividend below 2^49.
     *
     * @param weight unsigned
     * @return m and L - 1 in one number; 0 for weight 0
     */
    static long divisor(int weight) {
        if (weight == 0) {
            return 0;
        }
        long w = Integer.toUnsignedLong(weight);
        int log = Math.max(1, Long.SIZE - Long.numberOfLeadingZeros(w - 1));
        long whole = (1L << DIVIDEND_BITS) / w;
        long rest = (1L << DIVIDEND_BITS) % w;
        long multiplier = (whole << log) + Long.divideUnsigned(rest << log, w) + 1;
        return multiplier << SHIFT_BITS | log - 1;
    }

    /**
     * {@code dividend} divided by a weight, rounded down.
     *
     * @param dividend 0 .. 2^49 - 1
     * @param divisor not 0
     */
    static long quotient(long dividend, long divisor) {
        return Math.multiplyHigh(dividend << HEADROOM, divisor >>> SHIFT_BITS) >>> (divisor & (1 << SHIFT_BITS) - 1);
    }
}
