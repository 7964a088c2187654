// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.op;

import io.netty.buffer.ByteBuf;

/** xxHash, 32 and 64 bit (specification: github.com/Cyan4973/xxHash, doc/xxhash_spec.md). Any thread. */
final class XxHash {
    private static final int P32_1 = 0x9E3779B1;
    private static final int P32_2 = 0x85EBCA77;
    private static final int P32_3 = 0xC2B2AE3D;
    private static final int P32_4 = 0x27D4EB2F;
    private static final int P32_5 = 0x165667B1;

    private static final long P64_1 = 0x9E3779B185EBCA87L;
    private static final long P64_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long P64_3 = 0x165667B19E3779F9L;
    private static final long P64_4 = 0x85EBCA77C2B2AE63L;
    private static final long P64_5 = 0x27D4EB2F165667C5L;

    private XxHash() {}

    /** @param in borrowed; indices unchanged */
    static int hash32(ByteBuf in, int index, int length, int seed) {
        int at = index;
        int end = index + length;
        int h;
        if (length >= 16) {
            int a = seed + P32_1 + P32_2;
            int b = seed + P32_2;
            int c = seed;
            int d = seed - P32_1;
            for (; at <= end - 16; at += 16) {
                a = round32(a, in.getIntLE(at));
                b = round32(b, in.getIntLE(at + 4));
                c = round32(c, in.getIntLE(at + 8));
                d = round32(d, in.getIntLE(at + 12));
            }
            h = Integer.rotateLeft(a, 1)
                    + Integer.rotateLeft(b, 7)
                    + Integer.rotateLeft(c, 12)
                    + Integer.rotateLeft(d, 18);
        } else {
            h = seed + P32_5;
        }
        h += length;
        for (; at <= end - 4; at += 4) {
            h = Integer.rotateLeft(h + in.getIntLE(at) * P32_3, 17) * P32_4;
        }
        for (; at < end; at++) {
            h = Integer.rotateLeft(h + in.getUnsignedByte(at) * P32_5, 11) * P32_1;
        }
        h = (h ^ (h >>> 15)) * P32_2;
        h = (h ^ (h >>> 13)) * P32_3;
        return h ^ (h >>> 16);
    }

    private static int round32(int lane, int word) {
        return Integer.rotateLeft(lane + word * P32_2, 13) * P32_1;
    }

    /** @param in borrowed; indices unchanged */
    static long hash64(ByteBuf in, int index, int length, long seed) {
        int at = index;
        int end = index + length;
        long h;
        if (length >= 32) {
            long a = seed + P64_1 + P64_2;
            long b = seed + P64_2;
            long c = seed;
            long d = seed - P64_1;
            for (; at <= end - 32; at += 32) {
                a = round64(a, in.getLongLE(at));
                b = round64(b, in.getLongLE(at + 8));
                c = round64(c, in.getLongLE(at + 16));
                d = round64(d, in.getLongLE(at + 24));
            }
            h = Long.rotateLeft(a, 1) + Long.rotateLeft(b, 7) + Long.rotateLeft(c, 12) + Long.rotateLeft(d, 18);
            h = merge64(h, a);
            h = merge64(h, b);
            h = merge64(h, c);
            h = merge64(h, d);
        } else {
            h = seed + P64_5;
        }
        h += length;
        for (; at <= end - 8; at += 8) {
            h = Long.rotateLeft(h ^ round64(0, in.getLongLE(at)), 27) * P64_1 + P64_4;
        }
        if (at <= end - 4) {
            h = Long.rotateLeft(h ^ (in.getUnsignedIntLE(at) * P64_1), 23) * P64_2 + P64_3;
            at += 4;
        }
        for (; at < end; at++) {
            h = Long.rotateLeft(h ^ (in.getUnsignedByte(at) * P64_5), 11) * P64_1;
        }
        h = (h ^ (h >>> 33)) * P64_2;
        h = (h ^ (h >>> 29)) * P64_3;
        return h ^ (h >>> 32);
    }

    private static long round64(long lane, long word) {
        return Long.rotateLeft(lane + word * P64_2, 31) * P64_1;
    }

    private static long merge64(long h, long lane) {
        return (h ^ round64(0, lane)) * P64_1 + P64_4;
    }
}
