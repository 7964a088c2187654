// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.onwire;

import org.inkwire.msgr.frame.Banner;
import org.inkwire.msgr.frame.Preamble;
import org.inkwire.wire.Encoder;

/**
 * Seals frames, one after the other. For each of them, {@link FrameWriter} calls {@link #begin}, encodes segment 0, calls
 * {@link #endSegment0}, encodes segment 1 if there is one, and calls {@link #seal}. The handler says where the two are
 * encoded: in place, between what stands around them on the wire, or in memory of its own, from which it seals into the
 * gather buffer. Segments 2 and 3 stay where they are until then. If an encoder throws, the connection ends.
 */
public interface TxHandler {
    /** The same in every mode: in clear. */
    default void banner(Banner banner, Outbound out) {
        banner.encode(out.gather().buffer());
    }

    /** @return where segment 0 is to be appended: borrowed until {@link #endSegment0} */
    Encoder begin(Outbound out);

    /**
     * Segment 0 is complete.
     *
     * @param plain holds segment 0
     * @return where segment 1 is to be appended: borrowed until {@link #seal}
     */
    Encoder endSegment0(Segments plain, Outbound out);

    /**
     * Puts the frame on the wire: its bytes leave by {@code out}, in order.
     *
     * @param preamble borrowed: tag, flags and the lengths of {@code plain}
     * @param plain borrowed: all segments; what must outlive this call is retained
     */
    void seal(Preamble preamble, Segments plain, Outbound out);
}
