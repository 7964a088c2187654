// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.rados;

/** What a checker says of one object's history. Immutable. */
public sealed interface Verdict {
    /** There is an order that explains everything. */
    record Legal() implements Verdict {}

    /**
     * There is none.
     *
     * @param explanation how far the best attempt came, for people
     */
    record Violation(String explanation) implements Verdict {}

    /** The search was given up; counts as a failure. */
    record Undecided(String explanation) implements Verdict {}
}
