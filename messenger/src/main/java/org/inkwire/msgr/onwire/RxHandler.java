// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.onwire;

import io.netty.buffer.ByteBuf;
import org.inkwire.msgr.frame.Banner;
import org.inkwire.msgr.frame.Preamble;
import org.inkwire.wire.MalformedInputException;

/**
 * Opens frames, one after the other. For each of them, {@link FrameReader} calls {@link #openPreamble} once its block has
 * arrived, and {@link #openBody} once the frame was admitted and the body has arrived. It may open in place: what it is
 * given is receive memory that nobody else reads. Whatever is wrong with the bytes is a {@link MalformedInputException},
 * which ends the connection; nothing of the frame was handed on by then.
 */
public interface RxHandler {
    /** {@link #peekU16}: more bytes must arrive. */
    int NOT_YET = -1;

    /** {@link #peekU16}: not to be seen before the body is opened. */
    int NEVER = -2;

    /**
     * The same in every mode: in clear.
     *
     * @param in borrowed; prefix and payload are consumed
     */
    default Banner banner(ByteBuf in, int payloadBytes) {
        return Banner.decode(in, payloadBytes);
    }

    /** The preamble flags this mode can read; a frame with another is refused. */
    default int frameFlags() {
        return 0;
    }

    /** What must have arrived of a frame before anything is known of it, bytes: less than {@link ReceiveBuffer#CHUNK_BYTES}. */
    int preambleBlockBytes();

    /**
     * Opens the preamble block. Bytes of segment 0 in it are kept for {@link #openBody}.
     *
     * @param in borrowed; {@link #preambleBlockBytes} are consumed
     * @param preamble is filled in, with the lengths that are on the wire
     */
    void openPreamble(ByteBuf in, Preamble preamble);

    /**
     * @return bytes that follow the preamble block of this frame
     * @throws MalformedInputException if they are more than an int holds
     */
    int bodyBytes(Preamble preamble);

    /**
     * Looks into segment 0 before the frame is admitted and its body opened: in crc mode that is as the sender claims.
     *
     * @param arrived borrowed: what has arrived of the body, from the reader index on
     * @param offset within the plain segment 0, which has at least two more bytes
     * @return the little-endian u16 there, or {@link #NOT_YET}, or {@link #NEVER}
     */
    int peekU16(Preamble preamble, ByteBuf arrived, int offset);

    /**
     * Checks and opens the body.
     *
     * @param preamble as {@link #openPreamble} filled it in
     * @param in borrowed; indices unchanged
     * @param at index of the body's first byte; {@link #bodyBytes} are there
     * @param plain is filled in, empty before
     * @return false if the sender aborted the frame: its segments mean nothing
     */
    boolean openBody(Preamble preamble, ByteBuf in, int at, Segments plain);
}
