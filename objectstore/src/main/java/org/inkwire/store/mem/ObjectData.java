// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store.mem;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.inkwire.cluster.osd.Extent;
import org.jspecify.annotations.Nullable;

/**
 * An object's bytes in memory, confined to its collection's thread.
 *
 * <p>Problem: accept a 4 MiB write without copying, overwrite 100 bytes of a 128 MiB object without copying the rest,
 * give readers bytes that do not change while a socket is still sending them, and keep small objects cheap.
 *
 * <p>Idea: the object is cut into stretches of {@link #CHUNK_BYTES}. A stretch is a {@link Chunk} or a hole. A write
 * that covers a stretch replaces its chunk with a slice of the write's buffer if that is {@linkplain
 * Memory#worthAdopting exactly sized}, otherwise with a copy. Any other write changes the chunk in place if the store
 * owns its buffer and no reader holds it; otherwise it copies the chunk first, at most one stretch. Adjacent chunks of
 * one buffer are read back as one slice.
 *
 * <p>An adopted buffer is kept until its last chunk is dropped. When less than half of it is in use, the rest is copied
 * and the buffer released, so memory use is at most twice the data, not counting clones.
 *
 * <p>Invariants: no chunk extends past the size; there are no empty chunks.
 */
final class ObjectData {
    /** Large enough that a 4 MiB object has 64 chunks, small enough to copy for a small write. */
    static final int CHUNK_BYTES = 64 * 1024;

    private static final ByteBuf ZEROS = Unpooled.unreleasableBuffer(Unpooled.directBuffer(CHUNK_BYTES, CHUNK_BYTES)
            .writeZero(CHUNK_BYTES)
            .asReadOnly());

    private final Memory memory;
    private final TreeMap<Integer, Chunk> chunks = new TreeMap<>();
    private long size;
    private @Nullable Payload thin;

    ObjectData(Memory memory) {
        this.memory = memory;
    }

    long size() {
        return size;
    }

    /** The same bytes, sharing buffers. */
    ObjectData share() {
        ObjectData copy = new ObjectData(memory);
        chunks.forEach((index, chunk) -> copy.chunks.put(index, chunk.share()));
        copy.size = size;
        return copy;
    }

    void release() {
        chunks.values().forEach(Chunk::release);
        chunks.clear();
        size = 0;
    }

    /** @param data borrowed */
    void write(long offset, ByteBuf data) {
        int left = data.readableBytes();
        if (left == 0) {
            return;
        }
        int from = data.readerIndex();
        Payload adopted = Memory.worthAdopting(data) ? Payload.adopt(memory, data) : null;
        if (adopted != null) {
            // Held until the loop ends, which may not use it at all.
            adopted.acquire(0);
        }
        long at = offset;
        while (left > 0) {
            int index = (int) (at / CHUNK_BYTES);
            int inChunk = (int) (at % CHUNK_BYTES);
            int count = Math.min(left, CHUNK_BYTES - inChunk);
            Chunk old = chunks.get(index);
            if (inChunk == 0 && adopted != null && (old == null || count >= old.length())) {
                replace(index, old, new Chunk(adopted, from - data.readerIndex(), count));
            } else {
                writable(index, old, inChunk, count).write(inChunk, data, from, count);
            }
            at += count;
            from += count;
            left -= count;
        }
        size = Math.max(size, at);
        if (adopted != null) {
            adopted.release(0);
            noteThin(adopted);
        }
        compact();
    }

    void zero(long offset, long length) {
        long end = Math.min(size, offset + length);
        long at = offset;
        while (at < end) {
            int index = (int) (at / CHUNK_BYTES);
            int inChunk = (int) (at % CHUNK_BYTES);
            int count = (int) Math.min(end - at, CHUNK_BYTES - inChunk);
            Chunk old = chunks.get(index);
            if (old == null) {
                // Skip to the next existing chunk: a hole may be long.
                Integer next = chunks.higherKey(index);
                at = next == null ? end : (long) next * CHUNK_BYTES;
                continue;
            }
            zero(index, old, inChunk, count);
            at += count;
        }
        compact();
    }

    private void zero(int index, Chunk old, int inChunk, int count) {
        if (inChunk >= old.length()) {
            return;
        }
        if (inChunk + count >= old.length()) {
            cut(index, old, inChunk);
        } else {
            writable(index, old, inChunk, count).zero(inChunk, count);
        }
    }

    void truncate(long newSize) {
        if (newSize < size) {
            int index = (int) (newSize / CHUNK_BYTES);
            Iterator<Chunk> past = chunks.tailMap(index, false).values().iterator();
            while (past.hasNext()) {
                Chunk chunk = past.next();
                past.remove();
                drop(chunk);
            }
            Chunk last = chunks.get(index);
            int inChunk = (int) (newSize % CHUNK_BYTES);
            if (last != null && last.length() > inChunk) {
                cut(index, last, inChunk);
            }
        }
        size = newSize;
        compact();
    }

    private void cut(int index, Chunk chunk, int newLength) {
        if (newLength == 0) {
            chunks.remove(index);
            drop(chunk);
        } else {
            chunk.cut(newLength);
            noteThin(chunk.payload());
        }
    }

