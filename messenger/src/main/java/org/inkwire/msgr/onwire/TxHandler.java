// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.onwire;

import org.inkwire.msgr.frame.Banner;
import org.inkwire.msgr.frame.Preamble;
import org.inkwire.wire.Encoder;

/**
 * Seals frames one at a time. For each, {@link FrameWriter} calls {@link #begin}, encodes segment 0, calls
 * {@link #endSegment0}, encodes segment 1 if there is one, and calls {@link #seal}. The handler decides where these two
 * are encoded: in place, between what surrounds them on the wire, or in its own memory, from which it seals into the
 * gather buffer. Segments 2 and 3 stay where they are until then. If an encoder throws, the connection ends.
 */
public interface TxHandler {
    /** The same in every mode: in clear. */
    default void banner(Banner banner, Outbound out) {
        banner.encode(out.gather().buffer());
    }

    /** @return where to append segment 0: borrowed until {@link #endSegment0} */
    Encoder begin(Outbound out);

    /**
     * Segment 0 is complete.
     *
     * @param plain holds segment 0
     * @return where to append segment 1: borrowed until {@link #seal}
     */
    Encoder endSegment0(Segments plain, Outbound out);

    /**
     * Puts the frame on the wire: its bytes go to {@code out}, in order.
     *
     * @param preamble borrowed: tag, flags and the lengths of {@code plain}
     * @param plain borrowed: all segments; retain what must outlive this call
     */
    void seal(Preamble preamble, Segments plain, Outbound out);
}
