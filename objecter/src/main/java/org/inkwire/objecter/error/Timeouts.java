// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.error;

import java.math.BigDecimal;
import java.time.Duration;

/** How long a request may take: what callers may ask for, and how an error says it. Stateless. */
public final class Timeouts {
    /** The longest a timer measures, 292 years. What is longer never ends. */
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private Timeouts() {}

    /**
     * @return zero, which means none, also for one too long to measure, such as {@code ChronoUnit.FOREVER}'s
     * @throws IllegalArgumentException if negative
     */
    public static Duration checked(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("negative timeout: " + timeout);
        }
        return timeout.compareTo(LONGEST) < 0 ? timeout : Duration.ZERO;
    }

    /** {@code 5 s}, {@code 250 ms}, {@code 1.5 s}. */
    public static String text(Duration timeout) {
        long millis = timeout.toMillis();
        return millis < 1000
                ? millis + " ms"
                : BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString() + " s";
    }
}
