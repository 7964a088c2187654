// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.onwire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.inkwire.msgr.frame.Banner;
import org.inkwire.msgr.frame.MessageFrame;
import org.inkwire.msgr.frame.Preamble;
import org.inkwire.msgr.frame.Tag;
import org.inkwire.wire.ByteWindow;
import org.inkwire.wire.MalformedInputException;
import org.inkwire.wire.message.MessageHeader;
import org.jspecify.annotations.Nullable;

/**
 * Takes frames off the wire without interpreting them. Its {@link ReceiveBuffer} holds the bytes; its {@link RxHandler}
 * determines the length of each part of a frame and opens it; this class tracks which part is next and asks before it
 * proceeds. Confined to its owner.
 *
 * <p>The socket reads into {@link #target}; {@link #process} then takes out whatever is complete. Between preamble and
 * body the {@link Sink} may say "not now" (a full throttle): nothing has been allocated yet, and {@link #process} is
 * called again later.
 */
public final class FrameReader {
    /** Receives frames in wire order. Any exception ends the connection. */
    public interface Sink {
        /** The peer's banner: first, once. */
        void onBanner(Banner banner);

        /**
         * A preamble was read, but not its body.
         *
         * @return false to stop here and be called again by the next {@link FrameReader#process}
         * @throws MalformedInputException if the frame is too large or not acceptable now
         */
        boolean onPreamble(Preamble preamble);

        /** Whether there can ever be memory for a body of this size; asked only for large ones. */
        default boolean fits(int bodyBytes) {
            return true;
        }

        /** @param payload borrowed */
        void onControl(Tag tag, ByteBuf payload);

        /** @param frame borrowed, reused; released afterwards unless decoded */
        void onMessage(MessageFrame frame);

        /** The sender aborted the MESSAGE whose preamble was admitted last; no part of it is delivered. */
        void onAborted();

        /**
         * There was no memory for the MESSAGE whose preamble was admitted last; it is off the wire, and no part of it is
         * delivered.
         *
         * @param header borrowed, reused
         */
        default void onSkipped(MessageHeader header) {
            throw new MalformedInputException("no memory for message " + header.seq());
        }
    }

    /** Called before each complete banner or frame is taken out: for tests and fault injection. */
    @FunctionalInterface
    public interface Gate {
        /**
         * @param tag null for the banner
         * @return false to hold it, and be called again by the next {@link FrameReader#process}
         */
        boolean passes(@Nullable Tag tag);
    }

    private enum Phase {
        BANNER,
        PREAMBLE,
        ADMISSION,
        BODY,
        /** There is no memory for the body: its header is awaited, the rest read and dropped. */
        SKIPPED_HEADER,
        SKIPPED_REST
    }

    private static final int LARGE_BYTES = 1 << 20;

    private final ReceiveBuffer in;
    private final Sink sink;
    private final Preamble preamble = new Preamble();
    private final Segments plain = new Segments();
    private final MessageFrame message = new MessageFrame();
    private final MessageHeader skipped = new MessageHeader();
    private RxHandler rx;
    private Phase phase = Phase.BANNER;
    private boolean closed;
    private int bodyBytes;
    private long frames;
    private boolean lacksMemory;
    /** Of a skipped message, still to come. */
    private int skipBytes;

    private @Nullable Gate gate;
    /** The gate holds a complete banner or frame. */
    private boolean held;

    /** @param in taken: closed with this */
    public FrameReader(ReceiveBuffer in, RxHandler rx, Sink sink) {
        this.in = in;
        this.rx = rx;
        this.sink = sink;
    }

    /** Call before the first byte; without a gate every frame passes. */
    public void gate(Gate newGate) {
        gate = newGate;
    }

    /** It is confined to another thread from here on. */
    public void moveTo(WorkBuffers work) {
        in.moveTo(work);
    }

    /** {@code newRx} opens frames from the next one on. Called by the sink, or between frames. */
    public void rx(RxHandler newRx) {
        rx = newRx;
    }

    /** Where the next bytes go: borrowed, never full. The caller moves its writer index, then calls {@link #process}. */
    public ByteBuf target() {
        return in.target(held);
    }

    /**
     * Takes out every complete frame.
     *
     * @throws MalformedInputException if the bytes are wrong; the reader must be closed then
     * @throws OutOfMemoryError from the allocator; see {@link #lacksMemory}
     */
    public void process() {
        while (!closed && step()) {
            // each step takes out a banner, a preamble or a frame
        }
        in.endPass();
    }

    /**
     * True while a frame waits for admission or at the gate: further reads would only fill the chunk. False while more
     * of a MESSAGE header must arrive for {@link #waitingPriority}, in a mode that shows it.
     */
    public boolean waitsForAdmission() {
        return held || phase == Phase.ADMISSION && peekPriority() != RxHandler.NOT_YET;
    }

    /**
     * Priority of the MESSAGE waiting for admission, as claimed by its sender: no crc has been checked yet.
     *
     * @return −1 while it is unknown
     */
    public int waitingPriority() {
        return phase == Phase.ADMISSION ? Math.max(-1, peekPriority()) : -1;
    }

    private int peekPriority() {
        return preamble.tag() == Tag.MESSAGE && preamble.length(0) == MessageHeader.BYTES
                ? rx.peekU16(preamble, in.arrived(), MessageHeader.PRIORITY_AT)
                : RxHandler.NEVER;
    }