    /** The chunk at {@code index}, prepared for a change of {@code count} bytes at {@code inChunk}. */
    private Chunk writable(int index, @Nullable Chunk old, int inChunk, int count) {
        int needed = inChunk + count;
        if (old == null) {
            Chunk fresh = new Chunk(Payload.allocate(memory, needed), 0, 0);
            chunks.put(index, fresh);
            return fresh;
        }
        if (needed <= old.writableBytes()) {
            return old;
        }
        int capacity = Math.max(needed, old.length());
        if (needed > old.length() && inChunk > 0) {
            // Avoids a copy for each append to an object that grows in small steps.
            capacity = Math.min(CHUNK_BYTES, Math.max(capacity, 2 * old.length()));
        }
        Chunk copy = old.copy(memory, capacity);
        replace(index, old, copy);
        return copy;
    }

    private void replace(int index, @Nullable Chunk old, Chunk chunk) {
        chunks.put(index, chunk);
        if (old != null) {
            drop(old);
        }
    }

    private void drop(Chunk chunk) {
        chunk.release();
        noteThin(chunk.payload());
    }

    /**
     * A change affects few adopted buffers. Only the last one noted is compacted; the others wait for their next
     * change.
     */
    private void noteThin(Payload payload) {
        if (payload.isThin()) {
            thin = payload;
        }
    }

    private void compact() {
        Payload payload = thin;
        thin = null;
        if (payload != null && payload.isThin()) {
            chunks.replaceAll((index, chunk) -> {
                if (chunk.payload() != payload) {
                    return chunk;
                }
                Chunk copy = chunk.copy(memory, chunk.length());
                chunk.release();
                return copy;
            });
        }
    }

    /** @return given */
    ByteBuf read(long offset, long length) {
        long end = Math.min(size, length > size - offset ? size : offset + length);
        if (offset < end) {
            int index = (int) (offset / CHUNK_BYTES);
            int inChunk = (int) (offset % CHUNK_BYTES);
            Chunk chunk = chunks.get(index);
            if (chunk != null && inChunk < chunk.length()) {
                int count = run(index, chunk, inChunk, end - offset);
                if (count == end - offset) {
                    return slice(chunk, inChunk, count);
                }
            }
        }
        return readParts(offset, end);
    }

    /** What is not in one buffer. */
    private ByteBuf readParts(long offset, long end) {
        List<ByteBuf> parts = new ArrayList<>();
        long at = offset;
        while (at < end) {
            int index = (int) (at / CHUNK_BYTES);
            int inChunk = (int) (at % CHUNK_BYTES);
            Chunk chunk = chunks.get(index);
            if (chunk == null || inChunk >= chunk.length()) {
                int count = (int) Math.min(end - at, CHUNK_BYTES - inChunk);
                parts.add(ZEROS.slice(0, count));
                at += count;
            } else {
                int count = run(index, chunk, inChunk, end - at);
                parts.add(slice(chunk, inChunk, count));
                at += count;
            }
        }
        return join(parts);
    }

    private static ByteBuf slice(Chunk chunk, int inChunk, int count) {
        return chunk.payload().buffer().retainedSlice(chunk.start() + inChunk, count);
    }

    /**
     * Number of bytes from {@code inChunk} of {@code first} that are contiguous in its buffer, at most {@code most}.
     */
    private int run(int firstIndex, Chunk first, int inChunk, long most) {
        long count = (long) first.length() - inChunk;
        Chunk chunk = first;
        int index = firstIndex;
        while (count < most && chunk.length() == CHUNK_BYTES) {
            Chunk next = chunks.get(++index);
            if (next == null || !chunk.isFollowedBy(next)) {
                break;
            }
            count += next.length();
            chunk = next;
        }
        return (int) Math.min(count, most);
    }

    private ByteBuf join(List<ByteBuf> parts) {
        if (parts.isEmpty()) {
            return Unpooled.EMPTY_BUFFER;
        }
        if (parts.size() == 1) {
            return parts.get(0);
        }
        CompositeByteBuf all = memory.composite(parts.size());
        for (ByteBuf part : parts) {
            all.addComponent(true, part);
        }
        return all;
    }

    List<Extent> extents(long offset, long length) {
        long end = Math.min(size, length > size - offset ? size : offset + length);
        List<Extent> extents = new ArrayList<>();
        if (offset >= end) {
            return extents;
        }
        int last = (int) ((end - 1) / CHUNK_BYTES);
        for (Map.Entry<Integer, Chunk> e :
                chunks.subMap((int) (offset / CHUNK_BYTES), true, last, true).entrySet()) {
            long base = (long) e.getKey() * CHUNK_BYTES;
            long from = Math.max(base, offset);
            long to = Math.min(base + e.getValue().length(), end);
            if (from >= to) {
                continue;
            }
            Extent before = extents.isEmpty() ? null : extents.get(extents.size() - 1);
            if (before != null && before.offset() + before.length() == from) {
                extents.set(extents.size() - 1, new Extent(before.offset(), to - before.offset()));
            } else {
                extents.add(new Extent(from, to - from));
            }
        }
        return extents;
    }
}
