// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim;

import java.util.stream.LongStream;

/** Selects the seeds that a test runs. Stateless. */
public final class Seeds {
    /** {@code -Dinkwire.seed=N}: run only this seed, to reproduce a failure. */
    public static final String PROPERTY = "inkwire.seed";

    private Seeds() {}

    /**
     * From {@code first} to {@code last}, both inclusive, or only the one that {@link #PROPERTY} sets. For a test's
     * {@code @MethodSource}.
     */
    public static LongStream range(long first, long last) {
        Long only = Long.getLong(PROPERTY);
        return only != null ? LongStream.of(only) : LongStream.rangeClosed(first, last);
    }

    /** {@code seed}, unless {@link #PROPERTY} overrides it. */
    public static long or(long seed) {
        return Long.getLong(PROPERTY, seed);
    }
}
