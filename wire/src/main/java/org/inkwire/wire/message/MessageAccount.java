// SPDX-License-Identifier: Apache-2.0
package org.inkwire.wire.message;

/** Who charged something for a message and wants it back when nobody uses the message any more. Any thread. */
@FunctionalInterface
public interface MessageAccount {
    /**
     * The last reference to a message was dropped. Must be short and must not throw.
     *
     * @param bytes what {@link Message#chargeTo} said
     */
    void giveBack(long bytes);
}
