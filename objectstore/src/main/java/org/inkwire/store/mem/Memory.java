// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store.mem;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import java.util.concurrent.atomic.AtomicLong;

/** A {@link MemStore}'s memory: where it comes from, how much there is and what it holds. Any thread. */
final class Memory {
    /** Smaller slices are copied: a retained slice costs about as much as they do. */
    private static final int MIN_ADOPTED_BYTES = 4096;

    private final ByteBufAllocator allocator;
    private final long capacity;
    private final AtomicLong dataBytes = new AtomicLong();
    private final AtomicLong omapBytes = new AtomicLong();
    private final AtomicLong reservedBytes = new AtomicLong();

    Memory(ByteBufAllocator allocator, long capacity) {
        this.allocator = allocator;
        this.capacity = capacity;
    }

    long capacity() {
        return capacity;
    }

    long dataBytes() {
        return dataBytes.get();
    }

    long omapBytes() {
        return omapBytes.get();
    }

    long used() {
        return dataBytes.get() + omapBytes.get();
    }

    /** @return false, and nothing reserved, if it would not fit; otherwise follow with {@link #unreserve} */
    boolean reserve(long bytes) {
        long reserved = reservedBytes.addAndGet(bytes);
        if (used() + reserved > capacity) {
            reservedBytes.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    void unreserve(long bytes) {
        reservedBytes.addAndGet(-bytes);
    }

    void addOmapBytes(long delta) {
        omapBytes.addAndGet(delta);
    }

    void addDataBytes(long delta) {
        dataBytes.addAndGet(delta);
    }

    /** A buffer of exactly that capacity: given. */
    ByteBuf allocate(int capacityBytes) {
        return allocator.buffer(capacityBytes, capacityBytes);
    }

    CompositeByteBuf composite(int parts) {
        return allocator.compositeBuffer(parts);
    }

    /**
     * Whether keeping {@code data} keeps little else in memory: it is most of what was allocated for it.
     *
     * @param data borrowed
     */
    static boolean worthAdopting(ByteBuf data) {
        int bytes = data.readableBytes();
        if (bytes < MIN_ADOPTED_BYTES) {
            return false;
        }
        ByteBuf root = rootOf(data);
        return !(root instanceof CompositeByteBuf) && bytes >= root.capacity() - root.capacity() / 4;
    }

    /** What {@code data} is a slice of; itself if of nothing. Borrowed. */
    static ByteBuf rootOf(ByteBuf data) {
        ByteBuf root = data;
        for (ByteBuf outer = root.unwrap(); outer != null; outer = root.unwrap()) {
            root = outer;
        }
        return root;
    }
}
