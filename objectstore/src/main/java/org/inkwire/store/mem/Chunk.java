// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store.mem;

import io.netty.buffer.ByteBuf;

/**
 * The first {@code length} bytes of one {@link ObjectData#CHUNK_BYTES} stretch of an object; the rest of the stretch
 * reads as zeros. Confined to its collection's thread.
 */
final class Chunk {
    private final Payload payload;
    private final int start;
    private int length;

    /** Retains {@code payload}. */
    Chunk(Payload payload, int start, int length) {
        this.payload = payload;
        this.start = start;
        this.length = length;
        payload.acquire(length);
    }

    Chunk share() {
        return new Chunk(payload, start, length);
    }

    void release() {
        payload.release(length);
    }

    Payload payload() {
        return payload;
    }

    int start() {
        return start;
    }

    int length() {
        return length;
    }

    /** Bytes that can be written in place; 0 if the chunk must not be written at all. */
    int writableBytes() {
        return payload.isExclusive() ? payload.capacity() - start : 0;
    }

    /** Discards the bytes from {@code newLength} on. */
    void cut(int newLength) {
        payload.resize(newLength - length);
        length = newLength;
    }

    /** Only within {@link #writableBytes}. A gap before {@code offset} is zeroed. */
    void write(int offset, ByteBuf from, int fromIndex, int count) {
        growTo(offset, count);
        payload.buffer().setBytes(start + offset, from, fromIndex, count);
    }

    /** Only within {@link #writableBytes} and {@link #length}. */
    void zero(int offset, int count) {
        payload.buffer().setZero(start + offset, count);
    }

    private void growTo(int offset, int count) {
        if (offset > length) {
            payload.buffer().setZero(start + length, offset - length);
        }
        if (offset + count > length) {
            payload.resize(offset + count - length);
            length = offset + count;
        }
    }

    /** A chunk with the same bytes in a buffer owned by the store. */
    Chunk copy(Memory memory, int capacity) {
        Payload own = Payload.allocate(memory, capacity);
        own.buffer().setBytes(0, payload.buffer(), start, length);
        return new Chunk(own, 0, length);
    }

    /** Whether {@code next}'s bytes directly follow this chunk's in the same buffer. */
    boolean isFollowedBy(Chunk next) {
        return payload == next.payload && start + length == next.start;
    }
}
