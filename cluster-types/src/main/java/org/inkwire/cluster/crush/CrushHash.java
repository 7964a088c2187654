// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.crush;

import org.inkwire.wire.RawString;

/**
 * Robert Jenkins' 32 bit mixes as CRUSH uses them, and his string hash for object names (protocol: osdmap-crush section
 * 5). Values are unsigned 32 bit in ints. Pure functions.
 */
public final class CrushHash {
    private static final int SEED = 1315423911;
    private static final int X = 231232;
    private static final int Y = 1232;

    /** The golden ratio, an arbitrary value. */
    private static final int GOLDEN = 0x9e3779b9;

    private CrushHash() {}

    // A mix changes three variables, which Java cannot return from one call without allocating: all is unrolled.

    /** For every group and every device test. */
    public static int hash2(int first, int second) {
        int h = SEED ^ first ^ second;
        int a = first;
        int b = second;
        int x = X;
        int y = Y;
        // mix(a, b, h)
        a = a - b - h ^ h >>> 13;
        b = b - h - a ^ a << 8;
        h = h - a - b ^ b >>> 13;
        a = a - b - h ^ h >>> 12;
        b = b - h - a ^ a << 16;
        h = h - a - b ^ b >>> 5;
        a = a - b - h ^ h >>> 3;
        b = b - h - a ^ a << 10;
        h = h - a - b ^ b >>> 15;
        // mix(x, a, h)
        x = x - a - h ^ h >>> 13;
        a = a - h - x ^ x << 8;
        h = h - x - a ^ a >>> 13;
        x = x - a - h ^ h >>> 12;
        a = a - h - x ^ x << 16;
        h = h - x - a ^ a >>> 5;
        x = x - a - h ^ h >>> 3;
        a = a - h - x ^ x << 10;
        h = h - x - a ^ a >>> 15;
        // mix(b, y, h)
        b = b - y - h ^ h >>> 13;
        y = y - h - b ^ b << 8;
        h = h - b - y ^ y >>> 13;
        b = b - y - h ^ h >>> 12;
        y = y - h - b ^ b << 16;
        h = h - b - y ^ y >>> 5;
        b = b - y - h ^ h >>> 3;
        y = y - h - b ^ b << 10;
        h = h - b - y ^ y >>> 15;
        return h;
    }

    /** For every item of every straw2 bucket on the way. */
    public static int hash3(int first, int second, int third) {
        int h = SEED ^ first ^ second ^ third;
        int a = first;
        int b = second;
        int c = third;
        int x = X;
        int y = Y;
        // mix(a, b, h)
        a = a - b - h ^ h >>> 13;
        b = b - h - a ^ a << 8;
        h = h - a - b ^ b >>> 13;
        a = a - b - h ^ h >>> 12;
        b = b - h - a ^ a << 16;
        h = h - a - b ^ b >>> 5;
        a = a - b - h ^ h >>> 3;
        b = b - h - a ^ a << 10;
        h = h - a - b ^ b >>> 15;
        // mix(c, x, h)
        c = c - x - h ^ h >>> 13;
        x = x - h - c ^ c << 8;
        h = h - c - x ^ x >>> 13;
        c = c - x - h ^ h >>> 12;
        x = x - h - c ^ c << 16;
        h = h - c - x ^ x >>> 5;
        c = c - x - h ^ h >>> 3;
        x = x - h - c ^ c << 10;
        h = h - c - x ^ x >>> 15;
        // mix(y, a, h)
        y = y - a - h ^ h >>> 13;
        a = a - h - y ^ y << 8;
        h = h - y - a ^ a >>> 13;
        y = y - a - h ^ h >>> 12;
        a = a - h - y ^ y << 16;
        h = h - y - a ^ a >>> 5;
        y = y - a - h ^ h >>> 3;
        a = a - h - y ^ y << 10;
        h = h - y - a ^ a >>> 15;
        // mix(b, x, h)
        b = b - x - h ^ h >>> 13;
        x = x - h - b ^ b << 8;
        h = h - b - x ^ x >>> 13;
        b = b - x - h ^ h >>> 12;
        x = x - h - b ^ b << 16;
        h = h - b - x ^ x >>> 5;
        b = b - x - h ^ h >>> 3;
        x = x - h - b ^ b << 10;
        h = h - b - x ^ x >>> 15;
        // mix(y, c, h)
        y = y - c - h ^ h >>> 13;
        c = c - h - y ^ y << 8;
        h = h - y - c ^ c >>> 13;
        y = y - c - h ^ h >>> 12;
        c = c - h - y ^ y << 16;
        h = h - y - c ^ c >>> 5;
        y = y - c - h ^ h >>> 3;
        c = c - h - y ^ y << 10;
        h = h - y - c ^ c >>> 15;
        return h;
    }

