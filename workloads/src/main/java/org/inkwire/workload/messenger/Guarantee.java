// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.messenger;

/** What a pair of policies promises about the messages of one connection. */
public enum Guarantee {
    /**
     * Nothing survives the TCP connection. Of each stream a prefix is delivered, at one connection of the receiver; if it is
     * not all of it, the sender is told a reset.
     */
    LOSSY,

    /**
     * Exactly once and in order. If the receiver loses its side of the session, the sender is told a remote reset, and only
     * messages sent before it was told may be missing: none twice, none out of order.
     */
    RESET_CHECKED,

    /**
     * Exactly once and in order while both sides keep their state. If the receiver loses its side, the sender keeps its
     * queue and nobody is told: what was unacknowledged then comes again on the receiver's next connection, and what the
     * receiver had not yet dispatched is lost.
     */
    UNCHECKED
}
