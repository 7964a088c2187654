// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.micro;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.Random;

/** Bytes to measure with. */
final class Payloads {
    private Payloads() {}

    /** The same bytes on every call. */
    static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    /** The same bytes in memory of the messenger's kind: given. */
    static ByteBuf direct(int length) {
        return PooledByteBufAllocator.DEFAULT.directBuffer(length, length).writeBytes(random(length));
    }
}
