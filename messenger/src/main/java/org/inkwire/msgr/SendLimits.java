// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr;

import org.inkwire.wire.message.Message;

/**
 * How much may wait to be sent on one connection: queued by callers, waiting to be written, and (on a lossless
 * session) written but not acknowledged. Immutable.
 *
 * <p>A message is charged {@link #charge}: its data and middle, its type's estimate for the front, and a fixed amount,
 * so that empty messages are bounded too. A message larger than the whole limit is accepted when nothing else waits.
 *
 * @param messages accepted by {@link Connection#trySend} and {@link Connection#send}; as many again may wait in {@code
 *     send}
 * @param bytes the same in bytes; as many again may wait in {@code send}
 * @param overflowMessages at which {@link Connection#sendMessage}, which never waits, ends the session
 * @param overflowBytes the same in bytes
 */
public record SendLimits(int messages, long bytes, int overflowMessages, long overflowBytes) {
    /** The fixed charge of a message, in addition to its bytes. */
    public static final int MESSAGE_BYTES = 256;

    /**
     * The most that a connection's own center has added to its queue, or an eighth of the limit, before other threads see
     * it: so much may go beyond the limits.
     */
    public static final long AHEAD_BYTES = 64 << 10;

    /** Half of the counters' range, so that racing senders cannot overflow them. */
    private static final int MOST_MESSAGES = 1 << 19;

    private static final long MOST_BYTES = 1L << 43;

    public static final SendLimits DEFAULT = new SendLimits(16 << 10, 64L << 20, 256 << 10, 1L << 30);

    /** @throws IllegalArgumentException if the overflow is below the limit, or a value is out of range */
    public SendLimits {
        if (messages <= 0 || overflowMessages < messages || overflowMessages > MOST_MESSAGES) {
            throw new IllegalArgumentException("send limits: " + messages + " messages, overflow at " + overflowMessages
                    + ", at most " + MOST_MESSAGES);
        }
        if (bytes <= 0 || overflowBytes < bytes || overflowBytes > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "send limits: " + bytes + " bytes, overflow at " + overflowBytes + ", at most " + MOST_BYTES);
        }
    }

    /** The charge for {@code message} while it waits, in bytes. */
    public static long charge(Message message) {
        return MESSAGE_BYTES
                + message.frontBytesHint()
                + message.middle().readableBytes()
                + message.data().readableBytes();
    }
}
