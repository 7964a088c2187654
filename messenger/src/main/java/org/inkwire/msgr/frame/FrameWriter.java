// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Consumer;
import org.inkwire.wire.Crc32c;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageHeader;
import org.jspecify.annotations.Nullable;

/**
 * Puts frames on the wire in crc mode (protocol: msgr2 section 3.3). Small frames gather in one pooled buffer; a large
 * data segment goes out as an entry of its own, uncopied. Nothing leaves before {@link #flush}. Confined to its owner.
 */
public final class FrameWriter {
    /** Data up to this size is copied behind its front: cheaper than an outbound entry of its own. */
    private static final int COPY_MAX_BYTES = 8 << 10;

    /** A gather buffer this full is handed over and another begun. */
    public static final int GATHER_BYTES = 64 << 10;

    private static final int INITIAL_BYTES = 4 << 10;
    private static final byte LATE_COMPLETE = 0x0e;

    private final ByteBufAllocator allocator;
    private final Consumer<ByteBuf> sink;
    private final Preamble preamble = new Preamble();
    private final MessageHeader header = new MessageHeader();
    /** Writes to the gather buffer; null when nothing is gathered. */
    private @Nullable Encoder out;

    private @Nullable ByteBuf transcript;
    private long framedBytes;

    /** @param sink takes each buffer, in wire order */
    public FrameWriter(ByteBufAllocator allocator, Consumer<ByteBuf> sink) {
        this.allocator = allocator;
        this.sink = sink;
    }

    /**
     * Starts copying what is written.
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

    /** Bytes framed since this writer was made. */
    public long framedBytes() {
        return framedBytes;
    }

    public void banner(Banner banner) {
        ByteBuf buf = gather().buffer();
        int start = buf.writerIndex();
        banner.encode(buf);
        written(buf, start);
    }

    public void control(ControlFrame frame) {
        Encoder encoder = gather();
        ByteBuf buf = encoder.buffer();
        int start = buf.writerIndex();
        buf.writeZero(Preamble.BYTES);
        int payloadAt = buf.writerIndex();
        frame.encode(encoder);
        int payload = buf.writerIndex() - payloadAt;
        if (payload > 0) {
            buf.writeIntLE(Crc32c.seedMinusOne(buf, payloadAt, payload));
        }
        preamble.set(frame.tag(), payload, 0, 0, 0).encodeAt(buf, start);
        written(buf, start);
    }

    /**
     * @param message borrowed; its data is retained until written
     * @param features of the session
     */
    public void message(Message message, long seq, long ackSeq, long features) {
        Encoder encoder = gather();
        ByteBuf buf = encoder.buffer();
        int start = buf.writerIndex();
        buf.writeZero(Preamble.BYTES);
        int headerAt = buf.writerIndex();
        header.set(message, seq, ackSeq).encode(buf);
        buf.writeIntLE(Crc32c.seedMinusOne(buf, headerAt, MessageHeader.BYTES));
        int frontAt = buf.writerIndex();
        message.encodeFrontTo(encoder, features);
        int front = buf.writerIndex() - frontAt;
        ByteBuf middle = message.middle();
        ByteBuf data = message.data();
        int middleBytes = middle.readableBytes();
        int dataBytes = data.readableBytes();
        preamble.set(Tag.MESSAGE, MessageHeader.BYTES, front, middleBytes, dataBytes)
                .encodeAt(buf, start);
        int segments = preamble.segments();
        int frontCrc = segments > 1 ? Crc32c.seedMinusOne(buf, frontAt, front) : 0;
        int middleCrc = segments > 2 ? Crc32c.seedMinusOne(middle) : 0;
        int dataCrc = segments > 3 ? Crc32c.seedMinusOne(data) : 0;
        if (middleBytes > 0) {
            buf.writeBytes(middle, middle.readerIndex(), middleBytes);
        }
        if (dataBytes > COPY_MAX_BYTES) {
            framedBytes += buf.writerIndex() - start + dataBytes;
            flush();
            sink.accept(data.retainedSlice());
            buf = gather().buffer();
            start = buf.writerIndex();
        } else if (dataBytes > 0) {
            buf.writeBytes(data, data.readerIndex(), dataBytes);
        }
        if (segments > 1) {
            buf.writeByte(LATE_COMPLETE);
            buf.writeIntLE(frontCrc);
            buf.writeIntLE(middleCrc);
            buf.writeIntLE(dataCrc);
        }
        written(buf, start);
    }

    private Encoder gather() {
        Encoder e = out;
        if (e == null) {
            e = new Encoder(allocator.directBuffer(INITIAL_BYTES));
            out = e;
        }
        return e;
    }

    private void written(ByteBuf buf, int start) {
        int length = buf.writerIndex() - start;
        framedBytes += length;
        if (transcript != null) {
            transcript.writeBytes(buf, start, length);
        }
        if (buf.writerIndex() >= GATHER_BYTES) {
            flush();
        }
    }

    /** Hands what was gathered to the sink. */
    public void flush() {
        Encoder e = out;
        if (e != null) {
            out = null;
            sink.accept(e.buffer());
        }
    }

    /** Drops what was gathered. */
    public void close() {
        transcript(null);
        Encoder e = out;
        if (e != null) {
            out = null;
            e.buffer().release();
        }
    }
}
