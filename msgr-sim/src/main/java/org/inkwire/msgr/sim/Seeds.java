// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim;

import java.util.stream.LongStream;

/** Which seeds a test runs. Stateless. */
public final class Seeds {
    /** {@code -Dinkwire.seed=N}: this seed and no other, to see a failure again. */
    public static final String PROPERTY = "inkwire.seed";

    private Seeds() {}

    /** Both ends included, unless {@link #PROPERTY} says which one. For a test's {@code @MethodSource}. */
    public static LongStream range(long first, long last) {
        Long only = Long.getLong(PROPERTY);
        return only != null ? LongStream.of(only) : LongStream.rangeClosed(first, last);
    }

    /** {@code seed}, unless {@link #PROPERTY} says another. */
    public static long or(long seed) {
        return Long.getLong(PROPERTY, seed);
    }
}
