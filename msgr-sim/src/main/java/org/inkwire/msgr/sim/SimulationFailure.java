// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim;

import org.jspecify.annotations.Nullable;

/**
 * A failure inside a simulation: a task of a center failed, or the run did not end. The message contains the seed and
 * the last events.
 */
public final class SimulationFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String reason;

    SimulationFailure(String reason) {
        this(reason, null);
    }

    SimulationFailure(String reason, @Nullable Throwable cause) {
        super(reason, cause);
        this.reason = reason;
    }

    private SimulationFailure(SimulationFailure what, String where) {
        super(what.reason + "; " + where, what.getCause());
        this.reason = what.reason;
    }

    /** This failure, with the simulation's seed and last events in its message. */
    SimulationFailure in(Simulation simulation) {
        return new SimulationFailure(this, simulation.toString());
    }

    /** What went wrong, without seed and events. */
    public String reason() {
        return reason;
    }
}
