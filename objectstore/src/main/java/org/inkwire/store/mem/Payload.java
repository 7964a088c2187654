// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store.mem;

import io.netty.buffer.ByteBuf;

/**
 * A buffer some {@link Chunk}s show parts of: allocated by the store for one chunk, or adopted from a transaction for
 * many. Released with its last chunk. Confined to its collection's thread, but slices given to readers live anywhere.
 */
final class Payload {
    private final Memory memory;
    private final ByteBuf buffer;
    private final boolean owned;
    private final int bytes;
    private int chunks;
    private int liveBytes;

    /** @param bytes what the buffer keeps in memory */
    private Payload(Memory memory, ByteBuf buffer, boolean owned, int bytes) {
        this.memory = memory;
        this.buffer = buffer;
        this.owned = owned;
        this.bytes = bytes;
        memory.addDataBytes(bytes);
    }

    static Payload allocate(Memory memory, int capacity) {
        return new Payload(memory, memory.allocate(capacity), true, capacity);
    }

    /** @param data borrowed; the payload retains it */
    static Payload adopt(Memory memory, ByteBuf data) {
        return new Payload(
                memory, data.retainedSlice(), false, Memory.rootOf(data).capacity());
    }

    void acquire(int length) {
        chunks++;
        liveBytes += length;
    }

    void release(int length) {
        liveBytes -= length;
        if (--chunks == 0) {
            memory.addDataBytes(-bytes);
            buffer.release();
        }
    }

    /** A chunk shows {@code delta} bytes more. */
    void resize(int delta) {
        liveBytes += delta;
    }

    /** The adopted buffer is mostly unused: what is left of it is better copied. */
    boolean isThin() {
        return !owned && chunks > 0 && liveBytes < bytes / 2;
    }

    /**
     * Nobody else sees the bytes: no other chunk, and no reader that still sends what it read. A reader's release
     * happens before this sees the count at 1, so what it read is not torn by writing now.
     */
    boolean isExclusive() {
        return owned && chunks == 1 && buffer.refCnt() == 1;
    }

    int capacity() {
        return buffer.capacity();
    }

    /** Borrowed. */
    ByteBuf buffer() {
        return buffer;
    }
}
