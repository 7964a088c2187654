// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.crush;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * The fixed-point logarithm of straw2: 2^44 * log2(u + 1) (protocol: osdmap-crush section 6). Its tables are frozen,
 * errors included: the placement of every object in every cluster depends on each of their bits. Pure functions.
 */
final class CrushLn {
    /** ln(0xffff + 1) as it should be: 2^44 * 16. */
    static final long LN_ONE = 1L << 48;

    private static final int FRACTION_BITS = 48;
    private static final int HIGH = 128;
    private static final int LOW = 256;
    private static final int LOW_SCALE = 1 << 15;

    /** The amount by which nearly all entries of the low table are too high. */
    private static final long LOW_ERROR = 0x1_4770_0000L;

    /** The exact entries of the low table. */
    private static final int[] LOW_EXACT = {
        0, 1, 203, 216, 222, 233, 237, 238, 239, 243, 244, 245, 246, 248, 249, 250, 251, 252, 253, 254, 255
    };

    /** The entries with other errors: index, amount. */
    private static final long[][] LOW_ODD = {
        {56, 5349423536L},
        {127, 978272901L},
        {134, 3588789669L},
        {181, 4007963589L},
        {184, 5423282367L},
        {188, 2201924427L},
        {193, 3829329171L},
        {198, 2511158322L},
        {199, 2670353280L},
        {200, 3807665765L},
        {207, 5045407031L},
        {210, 4635559696L},
        {212, 3670382108L},
        {225, 3209098745L},
        {227, 1514328394L},
        {228, 2662093655L},
        {229, 561838844L},
        {231, 3537203772L},
        {235, 4861921003L},
        {236, 5281046906L},
        {240, 2650193885L},
        {241, 4203558265L},
        {247, 362109528L}
    };

    private static final long[] RECIPROCAL = reciprocals();
    private static final long[] LOG_HIGH = logHigh();
    private static final long[] LOG_LOW = logLow();

    private CrushLn() {}

    /** @param u 0 .. 65535 */
    static long ln(int u) {
        int value = u + 1;
        // Bring the top bit to bit 15; 65536 is left as it is.
        int shift = Math.max(0, Integer.numberOfLeadingZeros(value) - 16);
        value <<= shift;
        int high = (value >> 8) - HIGH;
        int low = (int) (value * RECIPROCAL[high] >>> FRACTION_BITS) & 0xff;
        return ((long) (15 - shift) << 44) + (LOG_HIGH[high] + LOG_LOW[low] >> 4);
    }

    /** Entry k: ceil(2^48 * 128 / (128 + k)). */
    private static long[] reciprocals() {
        long[] table = new long[HIGH + 1];
        for (int k = 0; k <= HIGH; k++) {
            table[k] = ((long) HIGH << FRACTION_BITS) / (HIGH + k)
                    + ((((long) HIGH << FRACTION_BITS) % (HIGH + k)) == 0 ? 0 : 1);
        }
        return table;
    }

    private static long[] logHigh() {
        long[] table = new long[HIGH + 1];
        for (int k = 0; k < HIGH; k++) {
            table[k] = log2(HIGH + k, HIGH);
        }
        // Not 2^48: the original generator stopped one step short.
        table[HIGH] = LN_ONE - (1L << 32);
        return table;
    }

    private static long[] logLow() {
        long[] table = new long[LOW];
        for (int k = 0; k < LOW; k++) {
            boolean exact = Arrays.binarySearch(LOW_EXACT, k) >= 0;
            table[k] = log2(LOW_SCALE + k, LOW_SCALE) + (exact ? 0 : LOW_ERROR);
        }
        for (long[] odd : LOW_ODD) {
            int k = (int) odd[0];
            table[k] = log2(LOW_SCALE + k, LOW_SCALE) + odd[1];
        }
        return table;
    }

    /**
     * floor(2^48 * log2(n / d)) for 1 <= n/d < 2, one bit per squaring. 160 fraction bits leave more than 100 after 48
     * squarings, far more than separates any entry from an integer.
     */
    private static long log2(int n, int d) {
        int precision = 160;
        BigInteger value = BigInteger.valueOf(n).shiftLeft(precision).divide(BigInteger.valueOf(d));
        long log = 0;
        for (int bit = 0; bit < FRACTION_BITS; bit++) {
            value = value.multiply(value).shiftRight(precision);
            log <<= 1;
            if (value.bitLength() > precision + 1) {
                log |= 1;
                value = value.shiftRight(1);
            }
        }
        return log;
    }
}
