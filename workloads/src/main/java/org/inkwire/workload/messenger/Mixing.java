// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.messenger;

/** Cheap, well-distributed mixing functions for payloads and digests. Stateless. */
final class Mixing {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private Mixing() {}

    /** Depends on both arguments and their order. */
    static long mix(long state, long value) {
        long x = (state ^ value) * GOLDEN;
        x ^= x >>> 32;
        x *= 0xd6e8feb86659fd93L;
        return x ^ x >>> 29;
    }

    /** The next value of a sequence: xorshift, which never leaves 0, so 0 is replaced. */
    static long next(long x) {
        long y = x == 0 ? GOLDEN : x;
        y ^= y << 13;
        y ^= y >>> 7;
        return y ^ y << 17;
    }
}
