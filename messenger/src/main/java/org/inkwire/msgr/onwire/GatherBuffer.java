// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.onwire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
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

    /**
     * The first small frames of a pass are handed over after so many, then after twice as many each time: the peer works
     * on them while more are gathered, and a long pass still takes few system calls. Frames with an appended segment leave
     * with the pass.
     */
    private static final int FIRST_FRAMES = 16;

    private static final int MOST_FRAMES = 1 << 12;

    private static final int INITIAL_BYTES = 4 << 10;
    /** A frame that is begun below {@link #GATHER_BYTES} mostly ends within so many more. */
    private static final int BEYOND_BYTES = 16 << 10;

    /** The largest buffer that is expected, or kept for the next pass. */
    static final int MOST_KEPT_BYTES = GATHER_BYTES + BEYOND_BYTES;

    private final ByteBufAllocator allocator;
    private WorkBuffers work;
    private final Consumer<ByteBuf> sink;
    private final Runnable onFull;
    /** Reused for every buffer. */
    private final Encoder encoder = new Encoder(Unpooled.EMPTY_BUFFER);
    /** What was gathered and not handed over; null when there is nothing. */
    private @Nullable ByteBuf out;

    /** Of the next buffer: as much as the last ones came to hold, because growing copies. */
    private int capacity = INITIAL_BYTES;

    /** Frames gathered. */
    private int frames;
    /** So many are a full buffer, too. */
    private int mostFrames = FIRST_FRAMES;

    private long handedOver;
    /** Buffers handed over; wraps around. */
    private int buffersLeft;

    /** @param sink takes each buffer, in wire order */
    public GatherBuffer(ByteBufAllocator allocator, Consumer<ByteBuf> sink) {
        this(new WorkBuffers(allocator), sink, () -> {});
    }

    /** It is confined to another thread from here on. */
    void moveTo(WorkBuffers newWork) {
        work = newWork;
    }

    /**
     * @param work of the thread that it is confined to
     * @param sink takes each buffer, in wire order
     * @param onFull runs when a full buffer was handed over in mid-pass, and should leave at once
     */
    public GatherBuffer(WorkBuffers work, Consumer<ByteBuf> sink, Runnable onFull) {
        this.allocator = work.allocator();
        this.work = work;
        this.sink = sink;
        this.onFull = onFull;
    }

    @Override
    public Encoder gather() {
        if (out == null) {
            begin(work.takeGather(capacity));
        }
        return encoder;
    }

    private void begin(ByteBuf next) {
        out = next;
        encoder.over(next);
    }

    @Override
    public void append(ByteBuf bytes) {
        ByteBuf next;
        try {
            // Before anything leaves: if there is no memory for the rest of the frame, no part of it has gone.
            next = allocator.directBuffer(INITIAL_BYTES);
        } catch (Throwable e) {
            bytes.release();
            throw e;
        }
        try {
            flush();
        } catch (Throwable e) {
            next.release();
            bytes.release();
            throw e;
        }
        begin(next);
        handOver(bytes);
    }

    /** Where the next frame will begin, for {@link #rollBack}. */
    long mark() {
        ByteBuf gathered = out;
        return (long) buffersLeft << Integer.SIZE | (gathered == null ? 0 : gathered.writerIndex());
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
        ByteBuf gathered = out;
        int at = (int) mark;
        if (gathered == null) {
            return true;
        }
        if (at == 0) {
            close();
        } else {
            // What the frame's encoder has left open is closed, too.
            begin(gathered.writerIndex(at));
        }
        return true;
    }

    /** A frame is complete. */
    void onFrameEnd() {
        frames++;
        ByteBuf gathered = out;
        if (gathered == null) {
            return;
        }
        int bytes = gathered.readableBytes();
        if (frames >= mostFrames) {
            flush();
            mostFrames = Math.min(2 * mostFrames, MOST_FRAMES);
            expect(2 * bytes);
            onFull.run();
        } else if (bytes >= GATHER_BYTES) {
            flush();
            onFull.run();
        }
    }

    /** Hands the gathered bytes to the sink. The next frame begins a new pass. */
    void endPass() {
        flush();
        mostFrames = FIRST_FRAMES;
    }

    private void flush() {
        frames = 0;
        ByteBuf gathered = out;
        if (gathered != null) {
            out = null;
            expect(Math.max(gathered.readableBytes(), capacity / 2));
            work.keepGather(gathered);
            handOver(gathered);
        }
    }

    /** The next buffer will come to hold about so much. */
    private void expect(int bytes) {
        capacity = bytes < GATHER_BYTES ? Math.max(INITIAL_BYTES, bytes) : MOST_KEPT_BYTES;
    }

    private void handOver(ByteBuf bytes) {
        handedOver += bytes.readableBytes();
        buffersLeft++;
        sink.accept(bytes);
    }

    /** Bytes gathered and appended since this was created. */
    long totalBytes() {
        ByteBuf gathered = out;
        return gathered == null ? handedOver : handedOver + gathered.readableBytes();
    }

    /** Drops the gathered bytes. */
    void close() {
        ByteBuf gathered = out;
        if (gathered != null) {
            out = null;
            gathered.release();
        }
    }
}
