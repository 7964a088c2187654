// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.onwire;

import io.netty.buffer.ByteBuf;
import org.inkwire.msgr.frame.Banner;
import org.inkwire.msgr.frame.Preamble;
import org.inkwire.wire.MalformedInputException;

/**
 * Opens frames one at a time. For each, {@link FrameReader} calls {@link #openPreamble} once its block has arrived, and
 * {@link #openBody} once the frame is admitted and the body has arrived. It may open in place: its input is receive
 * memory that nothing else reads. Bad bytes throw {@link MalformedInputException}, which ends the connection; no part
 * of the frame has been handed on by then.
 */
public interface RxHandler {
    /** {@link #peekU16}: more bytes must arrive. */
    int NOT_YET = -1;

    /** {@link #peekU16}: not visible before the body is opened. */
    int NEVER = -2;

    /**
     * The same in every mode: in clear.
     *
     * @param in borrowed; prefix and payload are consumed
     */
    default Banner banner(ByteBuf in, int payloadBytes) {
        return Banner.decode(in, payloadBytes);
    }

    /** The preamble flags this mode can read; a frame with any other is refused. */
    default int frameFlags() {
        return 0;
    }

    /** Bytes of a frame that must have arrived before it can be read; less than {@link ReceiveBuffer#CHUNK_BYTES}. */
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
     * Looks into segment 0 before the frame is admitted and its body opened: in crc mode the value is unverified.
     *
     * @param arrived borrowed: the part of the body that has arrived, from the reader index on
     * @param offset within the plain segment 0, which has at least two more bytes
     * @return the little-endian u16 there, or {@link #NOT_YET}, or {@link #NEVER}
     */
    int peekU16(Preamble preamble, ByteBuf arrived, int offset);

    /**
     * Opens segment 0 of a MESSAGE whose other segments there is no memory for.
     *
     * @param arrived borrowed, indices unchanged: the part of the body that has arrived
     * @param plain empty; segment 0 is filled in
     * @return false if more must arrive
     * @throws MalformedInputException if the bytes are wrong, or in a mode that opens a body only as a whole
     */
    default boolean openHeader(Preamble preamble, ByteBuf arrived, Segments plain) {
        throw new MalformedInputException(
                "no memory for " + preamble.tag() + ", and it cannot be skipped in this mode");
    }

    /**
     * Checks and opens the body.
     *
     * @param preamble as {@link #openPreamble} filled it in
     * @param in borrowed; indices unchanged
     * @param at index of the body's first byte; {@link #bodyBytes} are present
     * @param plain empty; is filled in
     * @return false if the sender aborted the frame: its segments are meaningless
     */
    boolean openBody(Preamble preamble, ByteBuf in, int at, Segments plain);
}
