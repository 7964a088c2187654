// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.inkwire.wire.Crc32c;
import org.inkwire.wire.MalformedInputException;
import org.inkwire.wire.message.MessageHeader;
import org.jspecify.annotations.Nullable;

/**
 * Takes frames off the wire in crc mode (protocol: msgr2 section 3.3), without knowing what they mean. Confined to its
 * owner.
 *
 * <p>The socket reads into {@link #target}; {@link #process} then takes out whatever is complete. Small frames are parsed
 * inside a shared receive chunk, and what is given away of them is copied: a slice would keep the whole chunk for a few
 * bytes, and a peer could make a throttle's worth of messages hold many times as much. The body of a large frame is read
 * straight into a buffer of exactly its size, and given away as slices of that. Between
 * preamble and body the {@link Sink} may say "not now" (a full throttle): nothing was allocated yet, and {@link #process}
 * is called again later.
 */
public final class FrameReader {
    /** Receives frames in wire order. Whatever it throws ends the connection. */
    public interface Sink {
        /** The peer's banner: first, once. */
        void onBanner(Banner banner);

        /**
         * A preamble was read; its body is not.
         *
         * @return false to stop here and be asked again by the next {@link FrameReader#process}
         * @throws MalformedInputException if the frame is too large or not acceptable now
         */
        boolean onPreamble(Preamble preamble);

        /** @param payload borrowed */
        void onControl(Tag tag, ByteBuf payload);

        /**
         * @param header borrowed, reused
         * @param front borrowed
         * @param middle given
         * @param data given
         */
        void onMessage(MessageHeader header, ByteBuf front, ByteBuf middle, ByteBuf data);

        /** The sender aborted the MESSAGE whose preamble was admitted last; nothing of it is delivered. */
        void onAborted();
    }

    /** Asked before each complete banner or frame is taken out: for tests and fault injection. */
    @FunctionalInterface
    public interface Gate {
        /**
         * @param tag null for the banner
         * @return false to hold it, and be asked again by the next {@link FrameReader#process}
         */
        boolean passes(@Nullable Tag tag);
    }

    /** Bodies above this get a buffer of their own. */
    private static final int OWN_BUFFER_BYTES = 8 << 10;

    /** The most a connection holds of bytes that are not a large frame's. */
    public static final int CHUNK_BYTES = 64 << 10;

    /** Most recorded of banner, HELLO and a few rounds of authentication. */
    public static final int TRANSCRIPT_MAX_BYTES = 256 << 10;

    private static final int CRC_BYTES = 4;
    private static final int EPILOGUE_BYTES = 13;
    private static final int LATE_STATUS_MASK = 0x0f;
    private static final int LATE_COMPLETE = 0x0e;
    private static final int LATE_ABORTED = 0x01;

    private enum Phase {
        BANNER,
        PREAMBLE,
        ADMISSION,
        BODY
    }

    private final ByteBufAllocator allocator;
    private final Sink sink;
    private final Preamble preamble = new Preamble();
    private final MessageHeader header = new MessageHeader();
    private Phase phase = Phase.BANNER;
    private boolean closed;
    private int bodyBytes;
    private long frames;
    /** Bytes not yet parsed; null when there are none. */
    private @Nullable ByteBuf chunk;
    /** The large body being read; null when there is none. */
    private @Nullable ByteBuf body;

    private @Nullable ByteBuf transcript;

    private @Nullable Gate gate;
    /** The gate holds a complete banner or frame. */
    private boolean held;

    public FrameReader(ByteBufAllocator allocator, Sink sink) {
        this.allocator = allocator;
        this.sink = sink;
    }

    /**
     * Starts copying the raw bytes of everything taken out.
     *
     * @param copy taken; {@code null} ends it
     */
    public void transcript(@Nullable ByteBuf copy) {
        ByteBuf old = transcript;
        transcript = copy;
        if (old != null) {
            old.release();
        }
    }

    /** Before the first byte; without one every frame passes. */
    public void gate(Gate newGate) {
        gate = newGate;
    }

    /** Where the next bytes go: borrowed, never full. The caller moves its writer index, then calls {@link #process}. */
    public ByteBuf target() {
        ByteBuf own = body;
        if (own != null && own.isWritable()) {
            return own;
        }
        ByteBuf c = chunk;
        if (c == null) {
            c = newChunk();
        } else if (c.capacity() == c.writerIndex()) {
            c = moveToFreshChunk(c);
        }
        return c;
    }

