// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.event;

import java.util.Arrays;
import org.slf4j.Logger;

/** Logs a contained failure, once and with its cause. Stateless, any thread. */
public final class Failures {
    /** Enough to see who calls whom in a circle. */
    private static final int FRAMES_MAX = 48;

    private Failures() {}

    /**
     * Logs an error. Never throws: without memory or descriptors even a logger fails, and what the caller does next
     * matters more.
     *
     * @param arguments of the format, then the failure
     * @return false if the logger failed, too
     */
    public static boolean log(Logger log, String format, Object... arguments) {
        try {
            if (arguments[arguments.length - 1] instanceof Throwable failure) {
                shortened(failure);
            }
            log.error(format, arguments);
            return true;
        } catch (Throwable unheard) {
            return false;
        }
    }

    /** Of an endless recursion only the last calls, not a thousand lines. */
    private static void shortened(Throwable failure) {
        if (failure instanceof StackOverflowError) {
            StackTraceElement[] trace = failure.getStackTrace();
            if (trace.length > FRAMES_MAX) {
                failure.setStackTrace(Arrays.copyOf(trace, FRAMES_MAX));
            }
        }
    }
}
