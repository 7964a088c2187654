// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.event;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Recognizes that this process, or the system, has no file descriptor left. Stateless, any thread. */
public final class Descriptors {
    /** strerror of EMFILE, and the beginning of that of ENFILE. */
    private static final String TOO_MANY = "Too many open files";

    /** Bounds the search through causes. */
    private static final int CAUSES_MAX = 16;

    private Descriptors() {}

    /** Whether {@code cause}, or what caused it, is the lack of a descriptor. */
    public static boolean areExhausted(@Nullable Throwable cause) {
        Throwable c = cause;
        for (int i = 0; c != null && i < CAUSES_MAX; i++) {
            String text = c.getMessage();
            if (text != null && text.contains(TOO_MANY)) {
                return true;
            }
            c = c.getCause();
        }
        return false;
    }

    /** The same failure in words that say what to do, if it is the lack of a descriptor. */
    static Throwable explained(String what, Throwable cause) {
        return areExhausted(cause) ? new IOException(text(what), cause) : cause;
    }

    static String text(String what) {
        return what + ": too many open files, no descriptor is left (see ulimit -n)";
    }
}
