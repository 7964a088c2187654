// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.rados;

/** A checker's verdict on one object's history. Immutable. */
public sealed interface Verdict {
    /** Some order explains every answer. */
    record Legal() implements Verdict {}

    /**
     * No order explains every answer.
     *
     * @param explanation how far the best attempt came, human-readable
     */
    record Violation(String explanation) implements Verdict {}

    /** The search was given up; counts as a failure. */
    record Undecided(String explanation) implements Verdict {}
}
