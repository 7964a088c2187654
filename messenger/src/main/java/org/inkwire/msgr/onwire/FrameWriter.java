// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.onwire;

import io.netty.buffer.ByteBuf;
import org.inkwire.msgr.frame.Banner;
import org.inkwire.msgr.frame.ControlFrame;
import org.inkwire.msgr.frame.MessageFrame;
import org.inkwire.msgr.frame.Preamble;
import org.inkwire.msgr.frame.Tag;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.Message;

/**
 * Encodes frames for a {@link TxHandler}, which puts them on the wire. Nothing leaves until {@link #flush}, or until
 * the gather buffer is full, of bytes or of frames. Confined to its owner.
 */
public final class FrameWriter {
    private final GatherBuffer out;
    private final Preamble preamble = new Preamble();
    private final Segments plain = new Segments();
    private final MessageFrame messageFrame = new MessageFrame();
    private TxHandler tx;

    /** @param out taken: closed with this */
    public FrameWriter(GatherBuffer out, TxHandler tx) {
        this.out = out;
        this.tx = tx;
    }

    /** It is confined to another thread from here on. */
    public void moveTo(WorkBuffers work) {
        out.moveTo(work);
    }

    /** {@code newTx} seals frames from the next one on. */
    public void tx(TxHandler newTx) {
        tx = newTx;
    }

    /** Bytes framed since this writer was created. */
    public long framedBytes() {
        return out.totalBytes();
    }

    public void banner(Banner banner) {
        tx.banner(banner, out);
    }

    /** If this throws, no part of the frame is written, except as {@link PartialFrameException} says. */
    public void control(ControlFrame frame) {
        long mark = out.mark();
        try {
            encode(frame);
        } catch (Throwable e) {
            plain.clear();
            if (!out.rollBack(mark)) {
                throw new PartialFrameException(e);
            }
            throw e;
        }
    }

    private void encode(ControlFrame frame) {
        Encoder encoder = tx.begin(out);
        ByteBuf buf = encoder.buffer();
        int at = buf.writerIndex();
        frame.encode(encoder);
        plain.lies(0, buf, at, buf.writerIndex() - at);
        tx.endSegment0(plain, out);
        seal(frame.tag());
    }

    /**
     * If this throws, as the message's own code may, no part of the frame is written, except as
     * {@link PartialFrameException} says.
     *
     * @param message borrowed; its data is retained until written
     * @param features of the session
     */
    public void message(Message message, long seq, long ackSeq, long features) {
        long mark = out.mark();
        MessageFrame frame = messageFrame.set(message, seq, ackSeq);
        try {
            encode(frame, features);
        } catch (Throwable e) {
            plain.clear();
            if (!out.rollBack(mark)) {
                throw new PartialFrameException(e);
            }
            throw e;
        } finally {
            frame.release();
        }
    }

    private void encode(MessageFrame frame, long features) {
        Encoder encoder = tx.begin(out);
        ByteBuf buf = encoder.buffer();
        int at = buf.writerIndex();
        frame.encodeHeader(encoder);
        plain.lies(0, buf, at, buf.writerIndex() - at);
        encoder = tx.endSegment0(plain, out);
        buf = encoder.buffer();
        at = buf.writerIndex();
        frame.encodeFront(encoder, features);
        plain.lies(1, buf, at, buf.writerIndex() - at);
        ByteBuf middle = frame.middle();
        plain.lies(2, middle, middle.readerIndex(), middle.readableBytes());
        ByteBuf data = frame.data();
        plain.lies(3, data, data.readerIndex(), data.readableBytes());
        seal(Tag.MESSAGE);
    }

    private void seal(Tag tag) {
        preamble.set(tag, plain.length(0), plain.length(1), plain.length(2), plain.length(3));
        tx.seal(preamble, plain, out);
        plain.clear();
        out.onFrameEnd();
    }

    /** Hands the gathered bytes to the sink; ends a pass. */
    public void flush() {
        out.endPass();
    }

    /** Drops the gathered bytes. */
    public void close() {
        out.close();
    }
}
