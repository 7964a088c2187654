// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.ceph;

import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * How long a test that has no end of its own goes on: for its time, and then until what is left to chance has happened, which
 * a slow machine may not come to in that time.
 */
public final class RunTime {
    /** Minutes, fractions allowed. */
    public static final String PROPERTY = "inkwire.minutes";

    private static final double MILLIS_PER_MINUTE = 60_000;
    /** Chance that has not struck so long after the time never will. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Duration time;
    private final long begunNanos = System.nanoTime();

    private RunTime(Duration time) {
        this.time = time;
    }

    /** Begins now; takes what {@code -Dinkwire.minutes=} says, else {@code slice}. */
    public static RunTime begin(Duration slice) {
        String minutes = System.getProperty(PROPERTY);
        return new RunTime(
                minutes == null
                        ? slice
                        : Duration.ofMillis(Math.round(Double.parseDouble(minutes) * MILLIS_PER_MINUTE)));
    }

    /**
     * Whether there is more to do.
     *
     * @param happened all that must have happened; asked once the time is over
     * @throws AssertionError if it does not happen
     */
    public boolean goesOn(Callable<Boolean> happened) throws Exception {
        Duration elapsed = Duration.ofNanos(System.nanoTime() - begunNanos);
        if (elapsed.compareTo(time) < 0) {
            return true;
        }
        if (happened.call()) {
            return false;
        }
        if (elapsed.compareTo(time.plus(PATIENCE)) > 0) {
            throw new AssertionError("what must happen by chance has not within " + elapsed);
        }
        return true;
    }

    @Override
    public String toString() {
        return time.toString();
    }
}
