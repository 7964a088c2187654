// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.rados;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;

/** Converts between the API's buffers and the wire's. Stateless. */
final class Buffers {
    private Buffers() {}

    /** Wraps without copying; the caller's position does not change. */
    static ByteBuf wrap(ByteBuffer data) {
        return Unpooled.wrappedBuffer(data.duplicate());
    }

    static ByteBuf wrap(byte[] data) {
        return Unpooled.wrappedBuffer(data);
    }

    static byte[] copy(ByteBuf data) {
        byte[] bytes = new byte[data.readableBytes()];
        data.getBytes(data.readerIndex(), bytes);
        return bytes;
    }

    /**
     * Bytes that a read may put into {@code target}.
     *
     * @throws IllegalArgumentException if there are none
     */
    static int room(ByteBuffer target) {
        if (target.isReadOnly() || !target.hasRemaining()) {
            throw new IllegalArgumentException(
                    target.isReadOnly() ? "the target buffer is read-only" : "no room in the target buffer");
        }
        return target.remaining();
    }

    /**
     * Copies into {@code target}, advancing its position.
     *
     * @return bytes copied
     */
    static int copyInto(ByteBuf data, ByteBuffer target) {
        int n = Math.min(data.readableBytes(), target.remaining());
        ByteBuffer window = target.duplicate();
        window.limit(window.position() + n);
        data.getBytes(data.readerIndex(), window);
        target.position(target.position() + n);
        return n;
    }
}