    private ByteBuf newChunk() {
        ByteBuf c = allocator.directBuffer(CHUNK_BYTES, CHUNK_BYTES);
        chunk = c;
        return c;
    }

    private ByteBuf moveToFreshChunk(ByteBuf full) {
        int kept = full.readableBytes();
        if (kept >= CHUNK_BYTES && !held) {
            throw new AssertionError("a full chunk holds no complete frame");
        }
        ByteBuf fresh = kept < CHUNK_BYTES ? newChunk() : allocator.directBuffer(2 * kept);
        chunk = fresh;
        fresh.writeBytes(full);
        full.release();
        return fresh;
    }

    /**
     * Takes out every complete frame.
     *
     * @throws MalformedInputException if the bytes are wrong; the reader must be closed then
     */
    public void process() {
        while (!closed && step()) {
            // each step takes out a banner, a preamble or a frame
        }
        releaseIfDrained();
    }

    /**
     * True while a frame waits for admission or at the gate: reading on would only fill the chunk. The header of a MESSAGE
     * is still read, so that its priority can be asked for.
     */
    public boolean waitsForAdmission() {
        return held || phase == Phase.ADMISSION && !(hasMessageHeader() && waitingPriority() < 0);
    }

    /**
     * Priority of the MESSAGE that waits for admission, as its sender claims: no crc was checked yet.
     *
     * @return −1 while the header has not arrived
     */
    public int waitingPriority() {
        ByteBuf c = chunk;
        return c == null || !hasMessageHeader() || c.readableBytes() < MessageHeader.BYTES
                ? -1
                : MessageHeader.priorityAt(c, c.readerIndex());
    }

    private boolean hasMessageHeader() {
        return phase == Phase.ADMISSION && preamble.tag() == Tag.MESSAGE && preamble.length(0) == MessageHeader.BYTES;
    }

    /** Frames whose preamble was admitted, the banner not counted. */
    public long frames() {
        return frames;
    }

    /** Bytes still to come of the frame whose preamble was admitted; 0 between frames. */
    public int missingBytes() {
        if (phase != Phase.BODY) {
            return 0;
        }
        ByteBuf own = body;
        if (own != null) {
            return own.writableBytes();
        }
        ByteBuf c = chunk;
        return Math.max(0, bodyBytes - (c == null ? 0 : c.readableBytes()));
    }

    private boolean passesGate(@Nullable Tag tag) {
        Gate g = gate;
        if (g != null) {
            held = !g.passes(tag);
            return !held;
        }
        return true;
    }

    private boolean step() {
        return switch (phase) {
            case BANNER -> banner();
            case PREAMBLE -> preamble();
            case ADMISSION -> admission();
            case BODY -> body();
        };
    }

    private boolean banner() {
        ByteBuf c = chunk;
        if (c == null || c.readableBytes() < Banner.PREFIX_BYTES) {
            return false;
        }
        int payload = Banner.payloadBytes(c);
        int total = Banner.PREFIX_BYTES + payload;
        if (c.readableBytes() < total || !passesGate(null)) {
            return false;
        }
        record(c, c.readerIndex(), total);
        phase = Phase.PREAMBLE;
        sink.onBanner(Banner.decode(c, payload));
        return true;
    }

    private boolean preamble() {
        ByteBuf c = chunk;
        if (c == null || c.readableBytes() < Preamble.BYTES) {
            return false;
        }
        record(c, c.readerIndex(), Preamble.BYTES);
        preamble.decode(c);
        phase = Phase.ADMISSION;
        return true;
    }

    private boolean admission() {
        if (!sink.onPreamble(preamble)) {
            return false;
        }
        bodyBytes = bodyBytes(preamble);
        frames++;
        phase = Phase.BODY;
        if (bodyBytes > OWN_BUFFER_BYTES) {
            ByteBuf own = allocator.directBuffer(bodyBytes, bodyBytes);
            body = own;
            ByteBuf c = chunk;
            if (c != null) {
                own.writeBytes(c, Math.min(c.readableBytes(), bodyBytes));
            }
        }
        return true;
    }

    private static int bodyBytes(Preamble p) {
        long total = p.length(0) == 0 ? 0 : (long) p.length(0) + CRC_BYTES;
        for (int i = 1; i < p.segments(); i++) {
            total += p.length(i);
        }
        if (p.segments() > 1) {
            total += EPILOGUE_BYTES;
        }
        if (total > Integer.MAX_VALUE) {
            throw new MalformedInputException(p.tag() + " of " + total + " bytes");
        }
        return (int) total;
    }

