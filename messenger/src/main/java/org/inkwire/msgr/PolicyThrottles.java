// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr;

import org.inkwire.wire.message.MessageAccount;

/**
 * The two throttles of a {@link Policy}: {@code throttler_bytes} and {@code throttler_messages}. A received message
 * holds its share of both until its last reference is dropped. Any thread.
 *
 * @param bytes front, middle and data, and {@link SendLimits#MESSAGE_BYTES} for each message
 * @param messages one for each message
 */
public record PolicyThrottles(Throttle bytes, Throttle messages) implements MessageAccount {
    /** The last reference to a message was dropped. */
    @Override
    public void giveBack(long charge) {
        messages.give(1);
        bytes.give(charge);
    }
}
