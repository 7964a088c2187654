// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.state;

/** Observes every state transition of a stack's connections: for coverage reports. Called on their workers. */
@FunctionalInterface
public interface TransitionObserver {
    /**
     * A connection leaves {@code from} and enters {@code to}. Must not block.
     */
    void transition(State from, State to);
}