    private boolean body() {
        ByteBuf own = body;
        if (own != null) {
            if (own.isWritable() || !passesGate(preamble.tag())) {
                return false;
            }
            body = null;
            phase = Phase.PREAMBLE;
            try {
                frame(own);
            } finally {
                own.release();
            }
            return true;
        }
        ByteBuf c = chunk;
        int available = c == null ? 0 : c.readableBytes();
        if (available < bodyBytes) {
            if (c != null && c.capacity() - c.readerIndex() < bodyBytes) {
                moveToFreshChunk(c);
            }
            return false;
        }
        if (!passesGate(preamble.tag())) {
            return false;
        }
        phase = Phase.PREAMBLE;
        frame(c == null ? Unpooled.EMPTY_BUFFER : c);
        return true;
    }

    /** @param in borrowed; positioned at the body, which is consumed */
    private void frame(ByteBuf in) {
        int at = in.readerIndex();
        record(in, at, bodyBytes);
        in.skipBytes(bodyBytes);
        int length0 = preamble.length(0);
        if (length0 > 0) {
            check("segment 0", in.getIntLE(at + length0), in, at, length0);
        }
        if (preamble.tag() != Tag.MESSAGE) {
            sink.onControl(preamble.tag(), in.slice(at, length0));
            return;
        }
        if (length0 < MessageHeader.BYTES) {
            throw new MalformedInputException("message header of " + length0 + " bytes");
        }
        header.decode(in.slice(at, length0));
        int frontAt = at + length0 + CRC_BYTES;
        int middleAt = frontAt + preamble.length(1);
        int dataAt = middleAt + preamble.length(2);
        if (preamble.segments() > 1 && !epilogue(in, dataAt + preamble.length(3), frontAt, middleAt, dataAt)) {
            sink.onAborted();
            return;
        }
        ByteBuf middle = given(in, middleAt, preamble.length(2));
        ByteBuf data;
        try {
            data = given(in, dataAt, preamble.length(3));
        } catch (RuntimeException | Error e) {
            middle.release();
            throw e;
        }
        sink.onMessage(header, in.slice(frontAt, preamble.length(1)), middle, data);
    }

    private ByteBuf given(ByteBuf in, int at, int length) {
        if (length == 0) {
            return Unpooled.EMPTY_BUFFER;
        }
        return bodyBytes <= OWN_BUFFER_BYTES
                ? allocator.directBuffer(length, length).writeBytes(in, at, length)
                : in.retainedSlice(at, length);
    }

    /** @return false if the sender aborted the frame */
    private boolean epilogue(ByteBuf in, int epilogueAt, int frontAt, int middleAt, int dataAt) {
        int late = in.getByte(epilogueAt) & LATE_STATUS_MASK;
        if (late == LATE_ABORTED) {
            return false;
        }
        if (late != LATE_COMPLETE) {
            throw new MalformedInputException("late status 0x" + Integer.toHexString(late));
        }
        check("front", in.getIntLE(epilogueAt + 1), in, frontAt, preamble.length(1));
        if (preamble.segments() > 2) {
            check("middle", in.getIntLE(epilogueAt + 5), in, middleAt, preamble.length(2));
        }
        if (preamble.segments() > 3) {
            check("data", in.getIntLE(epilogueAt + 9), in, dataAt, preamble.length(3));
        }
        return true;
    }

    private void check(String what, int expected, ByteBuf in, int at, int length) {
        int computed = Crc32c.seedMinusOne(in, at, length);
        if (computed != expected) {
            throw new MalformedInputException(
                    String.format("%s %s crc 0x%08x, computed 0x%08x", preamble.tag(), what, expected, computed));
        }
    }

    private void record(ByteBuf in, int at, int length) {
        if (transcript != null) {
            if (transcript.readableBytes() + length > TRANSCRIPT_MAX_BYTES) {
                throw new MalformedInputException("authentication of more than " + TRANSCRIPT_MAX_BYTES + " bytes");
            }
            transcript.writeBytes(in, at, length);
        }
    }

    /** An idle connection holds no receive memory. */
    private void releaseIfDrained() {
        ByteBuf c = chunk;
        if (c != null && !c.isReadable()) {
            chunk = null;
            c.release();
        }
    }

    /** Drops what was read. {@link #process} returns after the current frame. */
    public void close() {
        closed = true;
        transcript(null);
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