    /**
     * {@link #hash3} of two second values at once. Each step of one hash waits for the step before; a processor does the
     * other hash's in between.
     *
     * @return the hash of {@code second1} in the upper half, that of {@code second0} in the lower
     */
    static long hash3Pair(int first, int second0, int second1, int third) {
        int h0 = SEED ^ first ^ second0 ^ third;
        int a0 = first;
        int b0 = second0;
        int c0 = third;
        int x0 = X;
        int y0 = Y;
        int h1 = SEED ^ first ^ second1 ^ third;
        int a1 = first;
        int b1 = second1;
        int c1 = third;
        int x1 = X;
        int y1 = Y;
        // mix(a, b, h) of both
        a0 = a0 - b0 - h0 ^ h0 >>> 13;
        a1 = a1 - b1 - h1 ^ h1 >>> 13;
        b0 = b0 - h0 - a0 ^ a0 << 8;
        b1 = b1 - h1 - a1 ^ a1 << 8;
        h0 = h0 - a0 - b0 ^ b0 >>> 13;
        h1 = h1 - a1 - b1 ^ b1 >>> 13;
        a0 = a0 - b0 - h0 ^ h0 >>> 12;
        a1 = a1 - b1 - h1 ^ h1 >>> 12;
        b0 = b0 - h0 - a0 ^ a0 << 16;
        b1 = b1 - h1 - a1 ^ a1 << 16;
        h0 = h0 - a0 - b0 ^ b0 >>> 5;
        h1 = h1 - a1 - b1 ^ b1 >>> 5;
        a0 = a0 - b0 - h0 ^ h0 >>> 3;
        a1 = a1 - b1 - h1 ^ h1 >>> 3;
        b0 = b0 - h0 - a0 ^ a0 << 10;
        b1 = b1 - h1 - a1 ^ a1 << 10;
        h0 = h0 - a0 - b0 ^ b0 >>> 15;
        h1 = h1 - a1 - b1 ^ b1 >>> 15;
        // mix(c, x, h) of both
        c0 = c0 - x0 - h0 ^ h0 >>> 13;
        c1 = c1 - x1 - h1 ^ h1 >>> 13;
        x0 = x0 - h0 - c0 ^ c0 << 8;
        x1 = x1 - h1 - c1 ^ c1 << 8;
        h0 = h0 - c0 - x0 ^ x0 >>> 13;
        h1 = h1 - c1 - x1 ^ x1 >>> 13;
        c0 = c0 - x0 - h0 ^ h0 >>> 12;
        c1 = c1 - x1 - h1 ^ h1 >>> 12;
        x0 = x0 - h0 - c0 ^ c0 << 16;
        x1 = x1 - h1 - c1 ^ c1 << 16;
        h0 = h0 - c0 - x0 ^ x0 >>> 5;
        h1 = h1 - c1 - x1 ^ x1 >>> 5;
        c0 = c0 - x0 - h0 ^ h0 >>> 3;
        c1 = c1 - x1 - h1 ^ h1 >>> 3;
        x0 = x0 - h0 - c0 ^ c0 << 10;
        x1 = x1 - h1 - c1 ^ c1 << 10;
        h0 = h0 - c0 - x0 ^ x0 >>> 15;
        h1 = h1 - c1 - x1 ^ x1 >>> 15;
        // mix(y, a, h) of both
        y0 = y0 - a0 - h0 ^ h0 >>> 13;
        y1 = y1 - a1 - h1 ^ h1 >>> 13;
        a0 = a0 - h0 - y0 ^ y0 << 8;
        a1 = a1 - h1 - y1 ^ y1 << 8;
        h0 = h0 - y0 - a0 ^ a0 >>> 13;
        h1 = h1 - y1 - a1 ^ a1 >>> 13;
        y0 = y0 - a0 - h0 ^ h0 >>> 12;
        y1 = y1 - a1 - h1 ^ h1 >>> 12;
        a0 = a0 - h0 - y0 ^ y0 << 16;
        a1 = a1 - h1 - y1 ^ y1 << 16;
        h0 = h0 - y0 - a0 ^ a0 >>> 5;
        h1 = h1 - y1 - a1 ^ a1 >>> 5;
        y0 = y0 - a0 - h0 ^ h0 >>> 3;
        y1 = y1 - a1 - h1 ^ h1 >>> 3;
        a0 = a0 - h0 - y0 ^ y0 << 10;
        a1 = a1 - h1 - y1 ^ y1 << 10;
        h0 = h0 - y0 - a0 ^ a0 >>> 15;
        h1 = h1 - y1 - a1 ^ a1 >>> 15;
        // mix(b, x, h) of both
        b0 = b0 - x0 - h0 ^ h0 >>> 13;
        b1 = b1 - x1 - h1 ^ h1 >>> 13;
        x0 = x0 - h0 - b0 ^ b0 << 8;
        x1 = x1 - h1 - b1 ^ b1 << 8;
        h0 = h0 - b0 - x0 ^ x0 >>> 13;
        h1 = h1 - b1 - x1 ^ x1 >>> 13;
        b0 = b0 - x0 - h0 ^ h0 >>> 12;
        b1 = b1 - x1 - h1 ^ h1 >>> 12;
        x0 = x0 - h0 - b0 ^ b0 << 16;
        x1 = x1 - h1 - b1 ^ b1 << 16;
        h0 = h0 - b0 - x0 ^ x0 >>> 5;
        h1 = h1 - b1 - x1 ^ x1 >>> 5;
        b0 = b0 - x0 - h0 ^ h0 >>> 3;
        b1 = b1 - x1 - h1 ^ h1 >>> 3;
        x0 = x0 - h0 - b0 ^ b0 << 10;
        x1 = x1 - h1 - b1 ^ b1 << 10;
        h0 = h0 - b0 - x0 ^ x0 >>> 15;
        h1 = h1 - b1 - x1 ^ x1 >>> 15;
        // mix(y, c, h) of both
        y0 = y0 - c0 - h0 ^ h0 >>> 13;
        y1 = y1 - c1 - h1 ^ h1 >>> 13;
        c0 = c0 - h0 - y0 ^ y0 << 8;
        c1 = c1 - h1 - y1 ^ y1 << 8;
        h0 = h0 - y0 - c0 ^ c0 >>> 13;
        h1 = h1 - y1 - c1 ^ c1 >>> 13;
        y0 = y0 - c0 - h0 ^ h0 >>> 12;
        y1 = y1 - c1 - h1 ^ h1 >>> 12;
        c0 = c0 - h0 - y0 ^ y0 << 16;
        c1 = c1 - h1 - y1 ^ y1 << 16;
        h0 = h0 - y0 - c0 ^ c0 >>> 5;
        h1 = h1 - y1 - c1 ^ c1 >>> 5;
        y0 = y0 - c0 - h0 ^ h0 >>> 3;
        y1 = y1 - c1 - h1 ^ h1 >>> 3;
        c0 = c0 - h0 - y0 ^ y0 << 10;
        c1 = c1 - h1 - y1 ^ y1 << 10;
        h0 = h0 - y0 - c0 ^ c0 >>> 15;
        h1 = h1 - y1 - c1 ^ c1 >>> 15;
        return (long) h1 << Integer.SIZE | Integer.toUnsignedLong(h0);
    }

