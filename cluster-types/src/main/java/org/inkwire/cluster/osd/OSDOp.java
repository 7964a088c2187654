// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.osd;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.MalformedInputException;
import org.inkwire.wire.RawString;

/**
 * One op of a request: code, flags, a 28-byte union of arguments, input, and, once executed, output and result. Wire, 38
 * bytes: u16 code, u32 flags, union, u32 payload length; the payloads travel in the message's data segment (protocol: osd
 * section 3). Ceph: {@code OSDOp}, {@code ceph_osd_op}.
 *
 * <p>Ownership. An op made here owns its input and output until {@link #release()}. An op decoded from a message borrows
 * them from the message's data segment: they live as long as the message is retained, and {@code release} leaves them
 * alone. Output put in by {@link #output(ByteBuf)} is owned in either case.
 *
 * <p>The factories name arguments as librados does; offsets and lengths are bytes, unsigned 64 bit. Mutable: confined to
 * its owner until handed to a message.
 */
public final class OSDOp {
    /** Encoded length in bytes, without payload. */
    public static final int BYTES = 38;

    private final int code;
    private int flags;
    /** The union, as three little-endian u64 and a u32; which bits mean what depends on the code. */
    private long u0;

    private long u1;
    private long u2;
    private int u3;
    private ByteBuf input = Unpooled.EMPTY_BUFFER;
    private ByteBuf output = Unpooled.EMPTY_BUFFER;
    private boolean ownsInput;
    private boolean ownsOutput;
    private int inputLength;
    private int outputLength;
    private int rval;

    private OSDOp(int code) {
        this.code = code;
    }

    // -- made by a client -------------------------------------------------------------------------------------------

    /** An op without arguments, or one whose payload the caller encodes. */
    public static OSDOp of(int code) {
        return new OSDOp(code);
    }

    private static OSDOp extentOp(int code, long offset, long length) {
        OSDOp op = new OSDOp(code);
        op.u0 = offset;
        op.u1 = length;
        return op;
    }

    /** @param length 0 reads to the end */
    public static OSDOp read(long offset, long length) {
        return extentOp(OpCode.READ, offset, length);
    }

    /** Reads, leaving out holes: the output is a {@link SparseReadReply}. */
    public static OSDOp sparseRead(long offset, long length) {
        return extentOp(OpCode.SPARSE_READ, offset, length);
    }

    /** Size and mtime: the output is a {@link StatReply}. In a write: asserts that the object exists. */
    public static OSDOp stat() {
        return new OSDOp(OpCode.STAT);
    }

    /** @param data taken */
    public static OSDOp write(long offset, ByteBuf data) {
        return extentOp(OpCode.WRITE, offset, data.readableBytes()).input(data);
    }

    /**
     * Replaces the whole content.
     *
     * @param data taken
     */
    public static OSDOp writeFull(ByteBuf data) {
        return extentOp(OpCode.WRITEFULL, 0, data.readableBytes()).input(data);
    }

    /** @param data taken */
    public static OSDOp append(ByteBuf data) {
        return extentOp(OpCode.APPEND, 0, data.readableBytes()).input(data);
    }

    /**
     * Writes {@code pattern} again and again.
     *
     * @param length a multiple of the pattern's
     * @param pattern taken
     */
    public static OSDOp writeSame(long offset, long length, ByteBuf pattern) {
        OSDOp op = extentOp(OpCode.WRITESAME, offset, length);
        op.u2 = pattern.readableBytes();
        return op.input(pattern);
    }

    public static OSDOp truncate(long newSize) {
        return extentOp(OpCode.TRUNCATE, newSize, 0);
    }

    public static OSDOp zero(long offset, long length) {
        return extentOp(OpCode.ZERO, offset, length);
    }

    /** @param exclusive fail with EEXIST if the object exists */
    public static OSDOp create(boolean exclusive) {
        return new OSDOp(OpCode.CREATE).flags(exclusive ? OpFlag.EXCL : 0);
    }

