// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.onwire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.util.internal.PlatformDependent;
import org.inkwire.msgr.SendLimits;
import org.jspecify.annotations.Nullable;

/**
 * Receive memory of one connection: the target of the socket's reads, and the bytes that have arrived but were not
 * taken out yet. Confined to its owner.
 *
 * <p>Small frames are parsed inside a shared chunk, and the parts given away are copied: a slice would pin the whole
 * chunk for a few bytes, so a peer could make a throttle's worth of messages hold many times as much. The body of a
 * large frame is read straight into a buffer of exactly its size, and given away as slices of it. Between frames an
 * idle connection holds nothing.
 */
public final class ReceiveBuffer {
    /**
     * The most a connection holds, not counting the bytes of a large frame. Larger buffers would come from the allocator's
     * shared part, under a lock.
     */
    public static final int CHUNK_BYTES = 32 << 10;

    /** Larger bodies get their own buffer. */
    private static final int OWN_BUFFER_BYTES = 8 << 10;

    /** Data up to this is given away in a buffer of this: as much as the fixed charge of its message. */
    static final int SMALL_BYTES = SendLimits.MESSAGE_BYTES;

    /** Where Netty has no Unsafe, as on newer JDKs, it makes two views of the memory to copy a few bytes. */
    private static final boolean COPIES_MEMORY = PlatformDependent.hasUnsafe();

    private final ByteBufAllocator allocator;
    private WorkBuffers work;
    /** Bytes not yet taken out; null when there are none. */
    private @Nullable ByteBuf chunk;
    /** The large body being read; null when there is none. */
    private @Nullable ByteBuf body;
    /** The large body taken out last, until {@link #endBody}. */
    private @Nullable ByteBuf taken;

    private int bodyBytes;

    public ReceiveBuffer(ByteBufAllocator allocator) {
        this(new WorkBuffers(allocator));
    }

    /** @param work of the thread that it is confined to */
    public ReceiveBuffer(WorkBuffers work) {
        this.allocator = work.allocator();
        this.work = work;
    }

    /** It is confined to another thread from here on. */
    void moveTo(WorkBuffers newWork) {
        work = newWork;
    }

    /**
     * Where the next bytes go: borrowed, never full.
     *
     * @param held a complete frame is being held back, so more than a chunk may accumulate
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
        ByteBuf c = work.takeChunk();
        chunk = c;
        return c;
    }

    private ByteBuf moveToFreshChunk(ByteBuf full) {
        int kept = full.readableBytes();
        ByteBuf fresh = kept < CHUNK_BYTES ? newChunk() : allocator.directBuffer(2 * kept);
        chunk = fresh;
        fresh.writeBytes(full);
        drop(full);
        return fresh;
    }

    /**
     * Bytes that have arrived but were not taken out, except a large body's: borrowed; the caller consumes what it
     * takes out.
     */
    ByteBuf arrived() {
        ByteBuf c = chunk;
        return c == null ? Unpooled.EMPTY_BUFFER : c;
    }

    /** The next {@code bytes} bytes are the body of a frame: memory for it may be allocated. */
    void expectBody(int bytes) {
        if (bytes > OWN_BUFFER_BYTES) {
            ByteBuf own = allocator.directBuffer(bytes, bytes);
            body = own;
            ByteBuf c = chunk;
            if (c != null) {
                own.writeBytes(c, Math.min(c.readableBytes(), bytes));
            }
        }
        bodyBytes = bytes;
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
     * Takes out the body, which must have arrived.
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

    /** Given: bytes of {@code in}, which is the body taken out, or memory that others will reuse; in a buffer as large. */
    @SuppressWarnings("ReferenceEquality") // that very buffer, not one with the same bytes
    ByteBuf give(ByteBuf in, int at, int length) {
        if (length == 0) {
            return Unpooled.EMPTY_BUFFER;
        }
        return in == taken
                ? in.retainedSlice(at, length)
                : allocator.directBuffer(length, length).writeBytes(in, at, length);
    }

    /** As {@link #give}, once for each message: few bytes in a buffer of {@link #SMALL_BYTES} that is used again. */
    @SuppressWarnings("ReferenceEquality") // as above
    ByteBuf giveData(ByteBuf in, int at, int length) {
        if (length == 0 || length > SMALL_BYTES || in == taken) {
            return give(in, at, length);
        }
        ByteBuf to = work.takeSmall();
        copy(in, at, length, to);
        return to;
    }

    private static void copy(ByteBuf in, int at, int length, ByteBuf to) {
        if (COPIES_MEMORY) {
            to.writeBytes(in, at, length);
            return;
        }
        int i = at;
        int end = at + length;
        for (; i <= end - Long.BYTES; i += Long.BYTES) {
            to.writeLong(in.getLong(i));
        }
        for (; i < end; i++) {
            to.writeByte(in.getByte(i));
        }
    }

    /** Every part of the body that is to be given away has been. */
    void endBody() {
        ByteBuf own = taken;
        if (own != null) {
            taken = null;
            own.release();
        }
    }

    /** Ends a pass: a chunk that was read to its end is released. */
    void endPass() {
        ByteBuf c = chunk;
        if (c != null && !c.isReadable()) {
            chunk = null;
            drop(c);
        }
    }

    private void drop(ByteBuf done) {
        // A held frame may have made it larger.
        if (done.capacity() == CHUNK_BYTES) {
            work.giveChunk(done);
        } else {
            done.release();
        }
    }

    /** Drops what has arrived; a body being parsed lives until {@link #endBody}. */
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
