// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr;

/** Told of every move of a connection's state machine: for coverage reports. Called on the connections' workers. */
@FunctionalInterface
public interface TransitionObserver {
    /**
     * A connection moves. Must not block.
     *
     * @param from Ceph's name of the state it leaves
     * @param to Ceph's name of the state it enters
     */
    void transition(String from, String to);
}
