// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim;

import org.jspecify.annotations.Nullable;

/** Something went wrong inside a simulation: a task of a center failed, or the run did not come to its end. */
public final class SimulationFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    SimulationFailure(String message) {
        super(message);
    }

    SimulationFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
