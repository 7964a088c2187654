// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.inkwire.wire.ByteWindow;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.MalformedInputException;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageHeader;
import org.inkwire.wire.message.MessageRegistry;
import org.jspecify.annotations.Nullable;

/**
 * The MESSAGE frame. Segments: header (41 bytes), front, middle, data. Unlike a {@link ControlFrame} it is not a value:
 * one instance is reused per direction, and large segments are never copied into it. Confined to its owner. Ceph:
 * {@code MessageFrame} in {@code frames_v2.h}, v16.2.15.
 */
public final class MessageFrame {
    private final MessageHeader header = new MessageHeader();
    private final ByteWindow window = new ByteWindow();
    private final Decoder decoder = new Decoder(Unpooled.EMPTY_BUFFER);
    private @Nullable Message message;
    private ByteBuf front = Unpooled.EMPTY_BUFFER;
    private int frontAt;
    private int frontBytes;
    private ByteBuf middle = Unpooled.EMPTY_BUFFER;
    private ByteBuf data = Unpooled.EMPTY_BUFFER;

    /** Sequence number of the message in its session. */
    public long seq() {
        return header.seq();
    }

    /** Sequence number of the last message the sender has received. */
    public long ackSeq() {
        return header.ackSeq();
    }

    /** Borrowed, reused. */
    public MessageHeader header() {
        return header;
    }

    // ---- sending

    /** @param outgoing borrowed until its segments are written */
    public MessageFrame set(Message outgoing, long seq, long ackSeq) {
        header.set(outgoing, seq, ackSeq);
        message = outgoing;
        return this;
    }

    /** Appends segment 0. */
    public void encodeHeader(Encoder out) {
        ByteBuf buf = out.buffer().ensureWritable(MessageHeader.BYTES);
        int at = buf.writerIndex();
        header.encode(window.over(buf, at, MessageHeader.BYTES), 0);
        buf.writerIndex(at + MessageHeader.BYTES);
    }

    /**
     * Appends segment 1.
     *
     * @param features of the session
     */
    public void encodeFront(Encoder out, long features) {
        outgoing().encodeFrontTo(out, features);
    }

    /** Segment 2 of the outgoing message, its readable bytes: borrowed. */
    public ByteBuf middle() {
        return outgoing().middle();
    }

    /** Segment 3 of the outgoing message, its readable bytes: borrowed. */
    public ByteBuf data() {
        return outgoing().data();
    }

    private Message outgoing() {
        Message m = message;
        if (m == null) {
            throw new IllegalStateException("no message is being sent");
        }
        return m;
    }

    // ---- receiving

    /**
     * @param in borrowed: segment 0 is {@code length} bytes from index {@code at} on
     * @throws MalformedInputException if they are too few
     */
    public void receivedHeader(ByteBuf in, int at, int length) {
        header.decode(window.over(in, at, length), 0, length);
    }

    /**
     * @param in borrowed until {@link #decode} or {@link #release}: segment 1 is {@code length} bytes from index {@code at}
     *     on
     */
    public void receivedFront(ByteBuf in, int at, int length) {
        front = in;
        frontAt = at;
        frontBytes = length;
    }

    /** @param segment taken: segment 2 */
    public void receivedMiddle(ByteBuf segment) {
        middle = segment;
    }

    /** @param segment taken: segment 3 */
    public void receivedData(ByteBuf segment) {
        data = segment;
    }

    /**
     * Decodes the received message. Call once: the message takes the middle and data.
     *
     * @return with one reference
     * @throws MalformedInputException for an unknown type, an incompatible version or bad bytes
     */
    public Message decode(MessageRegistry registry) {
        ByteBuf m = middle;
        ByteBuf d = data;
        middle = Unpooled.EMPTY_BUFFER;
        data = Unpooled.EMPTY_BUFFER;
        ByteBuf in = front;
        int readerIndex = in.readerIndex();
        try {
            return registry.decode(header, decoder.over(in.readerIndex(frontAt), frontAt + frontBytes), m, d);
        } finally {
            in.readerIndex(readerIndex);
        }
    }

    /** Releases segments not decoded, and forgets the outgoing message. */
    public void release() {
        message = null;
        front = Unpooled.EMPTY_BUFFER;
        middle.release();
        middle = Unpooled.EMPTY_BUFFER;
        data.release();
        data = Unpooled.EMPTY_BUFFER;
    }
}
