// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.vectors;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.inkwire.wire.message.MessageHeader;

/**
 * One frame of a recorded stream. The arrays are shared: do not change them.
 *
 * @param offset of its preamble in the stream, bytes
 * @param flags of the preamble
 * @param segments 1 .. 4, including empty ones
 */
public record CapturedFrame(int offset, int tag, int flags, List<byte[]> segments) {
    public static final int TAG_MESSAGE = 17;

    private static final int HEADER = 0;
    private static final int FRONT = 1;
    private static final int MIDDLE = 2;
    private static final int DATA = 3;
    private static final byte[] EMPTY = {};

    public boolean isMessage() {
        return tag == TAG_MESSAGE;
    }

    /** Segment {@code index}, empty if the frame has fewer. */
    public byte[] segment(int index) {
        return index < segments.size() ? segments.get(index) : EMPTY;
    }

    /** The header of a MESSAGE, decoded on each call. */
    public MessageHeader header() {
        return new MessageHeader().decode(Unpooled.wrappedBuffer(segment(HEADER)));
    }

    public byte[] front() {
        return segment(FRONT);
    }

    public byte[] middle() {
        return segment(MIDDLE);
    }

    public byte[] data() {
        return segment(DATA);
    }

    /** A new buffer over {@code segment}'s bytes: given. */
    public static ByteBuf buffer(byte[] segment) {
        return Unpooled.wrappedBuffer(segment);
    }
}
