// SPDX-License-Identifier: Apache-2.0
package org.inkwire.wire.message;

/** Takes back the charge for a message once the message is no longer used. Any thread. */
@FunctionalInterface
public interface MessageAccount {
    /**
     * The last reference to a message was dropped. Must be short and must not throw.
     *
     * @param bytes as passed to {@link Message#chargeTo}
     */
    void giveBack(long bytes);
}
