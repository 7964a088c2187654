// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;

/** What messages are filled with. */
final class Payloads {
    /** For the life of the process, so that nothing counts as leaked. */
    private static final ByteBuf ZEROS = new UnpooledByteBufAllocator(true, true)
            .directBuffer(Body.MAX_BYTES, Body.MAX_BYTES)
            .writeZero(Body.MAX_BYTES);

    private static volatile ByteBuf recent = Unpooled.EMPTY_BUFFER;

    private Payloads() {}

    /** {@link Body#MAX_BYTES} zeros outside the heap: borrowed. */
    static ByteBuf zeros() {
        return ZEROS;
    }

    /** So many zeros, in the same slice as before if that has as many; its references are not counted. Any thread. */
    static ByteBuf zeros(int bytes) {
        ByteBuf slice = recent;
        if (slice.readableBytes() != bytes) {
            slice = Unpooled.unreleasableBuffer(ZEROS.slice(0, bytes));
            recent = slice;
        }
        return slice;
    }
}
