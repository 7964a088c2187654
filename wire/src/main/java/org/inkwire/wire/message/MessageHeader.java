// SPDX-License-Identifier: Apache-2.0
package org.inkwire.wire.message;

import io.netty.buffer.ByteBuf;
import org.inkwire.wire.MalformedInputException;

/**
 * {@code ceph_msg_header2}: segment 0 of a MESSAGE frame, 41 bytes (protocol: msgr2 section 6). One mutable instance is
 * reused per connection and direction; a {@link MessageDecoder} must not keep it. Confined to its owner.
 */
public final class MessageHeader {
    public static final int BYTES = 41;

    /** COMPLETE and NOCRC: 16.2.15 always sends them and no receiver checks them. */
    private static final int FLAGS = 3;

    /** Offset of the priority, a u16, after seq, tid and type: for callers that need it before the rest is decoded. */
    public static final int PRIORITY_AT = 18;

    private long seq;
    private long tid;
    private int type;
    private int priority;
    private int version;
    private int dataOff;
    private long ackSeq;
    private int compatVersion;

    public long seq() {
        return seq;
    }

    public long tid() {
        return tid;
    }

    public int type() {
        return type;
    }

    public int priority() {
        return priority;
    }

    /** Layout version the sender used. */
    public int version() {
        return version;
    }

    /** Oldest reader that can decode it; 0 means {@link #version()}. */
    public int compatVersion() {
        return compatVersion;
    }

    public int dataOff() {
        return dataOff;
    }

    public long ackSeq() {
        return ackSeq;
    }

    /** Fills this header from {@code m}, as sent with {@code seq} and acknowledging {@code ackSeq}. */
    public MessageHeader set(Message m, long seq, long ackSeq) {
        this.seq = seq;
        this.tid = m.tid();
        this.type = m.type();
        this.priority = m.priority();
        this.version = m.headVersion();
        this.dataOff = m.dataOff();
        this.ackSeq = ackSeq;
        this.compatVersion = m.compatVersion();
        return this;
    }

    /** @param out borrowed; {@value #BYTES} bytes are appended */
    public void encode(ByteBuf out) {
        out.writeLongLE(seq);
        out.writeLongLE(tid);
        out.writeShortLE(type);
        out.writeShortLE(priority);
        out.writeShortLE(version);
        out.writeIntLE(0);
        out.writeShortLE(dataOff);
        out.writeLongLE(ackSeq);
        out.writeByte(FLAGS);
        out.writeShortLE(compatVersion);
        out.writeShortLE(0);
    }

    /** @param in borrowed; {@value #BYTES} bytes are consumed */
    public MessageHeader decode(ByteBuf in) {
        decode(in, in.readerIndex(), in.readableBytes());
        in.skipBytes(BYTES);
        return this;
    }

    /**
     * @param in borrowed, indices unchanged
     * @param at index of the first byte
     * @param length bytes present; a newer sender may send more
     * @throws MalformedInputException if they are too few
     */
    public MessageHeader decode(ByteBuf in, int at, int length) {
        if (length < BYTES) {
            throw new MalformedInputException("message header of " + length + " bytes");
        }
        seq = in.getLongLE(at);
        tid = in.getLongLE(at + 8);
        type = in.getUnsignedShortLE(at + 16);
        priority = in.getUnsignedShortLE(at + PRIORITY_AT);
        version = in.getUnsignedShortLE(at + 20);
        dataOff = in.getUnsignedShortLE(at + 26);
        ackSeq = in.getLongLE(at + 28);
        compatVersion = in.getUnsignedShortLE(at + 37);
        return this;
    }
}
