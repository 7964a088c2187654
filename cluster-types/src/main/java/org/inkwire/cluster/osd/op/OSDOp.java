// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.osd.op;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.Consumer;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/**
 * One op of a request: code, flags, a 28-byte union of arguments, input, and, once executed, output and result.
 * {@link OSDOps} creates a client's ops, {@link OSDOpCodec} encodes and decodes them. Ceph: {@code OSDOp}.
 *
 * <p>Ownership. An op made by a client owns its input and output until {@link #release()}. An op decoded from a message
 * borrows them from the message's data segment: they live as long as the message is retained, and {@code release}
 * leaves them alone. Output set by {@link #output(ByteBuf)} is owned in either case.
 *
 * <p>Each accessor names the codes it applies to. Mutable: confined to its owner until handed to a message.
 */
public final class OSDOp {
    private final int code;
    private int flags;

    /** The union, as three little-endian u64 and a u32; its layout depends on the code. */
    long u0;

    long u1;
    final long u2;
    final int u3;

    private ByteBuf input = Unpooled.EMPTY_BUFFER;
    private ByteBuf output = Unpooled.EMPTY_BUFFER;
    private boolean ownsInput;
    private boolean ownsOutput;
    int inputLength;
    int outputLength;
    private int rval;

    OSDOp(int code, long u0, long u1, long u2, int u3) {
        this.code = code;
        this.u0 = u0;
        this.u1 = u1;
        this.u2 = u2;
        this.u3 = u3;
    }

    /** An op without arguments, or one whose payload the caller encodes. */
    public static OSDOp of(int code) {
        return new OSDOp(code, 0, 0, 0, 0);
    }

    // ---- arguments

    /** An {@link OpCode}, or any other number. */
    public int code() {
        return code;
    }

    /** Bits of {@link OpFlag}. */
    public int flags() {
        return flags;
    }

    public OSDOp flags(int newFlags) {
        flags = newFlags;
        return this;
    }

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** extent, writesame, checksum. */
    public long offset() {
        return u0;
    }

    /** extent, writesame, checksum. */
    public long length() {
        return u1;
    }

    /** Changes an extent's length: a READ's reply reports the bytes read. */
    public void length(long newLength) {
        u1 = newLength;
    }

    /** extent. */
    public long truncateSize() {
        return u2;
    }

    /** extent. */
    public long truncateSeq() {
        return Integer.toUnsignedLong(u3);
    }

    /** writesame: length of the pattern. */
    public long dataLength() {
        return u2;
    }

    /** checksum: bytes per value. */
    public long chunkSize() {
        return u2 & 0xffff_ffffL;
    }

    /** checksum: 0 xxhash32, 1 xxhash64, 2 crc32c. */
    public int checksumType() {
        return (int) (u2 >>> 32) & 0xff;
    }

    /** xattr: bytes of the name, the first part of the input. */
    public long nameLength() {
        return u0 & 0xffff_ffffL;
    }

    /** xattr: bytes of the value, the second part of the input. */
    public long valueLength() {
        return u0 >>> 32;
    }

    /** Changes an xattr's value length: a GETXATTR's reply reports it. */
    public void valueLength(int newLength) {
        u0 = (u0 & 0xffff_ffffL) | (long) newLength << 32;
    }

    /** xattr: a {@link Comparison} code. */
    public int cmpOp() {
        return (int) u1 & 0xff;
    }

    /** xattr: {@link Comparison#MODE_STRING} or {@link Comparison#MODE_U64}. */
    public int cmpMode() {
        return (int) (u1 >>> 8) & 0xff;
    }

    /**
     * xattr: the name in the input.
     *
     * @throws org.inkwire.wire.MalformedInputException if the lengths do not fit the input
     */
    public String xattrName() {
        return InputParts.text(input, 0, nameLength());
    }

    /** xattr: the value in the input, borrowed. Throws as {@link #xattrName}. */
    public ByteBuf xattrValue() {
        return InputParts.slice(input, nameLength(), valueLength());
    }

    /** CALL: the class. Throws as {@link #xattrName}. */
    public String className() {
        return InputParts.text(input, 0, u0 & 0xff);
    }

    /** CALL: the method. Throws as {@link #xattrName}. */
    public String methodName() {
        return InputParts.text(input, u0 & 0xff, u0 >>> 8 & 0xff);
    }

    /** CALL: the method's input, borrowed. Throws as {@link #xattrName}. */
    public ByteBuf callInput() {
        return InputParts.slice(input, (u0 & 0xff) + (u0 >>> 8 & 0xff), u0 >>> 24 & 0xffff_ffffL);
    }

    /** pgls, pgnls: maximum number of entries to list. */
    public long maxEntries() {
        return u0;
    }

    /** pgls, pgnls. */
    public long startEpoch() {
        return u1 & 0xffff_ffffL;
    }

    /** ROLLBACK, COPY_FROM. */
    public long snap() {
        return u0;
    }

    /** WATCH, NOTIFY, NOTIFY_ACK. */
    public long cookie() {
        return u0;
    }

    /** WATCH: a {@link WatchOp} code. */
    public int watchOp() {
        return (int) u2 & 0xff;
    }

    /** WATCH. */
    public long watchGeneration() {
        return u2 >>> 8 & 0xffff_ffffL;
    }

    /** WATCH: seconds, 0: the OSD's default. */
    public long watchTimeout() {
        return u2 >>> 40 | (u3 & 0xffL) << 24;
    }

    /** ASSERT_VER: the version; COPY_FROM: the source's. */
    public long version() {
        return u1;
    }

    /** SETALLOCHINT. */
    public long expectedObjectSize() {
        return u0;
    }

    /** SETALLOCHINT. */
    public long expectedWriteSize() {
        return u1;
    }

    /** SETALLOCHINT. */
    public long hintFlags() {
        return u2 & 0xffff_ffffL;
    }

    /** COPY_FROM. */
    public int copyFlags() {
        return (int) u2 & 0xff;
    }

    /** COPY_FROM. */
    public long srcFadviseFlags() {
        return u2 >>> 8 & 0xffff_ffffL;
    }

    // ---- payload and result

    /** The input: borrowed; indices must not be moved. */
    public ByteBuf input() {
        return input;
    }

    /** A decoder over the input, from its start; the input's own indices stay. */
    public Decoder inputDecoder() {
        return new Decoder(input.duplicate());
    }

    /** @param newInput taken */
    public OSDOp input(ByteBuf newInput) {
        if (ownsInput) {
            input.release();
        }
        input = newInput;
        ownsInput = true;
        inputLength = newInput.readableBytes();
        return this;
    }

    /** Bytes of input; still known after {@link #release()}. */
    public int inputLength() {
        return inputLength;
    }

    /** The output: borrowed; indices must not be moved. */
    public ByteBuf output() {
        return output;
    }

    /** A decoder over the output, from its start; the output's own indices stay. */
    public Decoder outputDecoder() {
        return new Decoder(output.duplicate());
    }

    /** @param newOutput taken */
    public OSDOp output(ByteBuf newOutput) {
        if (ownsOutput) {
            output.release();
        }
        output = newOutput;
        ownsOutput = true;
        outputLength = newOutput.readableBytes();
        return this;
    }

    /** Replaces the output with what {@code payload} writes. */
    public OSDOp encodeOutput(Consumer<Encoder> payload) {
        ByteBuf buffer = Unpooled.buffer();
        payload.accept(new Encoder(buffer));
        return output(buffer);
    }

    /** Bytes of output; still known after {@link #release()}. */
    public int outputLength() {
        return outputLength;
    }

    /** The op's own result: 0 or more, or a negative {@link Errno}. */
    public int rval() {
        return rval;
    }

    public OSDOp rval(int newRval) {
        rval = newRval;
        return this;
    }

    /** Releases owned payloads. Lengths, arguments and result stay. Idempotent. */
    public void release() {
        if (ownsInput) {
            ownsInput = false;
            input.release();
        }
        if (ownsOutput) {
            ownsOutput = false;
            output.release();
        }
        input = Unpooled.EMPTY_BUFFER;
        output = Unpooled.EMPTY_BUFFER;
    }

    /**
     * @param data the message's data segment, borrowed
     * @param at where this op's input starts
     */
    public void borrowInput(ByteBuf data, int at) {
        input = data.slice(at, inputLength);
    }

    /**
     * @param data the message's data segment, borrowed
     * @param at where this op's output starts
     */
    public void borrowOutput(ByteBuf data, int at) {
        output = data.slice(at, outputLength);
    }

    @Override
    public String toString() {
        StringBuilder s = new StringBuilder(OpCode.name(code));
        if (OpCode.usesExtent(code)) {
            s.append(' ').append(Long.toUnsignedString(offset())).append('~').append(Long.toUnsignedString(length()));
        }
        if (inputLength > 0) {
            s.append(" in=").append(inputLength).append('b');
        }
        if (outputLength > 0) {
            s.append(" out=").append(outputLength).append('b');
        }
        return s.toString();
    }
}
