// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.onwire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Consumer;
import org.inkwire.wire.Encoder;
import org.jspecify.annotations.Nullable;

/**
 * Send memory: small frames gather in one pooled buffer until it is flushed or full. An idle connection holds no
 * buffer. Confined to its owner.
 */
public final class GatherBuffer implements Outbound {
    /** A buffer this full is handed over and a new one begun. */
    public static final int GATHER_BYTES = 64 << 10;

    private static final int INITIAL_BYTES = 4 << 10;

    private final ByteBufAllocator allocator;
    private final Consumer<ByteBuf> sink;
    /** Writes to the buffer; null when it is empty. */
    private @Nullable Encoder out;

    private long handedOver;
    /** Buffers handed over; wraps around. */
    private int buffersLeft;

    /** @param sink takes each buffer, in wire order */
    public GatherBuffer(ByteBufAllocator allocator, Consumer<ByteBuf> sink) {
        this.allocator = allocator;
        this.sink = sink;
    }

    @Override
    public Encoder gather() {
        Encoder e = out;
        if (e == null) {
            e = new Encoder(allocator.directBuffer(INITIAL_BYTES));
            out = e;
        }
        return e;
    }

    @Override
    public void append(ByteBuf bytes) {
        Encoder next;
        try {
            // Before anything leaves: if there is no memory for the rest of the frame, no part of it has gone.
            next = new Encoder(allocator.directBuffer(INITIAL_BYTES));
        } catch (Throwable e) {
            bytes.release();
            throw e;
        }
        try {
            flush();
        } catch (Throwable e) {
            next.buffer().release();
            bytes.release();
            throw e;
        }
        out = next;
        handOver(bytes);
    }

    /** Where the next frame will begin, for {@link #rollBack}. */
    long mark() {
        Encoder e = out;
        return (long) buffersLeft << Integer.SIZE | (e == null ? 0 : e.buffer().writerIndex());
    }

    /**
     * Drops what was gathered since {@link #mark}.
     *
     * @return false if some of it has left
     */
    boolean rollBack(long mark) {
        if ((int) (mark >> Integer.SIZE) != buffersLeft) {
            return false;
        }
        Encoder e = out;
        int at = (int) mark;
        if (e == null) {
            return true;
        }
        if (at == 0) {
            close();
        } else {
            e.buffer().writerIndex(at);
        }
        return true;
    }

    /** A frame is complete. */
    void onFrameEnd() {
        Encoder e = out;
        if (e != null && e.buffer().writerIndex() >= GATHER_BYTES) {
            flush();
        }
    }

    /** Hands the gathered bytes to the sink. */
    void flush() {
        Encoder e = out;
        if (e != null) {
            out = null;
            handOver(e.buffer());
        }
    }

    private void handOver(ByteBuf bytes) {
        handedOver += bytes.readableBytes();
        buffersLeft++;
        sink.accept(bytes);
    }

    /** Bytes gathered and appended since this was created. */
    long totalBytes() {
        Encoder e = out;
        return e == null ? handedOver : handedOver + e.buffer().readableBytes();
    }

    /** Drops the gathered bytes. */
    void close() {
        Encoder e = out;
        if (e != null) {
            out = null;
            e.buffer().release();
        }
    }
}
