// SPDX-License-Identifier: Apache-2.0
package org.inkwire.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.zip.CRC32C;

/**
 * A stretch of a buffer, for many little-endian reads, writes and sums: the buffer is asked once, for the whole
 * stretch, instead of at every access. Indices count from the start of the stretch; one beyond its end is refused.
 *
 * <p>One window is reused for one buffer after another. It shows the buffer's own memory and is of use only until
 * something else happens to the buffer. Not thread-safe.
 */
public final class ByteWindow {
    /** Sum of no bytes with seed ~0. */
    private static final int NO_BYTES = -1;

    private final CRC32C crc = new CRC32C();
    private ByteBuffer bytes = Unpooled.EMPTY_BUFFER.nioBuffer();
    private int base;
    private int end;

    /**
     * Shows these bytes from here on.
     *
     * @param buf borrowed, indices unchanged; of one piece if the window is written to
     * @param at index of the first byte
     * @param length bytes, all within the capacity
     * @return this
     */
    public ByteWindow over(ByteBuf buf, int at, int length) {
        ByteBuffer view = buf.nioBufferCount() == 1 ? buf.internalNioBuffer(at, length) : buf.nioBuffer(at, length);
        bytes = view.order(ByteOrder.LITTLE_ENDIAN);
        base = view.position();
        end = view.limit();
        return this;
    }

    public byte getByte(int at) {
        return bytes.get(base + at);
    }

    public int getInt(int at) {
        return bytes.getInt(base + at);
    }

    public long getLong(int at) {
        return bytes.getLong(base + at);
    }

    public void putByte(int at, int value) {
        bytes.put(base + at, (byte) value);
    }

    public void putInt(int at, int value) {
        bytes.putInt(base + at, value);
    }

    public void putLong(int at, long value) {
        bytes.putLong(base + at, value);
    }

    /** The sum of these bytes as {@link Crc32c#seedMinusOne(ByteBuf)} has it. */
    public int seedMinusOne(int at, int length) {
        if (length == 0) {
            return NO_BYTES;
        }
        crc.reset();
        int from = base + Objects.checkFromIndexSize(at, length, end - base);
        bytes.limit(from + length).position(from);
        crc.update(bytes);
        bytes.limit(end);
        return ~(int) crc.getValue();
    }

    /** The sum of these bytes as {@link Crc32c#seedZero} has it; fewer than {@value Crc32c#SHORT_BYTES}. */
    public int seedZero(int at, int length) {
        return Crc32c.toSeedZero(seedMinusOne(at, length), length);
    }
}
