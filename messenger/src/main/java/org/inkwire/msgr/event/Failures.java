// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.event;

import java.util.Arrays;

/** Prepares a contained failure for its log line. Stateless, any thread. */
public final class Failures {
    /** Enough to see who calls whom in a circle. */
    private static final int FRAMES_MAX = 48;

    private Failures() {}

    /** The same failure; of an endless recursion only the last calls, not a thousand lines. */
    public static <T extends Throwable> T shortened(T failure) {
        if (failure instanceof StackOverflowError) {
            StackTraceElement[] trace = failure.getStackTrace();
            if (trace.length > FRAMES_MAX) {
                failure.setStackTrace(Arrays.copyOf(trace, FRAMES_MAX));
            }
        }
        return failure;
    }
}
