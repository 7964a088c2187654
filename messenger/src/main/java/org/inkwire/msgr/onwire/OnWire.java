// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.onwire;

/**
 * A connection mode: what a frame's bytes look like on the wire, both ways. It belongs to one TCP connection, because its
 * halves count records. Confined to the connection's EventCenter. Ceph: {@code rxtx_t} in {@code crypto_onwire.h}.
 *
 * <p>A frame is a {@link org.inkwire.msgr.frame.Preamble} and one to four segments. Every mode sends it as a
 * <em>preamble block</em> of fixed length and a <em>body</em> whose length follows from the preamble (protocol: msgr2
 * sections 3.3 and 3.4; {@code n} is the number of segments, {@code len0} the length of segment 0, {@code pad} rounds up to
 * 16):
 *
 * <pre>
 *                  crc                                 secure
 * preamble block   preamble 32                         record: preamble 32 | 48 bytes of segment 0 | tag 16
 * body             len0 &gt; 0: segment 0 | crc 4         len0 &gt; 48: record: pad(segment 0 behind byte 48) | tag 16
 *                  n &gt; 1:    segments 1 .. n-1         n &gt; 1:     record: pad(segment 1) .. pad(segment n-1)
 *                            | late status 1 | 3 crcs 12                  | late status and zeros 16 | tag 16
 * </pre>
 *
 * A frame takes one to three records in secure mode, and each record takes the next nonce of its direction. So the handlers
 * are called in wire order, and for each frame exactly once. Compression sits on top of either: a mode that wraps
 * another and hands it preambles with compressed lengths and the compression flag. {@link Transcript} is also such a
 * wrapper.
 */
public interface OnWire {
    /** Ceph's name of the connection mode: {@code crc} or {@code secure}. */
    String mode();

    /** The sending half: always the same object. */
    TxHandler tx();

    /** The receiving half: always the same object. */
    RxHandler rx();

    /** Releases what both halves hold; neither is used afterwards. */
    void close();
}
