// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.ceph;

import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * How long an open-ended test runs: for its configured time, then until the events left to chance have happened, which
 * may take longer on a slow machine.
 */
public final class RunTime {
    /** Minutes, fractions allowed. */
    public static final String PROPERTY = "inkwire.minutes";

    private static final double MILLIS_PER_MINUTE = 60_000;
    /** After this much extra time, the missing events are no longer expected. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Duration time;
    private final long begunNanos = System.nanoTime();

    private RunTime(Duration time) {
        this.time = time;
    }

    /** Begins now; runs for {@code -Dinkwire.minutes=}, by default {@code slice}. */
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
     * @param happened whether everything required has happened; called once the time is over
     * @throws AssertionError if it does not happen in time
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
            throw new AssertionError("required chance events did not happen within " + elapsed);
        }
        return true;
    }

    @Override
    public String toString() {
        return time.toString();
    }
}
