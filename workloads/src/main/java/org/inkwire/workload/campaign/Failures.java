// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.campaign;

import org.inkwire.msgr.sim.SimulationFailure;

/** Describes what aborted a run, on one line. Stateless. */
final class Failures {
    private Failures() {}

    static String describe(Throwable failure) {
        // The report already has the seed and the last events.
        StringBuilder text =
                new StringBuilder(failure instanceof SimulationFailure f ? f.reason() : String.valueOf(failure));
        for (Throwable t = failure instanceof SimulationFailure ? failure.getCause() : failure;
                t != null;
                t = t.getCause()) {
            if (t != failure) {
                text.append(" <- ").append(t);
            }
            StackTraceElement[] at = t.getStackTrace();
            if (at.length > 0) {
                text.append(" at ").append(at[0]);
            }
        }
        return text.toString();
    }
}
