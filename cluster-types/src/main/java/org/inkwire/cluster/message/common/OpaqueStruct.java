// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.common;

import io.netty.buffer.ByteBuf;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.MalformedInputException;

/** A versioned struct carried whole, header included, because its content is not used here. */
public final class OpaqueStruct {
    /** u8 version, u8 compat, u32 length. */
    public static final int HEADER_BYTES = 6;

    private static final int LENGTH_AT = 2;

    private OpaqueStruct() {}

    public static byte[] decode(Decoder in) {
        if (in.remaining() < HEADER_BYTES) {
            throw new MalformedInputException(
                    "struct header needs " + HEADER_BYTES + " bytes, " + in.remaining() + " left");
        }
        ByteBuf buffer = in.buffer();
        long length = buffer.getUnsignedIntLE(buffer.readerIndex() + LENGTH_AT);
        if (length > in.remaining() - HEADER_BYTES) {
            throw new MalformedInputException("struct of " + length + " bytes, " + in.remaining() + " left");
        }
        return in.raw(HEADER_BYTES + (int) length);
    }
}