    /** Frames whose preamble was admitted, not counting the banner. */
    public long frames() {
        return frames;
    }

    /** Bytes still to come of the frame whose preamble was admitted; 0 between frames. */
    public int missingBytes() {
        return switch (phase) {
            case BODY -> in.missing();
            case SKIPPED_HEADER, SKIPPED_REST -> skipBytes;
            case BANNER, PREAMBLE, ADMISSION -> 0;
        };
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
            case SKIPPED_HEADER -> skippedHeader();
            case SKIPPED_REST -> skippedRest();
        };
    }

    private boolean banner() {
        ByteBuf arrived = in.arrived();
        if (arrived.readableBytes() < Banner.PREFIX_BYTES) {
            return false;
        }
        int payload = Banner.payloadBytes(arrived);
        if (arrived.readableBytes() < Banner.PREFIX_BYTES + payload || !passesGate(null)) {
            return false;
        }
        phase = Phase.PREAMBLE;
        sink.onBanner(rx.banner(arrived, payload));
        return true;
    }

    private boolean preamble() {
        ByteBuf arrived = in.arrived();
        if (arrived.readableBytes() < rx.preambleBlockBytes()) {
            return false;
        }
        rx.openPreamble(arrived, preamble);
        preamble.requireFlagsWithin(rx.frameFlags());
        phase = Phase.ADMISSION;
        return true;
    }

    private boolean admission() {
        if (!sink.onPreamble(preamble)) {
            return false;
        }
        bodyBytes = rx.bodyBytes(preamble);
        lacksMemory = true;
        if (bodyBytes > LARGE_BYTES && !sink.fits(bodyBytes)) {
            throw new OutOfMemoryError("more than all direct memory");
        }
        in.expectBody(bodyBytes);
        lacksMemory = false;
        frames++;
        phase = Phase.BODY;
        return true;
    }

    /**
     * Whether {@link #process} failed for want of memory for a body. Nothing was lost then: the next call tries again.
     */
    public boolean lacksMemory() {
        return lacksMemory;
    }

    /** Size of the body in question. */
    public int bodyBytes() {
        return bodyBytes;
    }

    /**
     * Gives up on memory for the MESSAGE in question: the next {@link #process} reads its header, drops the rest, and
     * goes on behind it.
     *
     * @return false if it is no MESSAGE, which cannot be skipped
     */
    public boolean skipMessage() {
        if (!lacksMemory || preamble.tag() != Tag.MESSAGE) {
            return false;
        }
        lacksMemory = false;
        frames++;
        skipBytes = bodyBytes;
        phase = Phase.SKIPPED_HEADER;
        return true;
    }

    private boolean skippedHeader() {
        try {
            if (!rx.openHeader(preamble, in.arrived(), plain)) {
                return false;
            }
            ByteWindow header = new ByteWindow().over(plain.buffer(0), plain.at(0), plain.length(0));
            skipped.decode(header, 0, plain.length(0));
        } finally {
            plain.clear();
        }
        phase = Phase.SKIPPED_REST;
        return true;
    }

    private boolean skippedRest() {
        ByteBuf arrived = in.arrived();
        int bytes = Math.min(skipBytes, arrived.readableBytes());
        arrived.skipBytes(bytes);
        skipBytes -= bytes;
        if (skipBytes > 0) {
            return false;
        }
        phase = Phase.PREAMBLE;
        sink.onSkipped(skipped);
        return true;
    }

    private boolean body() {
        if (!in.hasBody() || !passesGate(preamble.tag())) {
            return false;
        }
        phase = Phase.PREAMBLE;
        try {
            frame(in.takeBody());
        } finally {
            plain.clear();
            in.endBody();
        }
        return true;
    }

    /** @param body borrowed; ends at the reader index */
    private void frame(ByteBuf body) {
        if (!rx.openBody(preamble, body, body.readerIndex() - bodyBytes, plain)) {
            sink.onAborted();
        } else if (preamble.tag() == Tag.MESSAGE) {
            message();
        } else {
            sink.onControl(preamble.tag(), segment(0));
        }
    }

    private void message() {
        try {
            message.receivedHeader(plain.buffer(0), plain.at(0), plain.length(0));
            if (takeSegments()) {
                sink.onMessage(message);
            } else {
                sink.onSkipped(message.header());
            }
        } finally {
            message.release();
        }
    }

    private boolean takeSegments() {
        try {
            message.receivedFront(plain.buffer(1), plain.at(1), plain.length(1));
            message.receivedMiddle(
                    plain.owns(2) ? plain.take(2) : in.give(plain.buffer(2), plain.at(2), plain.length(2)));
            message.receivedData(
                    plain.owns(3) ? plain.take(3) : in.giveData(plain.buffer(3), plain.at(3), plain.length(3)));
            return true;
        } catch (OutOfMemoryError e) {
            return false;
        }
    }

    private ByteBuf segment(int i) {
        int length = plain.length(i);
        return length == 0 ? Unpooled.EMPTY_BUFFER : plain.buffer(i).slice(plain.at(i), length);
    }

    /** Drops what was read. {@link #process} returns after the current frame. */
    public void close() {
        closed = true;
        in.close();
    }
}