    public static OSDOp delete() {
        return new OSDOp(OpCode.DELETE);
    }

    /** Fails unless the object's user version is {@code version}. */
    public static OSDOp assertVersion(long version) {
        OSDOp op = new OSDOp(OpCode.ASSERT_VER);
        op.u1 = version;
        return op;
    }

    /**
     * Compares with the content: result −4095 − index of the first difference.
     *
     * @param data taken
     */
    public static OSDOp cmpExt(long offset, ByteBuf data) {
        return extentOp(OpCode.CMPEXT, offset, data.readableBytes()).input(data);
    }

    public static OSDOp rollback(long snap) {
        OSDOp op = new OSDOp(OpCode.ROLLBACK);
        op.u0 = snap;
        return op;
    }

    /**
     * Advice; sent with FAILOK.
     *
     * @param hintFlags Ceph's CEPH_OSD_ALLOC_HINT_FLAG_*
     */
    public static OSDOp setAllocHint(long expectedObjectSize, long expectedWriteSize, long hintFlags) {
        OSDOp op = new OSDOp(OpCode.SETALLOCHINT).flags(OpFlag.FAILOK);
        op.u0 = expectedObjectSize;
        op.u1 = expectedWriteSize;
        op.u2 = hintFlags & 0xffff_ffffL;
        return op;
    }

    /**
     * @param chunk bytes per checksum, 0: one for the whole range
     * @param type 0 xxhash32, 1 xxhash64, 2 crc32c
     * @param initialValue of the checksum; 64 bits are sent for xxhash64, else 32
     */
    public static OSDOp checksum(long offset, long length, long chunk, int type, long initialValue) {
        OSDOp op = extentOp(OpCode.CHECKSUM, offset, length);
        op.u2 = (chunk & 0xffff_ffffL) | (long) type << 32;
        return op.encodeInput(e -> {
            if (type == ChecksumReply.TYPE_XXHASH64) {
                e.u64(initialValue);
            } else {
                e.u32(initialValue);
            }
        });
    }

    private static OSDOp xattrOp(int code, String name, ByteBuf value) {
        OSDOp op = new OSDOp(code);
        op.encodeInput(e -> e.raw(RawString.bytes(name)));
        op.u0 = op.inputLength | (long) value.readableBytes() << 32;
        if (value.isReadable()) {
            ByteBuf nameBytes = op.input;
            op.ownsInput = false;
            op.input(Unpooled.wrappedBuffer(nameBytes, value));
        } else {
            value.release();
        }
        return op;
    }

    public static OSDOp getXattr(String name) {
        return xattrOp(OpCode.GETXATTR, name, Unpooled.EMPTY_BUFFER);
    }

    /** All xattrs: the output is a {@code map<string,bl>}. */
    public static OSDOp getXattrs() {
        return new OSDOp(OpCode.GETXATTRS);
    }

    /** @param value taken */
    public static OSDOp setXattr(String name, ByteBuf value) {
        return xattrOp(OpCode.SETXATTR, name, value);
    }

    public static OSDOp rmXattr(String name) {
        return xattrOp(OpCode.RMXATTR, name, Unpooled.EMPTY_BUFFER);
    }

    /** @param value taken; compared as bytes: true iff {@code value OP stored} */
    public static OSDOp cmpXattr(String name, Comparison comparison, ByteBuf value) {
        OSDOp op = xattrOp(OpCode.CMPXATTR, name, value);
        op.u1 = comparison.code() | (long) Comparison.MODE_STRING << 8;
        return op;
    }

    /** @param value compared with the stored value read as decimal text */
    public static OSDOp cmpXattr(String name, Comparison comparison, long value) {
        OSDOp op = xattrOp(OpCode.CMPXATTR, name, Unpooled.buffer(Long.BYTES).writeLongLE(value));
        op.u1 = comparison.code() | (long) Comparison.MODE_U64 << 8;
        return op;
    }

