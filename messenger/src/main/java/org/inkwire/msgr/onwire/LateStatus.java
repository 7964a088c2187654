// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.onwire;

import org.inkwire.wire.MalformedInputException;

/**
 * The low nibble of an epilogue's first byte: a sender that cannot complete a frame already begun says so after the
 * segments (protocol: msgr2 section 3.3). Stateless.
 */
public final class LateStatus {
    public static final int COMPLETE = 0x0e;
    public static final int ABORTED = 0x01;

    private static final int MASK = 0x0f;

    private LateStatus() {}

    /**
     * @param first byte of the epilogue
     * @return false if the sender aborted the frame
     * @throws MalformedInputException for any other value
     */
    public static boolean isComplete(byte first) {
        int status = first & MASK;
        if (status != COMPLETE && status != ABORTED) {
            throw new MalformedInputException("late status 0x" + Integer.toHexString(status));
        }
        return status == COMPLETE;
    }
}
