// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.inkwire.wire.Encoder;

/**
 * Encodes one small value after another, such as an attribute, in memory that it keeps: {@link #begin}, then {@link #end}
 * or {@link #endAsBytes}. Confined to its owner.
 */
public final class ValueEncoder {
    private static final int INITIAL_BYTES = 512;

    /** What a large value needed beyond this is given back before the next one. */
    private static final int KEPT_BYTES = 16 * 1024;

    private ByteBuf buffer = Unpooled.buffer(INITIAL_BYTES);
    private final Encoder encoder = new Encoder(buffer);

    /** Starts a value; whatever was begun before is discarded. */
    public Encoder begin() {
        if (buffer.capacity() > KEPT_BYTES) {
            buffer = Unpooled.buffer(INITIAL_BYTES);
        }
        return encoder.over(buffer.clear());
    }

    /** What was encoded since {@link #begin}. */
    public ByteString end() {
        return ByteString.copyOf(buffer);
    }

    /** The same as an array. */
    public byte[] endAsBytes() {
        return ByteBufUtil.getBytes(buffer);
    }
}
