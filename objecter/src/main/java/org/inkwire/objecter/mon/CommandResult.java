// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.mon;

import org.inkwire.objecter.error.RadosException;
import org.inkwire.wire.RawString;

/**
 * Result of a command: the content of an MMonCommandAck or MCommandReply. Immutable.
 *
 * @param result 0 or more; negative: errno
 * @param status human-readable text
 * @param data output, often JSON; not copied
 */
public record CommandResult(int result, String status, byte[] data) {
    /** {@link #data} as UTF-8; other bytes, as in the name of a pool, are kept by {@link RawString}. */
    public String text() {
        return RawString.of(data);
    }

    /** @throws RadosException.Refused with the status text if {@link #result} is negative */
    public CommandResult orThrow() {
        if (result < 0) {
            throw new RadosException.Refused(result, status.isEmpty() ? "command" : status);
        }
        return this;
    }
}
