// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** What messages are filled with. */
final class Payloads {
    private Payloads() {}

    /** {@link Body#MAX_BYTES} zeros outside the heap, given. */
    static ByteBuf zeros() {
        return Unpooled.directBuffer(Body.MAX_BYTES, Body.MAX_BYTES).writeZero(Body.MAX_BYTES);
    }
}
