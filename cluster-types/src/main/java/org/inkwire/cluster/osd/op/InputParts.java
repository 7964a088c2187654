// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.osd.op;

import io.netty.buffer.ByteBuf;
import org.inkwire.wire.MalformedInputException;
import org.inkwire.wire.RawString;

/** Slices an op's input at the offsets in its union, after checking that they fit the input. */
final class InputParts {
    private InputParts() {}

    /** @return borrowed from {@code input} */
    static ByteBuf slice(ByteBuf input, long at, long length) {
        if (at + length > input.readableBytes()) {
            throw new MalformedInputException(
                    "op refers to bytes " + at + "~" + length + " of an input of " + input.readableBytes());
        }
        return input.slice(input.readerIndex() + (int) at, (int) length);
    }

    static String text(ByteBuf input, long at, long length) {
        ByteBuf part = slice(input, at, length);
        return RawString.decode(part, part.readerIndex(), part.readableBytes());
    }
}
