// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.ceph;

import java.time.Duration;

/** How long a test that has no end of its own goes on. */
public final class RunTime {
    /** Minutes, fractions allowed. */
    public static final String PROPERTY = "inkwire.minutes";

    private static final double MILLIS_PER_MINUTE = 60_000;

    private RunTime() {}

    /** What {@code -Dinkwire.minutes=} says, else {@code slice}. */
    public static Duration orSlice(Duration slice) {
        String minutes = System.getProperty(PROPERTY);
        return minutes == null ? slice : Duration.ofMillis(Math.round(Double.parseDouble(minutes) * MILLIS_PER_MINUTE));
    }
}
