// SPDX-License-Identifier: Apache-2.0
package org.inkwire.wire.message;

import io.netty.buffer.ByteBuf;
import org.inkwire.wire.Decoder;

/** Builds a message of one type from its front. */
@FunctionalInterface
public interface MessageDecoder {
    /**
     * @param header of the frame; reused by the caller, must not be kept. Fields up to {@code min(header.version(),
     *     known)} are decoded, trailing bytes are left unread
     * @param front reads the front segment; reused by the caller, must not be kept. The indices of its buffer begin
     *     anywhere
     * @param data the data segment, for checking lengths: borrowed; the registry attaches it to the result
     * @throws org.inkwire.wire.MalformedInputException if the bytes are wrong
     */
    Message decode(MessageHeader header, Decoder front, ByteBuf data);
}
