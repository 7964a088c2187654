// SPDX-License-Identifier: Apache-2.0
package org.inkwire.wire.message;

import io.netty.buffer.ByteBuf;
import org.inkwire.wire.ByteWindow;
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
        int at = out.ensureWritable(BYTES).writerIndex();
        encode(new ByteWindow().over(out, at, BYTES), 0);
        out.writerIndex(at + BYTES);
    }

    /** @param out borrowed: takes the {@value #BYTES} bytes from index {@code at} on */
    public void encode(ByteWindow out, int at) {
        // By words. The padding before and after is 0.
        out.putLong(at, seq);
        out.putLong(at + 8, tid);
        out.putLong(at + 16, u16(type) | u16(priority) << 16 | u16(version) << 32);
        out.putLong(at + 24, u16(dataOff) << 16 | ackSeq << 32);
        out.putLong(at + 32, ackSeq >>> 32 | (long) FLAGS << 32 | u16(compatVersion) << 40);
        out.putByte(at + 40, 0);
    }

    /** @param in borrowed; {@value #BYTES} bytes are consumed */
    public MessageHeader decode(ByteBuf in) {
        int length = in.readableBytes();
        decode(new ByteWindow().over(in, in.readerIndex(), length), 0, length);
        in.skipBytes(BYTES);
        return this;
    }

    /**
     * @param in borrowed
     * @param at index of the first byte
     * @param length bytes present; a newer sender may send more
     * @throws MalformedInputException if they are too few
     */
    public MessageHeader decode(ByteWindow in, int at, int length) {
        if (length < BYTES) {
            throw new MalformedInputException("message header of " + length + " bytes");
        }
        seq = in.getLong(at);
        tid = in.getLong(at + 8);
        long word2 = in.getLong(at + 16);
        type = u16(word2);
        priority = u16(word2 >>> 16);
        version = u16(word2 >>> 32);
        long word3 = in.getLong(at + 24);
        dataOff = u16(word3 >>> 16);
        long word4 = in.getLong(at + 32);
        ackSeq = word3 >>> 32 | word4 << 32;
        compatVersion = u16(word4 >>> 40);
        return this;
    }

    private static int u16(long word) {
        return (int) word & 0xffff;
    }

    private static long u16(int value) {
        return value & 0xffffL;
    }
}
