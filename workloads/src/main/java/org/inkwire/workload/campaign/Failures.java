// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.campaign;

/** What broke a run off, on one line. Stateless. */
final class Failures {
    private Failures() {}

    static String describe(Throwable failure) {
        StringBuilder text = new StringBuilder(String.valueOf(failure));
        for (Throwable t = failure.getCause(); t != null; t = t.getCause()) {
            text.append(" <- ").append(t);
            StackTraceElement[] at = t.getStackTrace();
            if (at.length > 0) {
                text.append(" at ").append(at[0]);
            }
        }
        return text.toString();
    }
}
