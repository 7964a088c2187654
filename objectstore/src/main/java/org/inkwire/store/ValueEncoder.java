// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.inkwire.wire.Encoder;

/**
 * Encodes one small value after another, such as an attribute, in memory that it keeps: {@link #begin}, then {@link #end}.
 * Confined to its owner.
 */
public final class ValueEncoder {
    private static final int INITIAL_BYTES = 512;

    /** Memory that grew beyond this is given back. */
    private static final int KEPT_BYTES = 16 * 1024;

    private ByteBuf buffer = Unpooled.buffer(INITIAL_BYTES);
    private final Encoder encoder = new Encoder(buffer);

    /** Starts a value; whatever was begun before is discarded. */
    public Encoder begin() {
        return encoder.over(buffer.clear());
    }

    /** What was encoded since {@link #begin}. */
    public ByteString end() {
        ByteString value = ByteString.copyOf(buffer);
        if (buffer.capacity() > KEPT_BYTES) {
            buffer = Unpooled.buffer(INITIAL_BYTES);
            encoder.over(buffer);
        }
        return value;
    }
}