    /** For list and tree buckets. */
    public static int hash4(int first, int second, int third, int fourth) {
        int h = SEED ^ first ^ second ^ third ^ fourth;
        int a = first;
        int b = second;
        int c = third;
        int d = fourth;
        int x = X;
        int y = Y;
        // mix(a, b, h)
        a = a - b - h ^ h >>> 13;
        b = b - h - a ^ a << 8;
        h = h - a - b ^ b >>> 13;
        a = a - b - h ^ h >>> 12;
        b = b - h - a ^ a << 16;
        h = h - a - b ^ b >>> 5;
        a = a - b - h ^ h >>> 3;
        b = b - h - a ^ a << 10;
        h = h - a - b ^ b >>> 15;
        // mix(c, d, h)
        c = c - d - h ^ h >>> 13;
        d = d - h - c ^ c << 8;
        h = h - c - d ^ d >>> 13;
        c = c - d - h ^ h >>> 12;
        d = d - h - c ^ c << 16;
        h = h - c - d ^ d >>> 5;
        c = c - d - h ^ h >>> 3;
        d = d - h - c ^ c << 10;
        h = h - c - d ^ d >>> 15;
        // mix(a, x, h)
        a = a - x - h ^ h >>> 13;
        x = x - h - a ^ a << 8;
        h = h - a - x ^ x >>> 13;
        a = a - x - h ^ h >>> 12;
        x = x - h - a ^ a << 16;
        h = h - a - x ^ x >>> 5;
        a = a - x - h ^ h >>> 3;
        x = x - h - a ^ a << 10;
        h = h - a - x ^ x >>> 15;
        // mix(y, b, h)
        y = y - b - h ^ h >>> 13;
        b = b - h - y ^ y << 8;
        h = h - y - b ^ b >>> 13;
        y = y - b - h ^ h >>> 12;
        b = b - h - y ^ y << 16;
        h = h - y - b ^ b >>> 5;
        y = y - b - h ^ h >>> 3;
        b = b - h - y ^ y << 10;
        h = h - y - b ^ b >>> 15;
        // mix(c, x, h)
        c = c - x - h ^ h >>> 13;
        x = x - h - c ^ c << 8;
        h = h - c - x ^ x >>> 13;
        c = c - x - h ^ h >>> 12;
        x = x - h - c ^ c << 16;
        h = h - c - x ^ x >>> 5;
        c = c - x - h ^ h >>> 3;
        x = x - h - c ^ c << 10;
        h = h - c - x ^ x >>> 15;
        // mix(y, d, h)
        y = y - d - h ^ h >>> 13;
        d = d - h - y ^ y << 8;
        h = h - y - d ^ d >>> 13;
        y = y - d - h ^ h >>> 12;
        d = d - h - y ^ y << 16;
        h = h - y - d ^ d >>> 5;
        y = y - d - h ^ h >>> 3;
        d = d - h - y ^ y << 10;
        h = h - y - d ^ d >>> 15;
        return h;
    }

