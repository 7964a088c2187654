// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.rados;

import java.util.List;

/** What a client learned of an operation. Immutable. */
public sealed interface Outcome {
    /** No version is known. */
    long NO_VERSION = -1;

    /**
     * It happened.
     *
     * @param version the object's version as answered, or {@link #NO_VERSION}
     * @param outputs a digest for each {@link Step.Look}, in order
     */
    record Done(long version, List<Long> outputs) implements Outcome {
        public Done {
            outputs = List.copyOf(outputs);
        }
    }

    /**
     * The cluster refused it; it changed nothing.
     *
     * @param errno positive
     */
    record Refused(int errno) implements Outcome {}

    /** No answer: it may have happened once, or may still happen, until the end of the history. */
    record Unknown() implements Outcome {}
}
