// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.rados;

import java.util.List;

/**
 * One operation of an object's history. Times are positions in one total order of events, no two alike. Immutable.
 *
 * @param id unique in the history
 * @param client who asked; one client's operations on an object take effect in the order asked
 * @param invoked when it was asked
 * @param returned when the answer came; {@link Long#MAX_VALUE} if none did
 */
public record HistoryOp(int id, int client, List<Step> steps, long invoked, long returned, Outcome outcome) {
    public HistoryOp {
        steps = List.copyOf(steps);
        if (invoked >= returned || outcome instanceof Outcome.Unknown && returned != Long.MAX_VALUE) {
            throw new IllegalArgumentException("op " + id + ": " + invoked + ".." + returned + " " + outcome);
        }
    }

    boolean isKnown() {
        return !(outcome instanceof Outcome.Unknown);
    }

    boolean mayChange() {
        return steps.stream().anyMatch(s -> s instanceof Step.Change);
    }

    /** A change that was acknowledged. */
    boolean isAcknowledgedChange() {
        return outcome instanceof Outcome.Done && mayChange();
    }

    /**
     * Whether it gets a version of its own when it succeeds, whatever the object is like. TRUNCATE and ZERO find nothing to
     * do on an absent object, ZERO also behind the end.
     */
    boolean surelyChanges() {
        return steps.stream()
                .anyMatch(s -> s instanceof Step.Change && !(s instanceof Step.Truncate) && !(s instanceof Step.Zero));
    }

    /** The version answered, or {@link Outcome#NO_VERSION} if none was or it does not say where the operation stands. */
    long fixedVersion() {
        boolean tells = !mayChange() || surelyChanges();
        return outcome instanceof Outcome.Done done && tells ? done.version() : Outcome.NO_VERSION;
    }

    @Override
    public String toString() {
        String end = returned == Long.MAX_VALUE ? "" : Long.toString(returned);
        return "#" + id + " client " + client + " [" + invoked + ".." + end + "] " + steps + " -> " + outcome;
    }
}
