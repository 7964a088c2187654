// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.rados;

import java.util.List;

/**
 * One operation of an object's history. Times are distinct positions in one total order of events. Immutable.
 *
 * @param id unique in the history
 * @param client the requester; one client's operations on an object take effect in the order requested
 * @param invoked when it was requested
 * @param returned when the answer arrived; {@link Long#MAX_VALUE} if none did
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
     * Whether success always creates a new version, regardless of the object's state. TRUNCATE and ZERO have nothing to
     * do on an absent object, nor has ZERO past the end.
     */
    boolean surelyChanges() {
        return steps.stream()
                .anyMatch(s -> s instanceof Step.Change && !(s instanceof Step.Truncate) && !(s instanceof Step.Zero));
    }

    /**
     * The version answered, or {@link Outcome#NO_VERSION} if there is none or it does not fix the operation's position.
     */
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
