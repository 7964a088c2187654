// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.messenger;

/** What a pair of policies guarantees for the messages of one connection. */
public enum Guarantee {
    /**
     * Nothing survives the TCP connection. A prefix of each stream is delivered, on one connection of the receiver; if
     * the prefix is not the whole stream, the sender is notified of a reset.
     */
    LOSSY,

    /**
     * Exactly once and in order. If the receiver loses its side of the session, the sender is notified of a remote
     * reset, and only messages sent before that notification may be missing: none is duplicated or reordered.
     */
    RESET_CHECKED,

    /**
     * Exactly once and in order while both sides keep their state. If the receiver loses its side, the sender keeps its
     * queue and neither side is notified: unacknowledged messages are delivered again on the receiver's next
     * connection, and messages the receiver had not yet dispatched are lost.
     */
    UNCHECKED
}
