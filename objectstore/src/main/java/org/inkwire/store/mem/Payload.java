// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store.mem;

import io.netty.buffer.ByteBuf;

/**
 * A buffer that {@link Chunk}s are views of: allocated by the store for one chunk, or adopted from a transaction for
 * many. Released with its last chunk. Confined to its collection's thread, but readers may use their slices on any
 * thread.
 */
final class Payload {
    /** Approximate heap of a payload: itself, its buffer's object and the allocator's records of it. */
    static final int WRITE_BYTES = 320;

    /** Approximate heap of a {@link Chunk}: itself and its entry in the object's map. */
    private static final int CHUNK_HEAP_BYTES = 112;

    /** The allocator's smallest unit. */
    private static final int MIN_ALLOCATION = 16;

    private final Memory memory;
    private final ByteBuf buffer;
    private final boolean owned;
    private final int bytes;
    private int chunks;
    private int liveBytes;

    /** @param bytes memory the buffer occupies */
    private Payload(Memory memory, ByteBuf buffer, boolean owned, int bytes) {
        this.memory = memory;
        this.buffer = buffer;
        this.owned = owned;
        this.bytes = bytes;
        memory.addDataBytes(bytes);
        memory.addOverheadBytes(WRITE_BYTES);
    }

    static Payload allocate(Memory memory, int capacity) {
        return new Payload(memory, memory.allocate(capacity), true, allocated(capacity));
    }

    /** What the allocator takes for a buffer: it has four sizes between powers of two. */
    private static int allocated(int capacity) {
        int step = Math.max(MIN_ALLOCATION, Integer.highestOneBit(Math.max(1, capacity - 1)) >> 2);
        return (capacity + step - 1) / step * step;
    }

    /** @param data borrowed; the payload retains it */
    static Payload adopt(Memory memory, ByteBuf data) {
        return new Payload(
                memory, data.retainedSlice(), false, Memory.rootOf(data).capacity());
    }

    void acquire(int length) {
        chunks++;
        memory.addOverheadBytes(CHUNK_HEAP_BYTES);
        liveBytes += length;
    }

    void release(int length) {
        liveBytes -= length;
        memory.addOverheadBytes(-CHUNK_HEAP_BYTES);
        if (--chunks == 0) {
            memory.addDataBytes(-bytes);
            memory.addOverheadBytes(-WRITE_BYTES);
            buffer.release();
        }
    }

    /** A chunk covers {@code delta} more bytes. */
    void resize(int delta) {
        liveBytes += delta;
    }

    /** The adopted buffer is mostly unused, so the part in use should be copied. */
    boolean isThin() {
        return !owned && chunks > 0 && liveBytes < bytes / 2;
    }

    /**
     * Whether the bytes are not shared: no other chunk uses them, and no reader is still sending them. A reader's
     * release happens-before this observes a count of 1, so writing now cannot tear what it read.
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
