// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store.mem;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import java.util.concurrent.atomic.AtomicLong;

/** Allocates a {@link MemStore}'s memory and accounts for it. Any thread. */
final class Memory {
    /** Smaller slices are copied: retaining one costs about as much. */
    private static final int MIN_ADOPTED_BYTES = 4096;

    private final ByteBufAllocator allocator;
    private final long capacity;
    private final long limit;
    private final AtomicLong dataBytes = new AtomicLong();
    private final AtomicLong omapBytes = new AtomicLong();
    private final AtomicLong overheadBytes = new AtomicLong();
    private final AtomicLong reservedBytes = new AtomicLong();

    /** @param spare taken beyond {@code capacity} */
    Memory(ByteBufAllocator allocator, long capacity, long spare) {
        this.allocator = allocator;
        this.capacity = capacity;
        this.limit = capacity + spare;
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

    long overheadBytes() {
        return overheadBytes.get();
    }

    long used() {
        return dataBytes.get() + omapBytes.get() + overheadBytes.get();
    }

    /**
     * Bytes that still fit, beyond the capacity too, as far as the process has memory now. Only what may be refused is
     * measured against this.
     */
    long writable() {
        return Math.max(0, Math.min(limit - used(), DirectMemory.free()));
    }

    /** @return false, with nothing reserved, if it does not fit; otherwise follow with {@link #unreserve} */
    boolean reserve(long bytes) {
        long reserved = reservedBytes.addAndGet(bytes);
        if (used() + reserved > limit) {
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

    void addOverheadBytes(long delta) {
        overheadBytes.addAndGet(delta);
    }

    void addDataBytes(long delta) {
        dataBytes.addAndGet(delta);
    }

    /** A buffer of exactly this capacity: given. */
    ByteBuf allocate(int capacityBytes) {
        return allocator.buffer(capacityBytes, capacityBytes);
    }

    CompositeByteBuf composite(int parts) {
        return allocator.compositeBuffer(parts);
    }

    /**
     * Whether retaining {@code data} keeps little else in memory, because it makes up most of its allocation.
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

    /** The buffer {@code data} is a slice of, or {@code data} itself. Borrowed. */
    static ByteBuf rootOf(ByteBuf data) {
        ByteBuf root = data;
        for (ByteBuf outer = root.unwrap(); outer != null; outer = root.unwrap()) {
            root = outer;
        }
        return root;
    }
}
