// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.messenger;

/** Cheap, well-spread functions of numbers: payloads and digests follow from them. Stateless. */
final class Mixing {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private Mixing() {}

    /** Depends on both, and on their order. */
    static long mix(long state, long value) {
        long x = (state ^ value) * GOLDEN;
        x ^= x >>> 32;
        x *= 0xd6e8feb86659fd93L;
        return x ^ x >>> 29;
    }

    /** Next of a sequence: xorshift, which never leaves 0, so 0 is replaced. */
    static long next(long x) {
        long y = x == 0 ? GOLDEN : x;
        y ^= y << 13;
        y ^= y >>> 7;
        return y ^ y << 17;
    }
}
