// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.rados;

import java.nio.charset.StandardCharsets;

/** The content written for a tag: as unique as the tag, and regenerated whenever it is needed. Pure. */
final class Bytes {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;
    private static final long DIGEST_SEED = 0x2545f4914f6cdd1dL;

    private Bytes() {}

    /** Writes {@code length} bytes of {@code tag} into {@code target}. */
    static void fill(byte[] target, int offset, int length, long tag) {
        long word = 0;
        for (int i = 0; i < length; i++) {
            if (i % Long.BYTES == 0) {
                // Never 0, because holes and ZERO read as 0.
                word = mix(tag * GOLDEN + i) | 0x0101010101010101L;
            }
            target[offset + i] = (byte) word;
            word >>>= Byte.SIZE;
        }
    }

    /** {@code length} bytes of {@code tag}. */
    static byte[] of(long tag, int length) {
        byte[] bytes = new byte[length];
        fill(bytes, 0, length, tag);
        return bytes;
    }

    /** A tag as the value of an attribute or omap key. */
    static byte[] text(long tag) {
        return Long.toString(tag).getBytes(StandardCharsets.UTF_8);
    }

    /** A 64-bit digest that represents the content in histories. */
    static long digest(byte[] bytes, int from, int to) {
        long h = DIGEST_SEED ^ (to - from);
        for (int i = from; i < to; i++) {
            h = (h ^ bytes[i]) * GOLDEN;
            h ^= h >>> 29;
        }
        return mix(h);
    }

    /** The finalizer of splitmix64. */
    static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
        return b ^ (b >>> 31);
    }
}