    /** The hash of an object's name, over its UTF-8 bytes. Ceph: {@code ceph_str_hash_rjenkins}. */
    public static int hashString(String text) {
        return hashBytes(RawString.bytes(text));
    }

    public static int hashBytes(byte[] bytes) {
        int a = GOLDEN;
        int b = GOLDEN;
        int c = 0;
        int at = 0;
        int left = bytes.length;
        while (true) {
            if (left >= 12) {
                a += intLe(bytes, at);
                b += intLe(bytes, at + 4);
                c += intLe(bytes, at + 8);
            } else {
                // The lowest byte of c holds the length, so the tail's third word starts one byte higher.
                c += bytes.length;
                for (int i = 0; i < left; i++) {
                    int value = bytes[at + i] & 0xff;
                    if (i < 4) {
                        a += value << 8 * i;
                    } else if (i < 8) {
                        b += value << 8 * (i - 4);
                    } else {
                        c += value << 8 * (i - 7);
                    }
                }
            }
            a = a - b - c ^ c >>> 13;
            b = b - c - a ^ a << 8;
            c = c - a - b ^ b >>> 13;
            a = a - b - c ^ c >>> 12;
            b = b - c - a ^ a << 16;
            c = c - a - b ^ b >>> 5;
            a = a - b - c ^ c >>> 3;
            b = b - c - a ^ a << 10;
            c = c - a - b ^ b >>> 15;
            if (left < 12) {
                return c;
            }
            at += 12;
            left -= 12;
        }
    }

    private static int intLe(byte[] bytes, int at) {
        return bytes[at] & 0xff
                | (bytes[at + 1] & 0xff) << 8
                | (bytes[at + 2] & 0xff) << 16
                | (bytes[at + 3] & 0xff) << 24;
    }
}
