// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.onwire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Receive memory of one connection: where the socket's bytes go, and what has arrived and was not taken out yet. Confined
 * to its owner.
 *
 * <p>Small frames are taken apart inside a shared chunk, and what is given away of them is copied: a slice would keep the
 * whole chunk for a few bytes, and a peer could make a throttle's worth of messages hold many times as much. The body of a
 * large frame is read straight into a buffer of exactly its size, and given away as slices of that. Between frames an idle
 * connection holds nothing.
 */
public final class ReceiveBuffer {
    /** The most a connection holds of bytes that are not a large frame's. */
    public static final int CHUNK_BYTES = 64 << 10;

    /** Bodies above this get a buffer of their own. */
    private static final int OWN_BUFFER_BYTES = 8 << 10;

    private final ByteBufAllocator allocator;
    /** Bytes not yet taken out; null when there are none. */
    private @Nullable ByteBuf chunk;
    /** The large body being read; null when there is none. */
    private @Nullable ByteBuf body;
    /** The large body that was taken out last, until {@link #endBody}. */
    private @Nullable ByteBuf taken;

    private int bodyBytes;

    public ReceiveBuffer(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /**
     * Where the next bytes go: borrowed, never full.
     *
     * @param held more than a chunk may pile up, as a complete frame is not taken out
     */
    ByteBuf target(boolean held) {
        ByteBuf own = body;
        if (own != null && own.isWritable()) {
            return own;
        }
        ByteBuf c = chunk;
        if (c == null) {
            return newChunk();
        }
        if (c.capacity() > c.writerIndex()) {
            return c;
        }
        if (c.readableBytes() >= CHUNK_BYTES && !held) {
            throw new AssertionError("a full chunk holds no complete frame");
        }
        return moveToFreshChunk(c);
    }

    private ByteBuf newChunk() {
        ByteBuf c = allocator.directBuffer(CHUNK_BYTES, CHUNK_BYTES);
        chunk = c;
        return c;
    }

    private ByteBuf moveToFreshChunk(ByteBuf full) {
        int kept = full.readableBytes();
        ByteBuf fresh = kept < CHUNK_BYTES ? newChunk() : allocator.directBuffer(2 * kept);
        chunk = fresh;
        fresh.writeBytes(full);
        full.release();
        return fresh;
    }

    /** What has arrived and was not taken out, a large body's bytes excepted: borrowed, consumed by who takes it out. */
    ByteBuf arrived() {
        ByteBuf c = chunk;
        return c == null ? Unpooled.EMPTY_BUFFER : c;
    }

    /** The next bytes, so many, are the body of a frame: memory for it may be allocated. */
    void expectBody(int bytes) {
        bodyBytes = bytes;
        if (bytes > OWN_BUFFER_BYTES) {
            ByteBuf own = allocator.directBuffer(bytes, bytes);
            body = own;
            ByteBuf c = chunk;
            if (c != null) {
                own.writeBytes(c, Math.min(c.readableBytes(), bytes));
            }
        }
    }

    /** Bytes of the expected body still to come. */
    int missing() {
        ByteBuf own = body;
        return own != null
                ? own.writableBytes()
                : Math.max(0, bodyBytes - arrived().readableBytes());
    }

    /** Whether the expected body has arrived; if not, there is room for the rest of it. */
    boolean hasBody() {
        if (missing() == 0) {
            return true;
        }
        ByteBuf c = chunk;
        if (body == null && c != null && c.capacity() - c.readerIndex() < bodyBytes) {
            moveToFreshChunk(c);
        }
        return false;
    }

    /**
     * Takes out the body, which has arrived.
     *
     * @return borrowed until {@link #endBody}; the body ends at its reader index
     */
    ByteBuf takeBody() {
        ByteBuf own = body;
        if (own != null) {
            body = null;
            taken = own;
        }
        ByteBuf in = own != null ? own : arrived();
        in.skipBytes(bodyBytes);
        return in;
    }

    /** Given: bytes of {@code in}, which may be the body that was taken out, or memory somebody else will use again. */
    @SuppressWarnings("ReferenceEquality") // that very buffer, not one with the same bytes
    ByteBuf give(ByteBuf in, int at, int length) {
        if (length == 0) {
            return Unpooled.EMPTY_BUFFER;
        }
        return in == taken
                ? in.retainedSlice(at, length)
                : allocator.directBuffer(length, length).writeBytes(in, at, length);
    }

    /** What was to be given away of the body was. */
    void endBody() {
        ByteBuf own = taken;
        if (own != null) {
            taken = null;
            own.release();
        }
    }

    /** Nothing more can be taken out for now. */
    void endPass() {
        ByteBuf c = chunk;
        if (c != null && !c.isReadable()) {
            chunk = null;
            c.release();
        }
    }

    /** Drops what has arrived; a body that is being taken apart lives until {@link #endBody}. */
    void close() {
        if (chunk != null) {
            chunk.release();
            chunk = null;
        }
        if (body != null) {
            body.release();
            body = null;
        }
    }
}