    /** Keys after {@code startAfter}: the output is an {@link OmapKeys}. */
    public static OSDOp omapGetKeys(String startAfter, long max) {
        return new OSDOp(OpCode.OMAPGETKEYS).encodeInput(new OmapRange(startAfter, max, "")::encodeForKeys);
    }

    /** Entries after {@code startAfter} whose key starts with {@code prefix}: the output is an {@link OmapVals}. */
    public static OSDOp omapGetVals(String startAfter, long max, String prefix) {
        return new OSDOp(OpCode.OMAPGETVALS).encodeInput(new OmapRange(startAfter, max, prefix)::encodeForVals);
    }

    /** The output is the header's bytes. */
    public static OSDOp omapGetHeader() {
        return new OSDOp(OpCode.OMAPGETHEADER);
    }

    /** The output is a {@code map<string,bl>}; keys that are not there are left out. */
    public static OSDOp omapGetValsByKeys(Collection<String> keys) {
        return new OSDOp(OpCode.OMAPGETVALSBYKEYS).encodeInput(e -> e.strings(keys));
    }

    /** Fails with ECANCELED unless every assertion holds. */
    public static OSDOp omapCmp(Map<String, OmapAssertion> assertions) {
        return new OSDOp(OpCode.OMAP_CMP).encodeInput(e -> OmapAssertion.encodeMap(assertions, e));
    }

    /** @param values by key, in key order */
    public static OSDOp omapSetVals(Map<String, byte[]> values) {
        OSDOp op = new OSDOp(OpCode.OMAPSETVALS).encodeInput(e -> e.blobMap(values));
        op.u1 = op.inputLength;
        return op;
    }

    /** @param header taken */
    public static OSDOp omapSetHeader(ByteBuf header) {
        return extentOp(OpCode.OMAPSETHEADER, 0, header.readableBytes()).input(header);
    }

    public static OSDOp omapClear() {
        return new OSDOp(OpCode.OMAPCLEAR);
    }

    public static OSDOp omapRmKeys(Collection<String> keys) {
        OSDOp op = new OSDOp(OpCode.OMAPRMKEYS).encodeInput(e -> e.strings(keys));
        op.u1 = op.inputLength;
        return op;
    }

    /** @param end exclusive */
    public static OSDOp omapRmKeyRange(String first, String end) {
        OSDOp op = new OSDOp(OpCode.OMAPRMKEYRANGE).encodeInput(e -> {
            e.string(first);
            e.string(end);
        });
        op.u1 = op.inputLength;
        return op;
    }

    /**
     * Runs a class method.
     *
     * @param indata taken
     */
    public static OSDOp call(String cls, String method, ByteBuf indata) {
        byte[] c = RawString.bytes(cls);
        byte[] m = RawString.bytes(method);
        if (c.length > 0xff || m.length > 0xff) {
            throw new IllegalArgumentException("class or method name over 255 bytes: " + cls + "." + method);
        }
        OSDOp op = new OSDOp(OpCode.CALL);
        op.u0 = c.length | (long) m.length << 8 | (long) indata.readableBytes() << 24;
        op.u0 &= (1L << 56) - 1;
        return op.input(Unpooled.wrappedBuffer(Unpooled.wrappedBuffer(c, m), indata));
    }

    /**
     * Lists a PG: the output is a {@link PgnlsReply}, result 1 at its end.
     *
     * @param cursor where to go on; {@link HObject#MIN} to start
     * @param epoch of the map the listing started with
     */
    public static OSDOp pgnls(long maxEntries, HObject cursor, long epoch) {
        OSDOp op = new OSDOp(OpCode.PGNLS).encodeInput(cursor::encode);
        op.u0 = maxEntries;
        op.u1 = epoch;
        return op;
    }

    /**
     * @param timeout seconds, 0: the OSD's default
     * @param generation 0, one more after each re-registration
     */
    public static OSDOp watch(WatchOp watchOp, long cookie, long generation, long timeout) {
        OSDOp op = new OSDOp(OpCode.WATCH);
        op.u0 = cookie;
        op.u2 = watchOp.code() | (generation & 0xffff_ffffL) << 8 | timeout << 40;
        op.u3 = (int) timeout >>> 24;
        return op;
    }

    /**
     * Tells every watcher.
     *
     * @param cookie comes back in the completing MWatchNotify
     */
    public static OSDOp notify(long cookie, NotifyRequest request) {
        OSDOp op = new OSDOp(OpCode.NOTIFY).encodeInput(request::encode);
        op.u0 = cookie;
        return op;
    }

    public static OSDOp notifyAck(NotifyAck ack) {
        return new OSDOp(OpCode.NOTIFY_ACK).encodeInput(ack::encode);
    }

    /** The output is a {@link ListWatchersReply}. */
    public static OSDOp listWatchers() {
        return new OSDOp(OpCode.LIST_WATCHERS);
    }

    /** The output is a {@link ListSnapsReply}. The request's snap must be {@link SnapId#SNAPDIR}. */
    public static OSDOp listSnaps() {
        return new OSDOp(OpCode.LIST_SNAPS);
    }

    /** @param srcVersion the source's user version */
    public static OSDOp copyFrom(CopySource source, long srcSnap, long srcVersion, int copyFlags, long srcFadvise) {
        OSDOp op = new OSDOp(OpCode.COPY_FROM).encodeInput(source::encode);
        op.u0 = srcSnap;
        op.u1 = srcVersion;
        op.u2 = (copyFlags & 0xff) | (srcFadvise & 0xffff_ffffL) << 8;
        return op;
    }

    // -- arguments --------------------------------------------------------------------------------------------------

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

    /** Changes an extent's length: a READ's reply tells the bytes read. */
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

    /** Changes an xattr's value length: a GETXATTR's reply tells it. */
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

    /** pgls, pgnls: most entries to list. */
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

    // -- payload and result -----------------------------------------------------------------------------------------

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

    private OSDOp encodeInput(Consumer<Encoder> payload) {
        ByteBuf buffer = Unpooled.buffer();
        payload.accept(new Encoder(buffer));
        return input(buffer);
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

    /** Replaces the output by what {@code payload} writes. */
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

    /** Drops owned payloads. Lengths, arguments and result stay. May be called again. */
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

    // -- for the messages -------------------------------------------------------------------------------------------

    /** @param payloadLength {@link #inputLength} in a request, {@link #outputLength} in a reply */
    public void encode(Encoder out, int payloadLength) {
        out.u16(code);
        out.s32(flags);
        out.u64(u0);
        out.u64(u1);
        out.u64(u2);
        out.s32(u3);
        out.u32(payloadLength);
    }

    /** Reads the op of a request; its payload length is {@link #inputLength}, the payload itself comes later. */
    public static OSDOp decodeRequest(Decoder in) {
        OSDOp op = decodeArguments(in);
        op.inputLength = payloadLength(in);
        return op;
    }

    /** Reads the op of a reply; its payload length is {@link #outputLength}, the payload itself comes later. */
    public static OSDOp decodeReply(Decoder in) {
        OSDOp op = decodeArguments(in);
        op.outputLength = payloadLength(in);
        return op;
    }

    private static OSDOp decodeArguments(Decoder in) {
        OSDOp op = new OSDOp(in.u16());
        op.flags = in.s32();
        op.u0 = in.u64();
        op.u1 = in.u64();
        op.u2 = in.u64();
        op.u3 = in.s32();
        return op;
    }

    private static int payloadLength(Decoder in) {
        long length = in.u32();
        if (length > Integer.MAX_VALUE) {
            throw new MalformedInputException("op payload of " + length + " bytes");
        }
        return (int) length;
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
