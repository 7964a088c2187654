// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.osd.op;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.cluster.osd.SnapId;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.RawString;

/**
 * Creates a client's ops, with the arguments librados uses. Offsets and lengths are bytes, unsigned 64 bit. The OSD
 * decides what an op does and how it fails: see {@link OpCode}. Ceph: {@code ObjectOperation}.
 */
public final class OSDOps {
    private OSDOps() {}

    // ---- content

    /** @param length 0 reads to the end */
    public static OSDOp read(long offset, long length) {
        return new OSDOp(OpCode.READ, offset, length, 0, 0);
    }

    /** Reads, skipping holes: the output is a {@link SparseReadReply}. */
    public static OSDOp sparseRead(long offset, long length) {
        return new OSDOp(OpCode.SPARSE_READ, offset, length, 0, 0);
    }

    /** Size and mtime: the output is a {@link StatReply}. In a write: asserts that the object exists. */
    public static OSDOp stat() {
        return OSDOp.of(OpCode.STAT);
    }

    /** @param data taken */
    public static OSDOp write(long offset, ByteBuf data) {
        return extent(OpCode.WRITE, offset, data);
    }

    /**
     * Replaces the whole content.
     *
     * @param data taken
     */
    public static OSDOp writeFull(ByteBuf data) {
        return extent(OpCode.WRITEFULL, 0, data);
    }

    /** @param data taken */
    public static OSDOp append(ByteBuf data) {
        return extent(OpCode.APPEND, 0, data);
    }

    /**
     * Writes {@code pattern} repeatedly.
     *
     * @param length a multiple of the pattern's
     * @param pattern taken
     */
    public static OSDOp writeSame(long offset, long length, ByteBuf pattern) {
        return new OSDOp(OpCode.WRITESAME, offset, length, pattern.readableBytes(), 0).input(pattern);
    }

    public static OSDOp truncate(long newSize) {
        return new OSDOp(OpCode.TRUNCATE, newSize, 0, 0, 0);
    }

    public static OSDOp zero(long offset, long length) {
        return new OSDOp(OpCode.ZERO, offset, length, 0, 0);
    }

    /** @param exclusive fail with EEXIST if the object exists */
    public static OSDOp create(boolean exclusive) {
        return OSDOp.of(OpCode.CREATE).flags(exclusive ? OpFlag.EXCL : 0);
    }

    public static OSDOp delete() {
        return OSDOp.of(OpCode.DELETE);
    }

    /** Fails unless the object's user version is {@code version}. */
    public static OSDOp assertVersion(long version) {
        return new OSDOp(OpCode.ASSERT_VER, 0, version, 0, 0);
    }

    /**
     * Compares with the content: result −4095 − index of the first difference.
     *
     * @param data taken
     */
    public static OSDOp cmpExt(long offset, ByteBuf data) {
        return extent(OpCode.CMPEXT, offset, data);
    }

    /**
     * Advice; sent with FAILOK.
     *
     * @param hintFlags Ceph's CEPH_OSD_ALLOC_HINT_FLAG_*
     */
    public static OSDOp setAllocHint(long expectedObjectSize, long expectedWriteSize, long hintFlags) {
        return new OSDOp(OpCode.SETALLOCHINT, expectedObjectSize, expectedWriteSize, hintFlags & 0xffff_ffffL, 0)
                .flags(OpFlag.FAILOK);
    }

    /**
     * @param chunk bytes per checksum, 0: one for the whole range
     * @param type 0 xxhash32, 1 xxhash64, 2 crc32c
     * @param initialValue of the checksum; 64 bits are sent for xxhash64, else 32
     */
    public static OSDOp checksum(long offset, long length, long chunk, int type, long initialValue) {
        ByteBuf start = encoded(e -> {
            if (type == ChecksumReply.TYPE_XXHASH64) {
                e.u64(initialValue);
            } else {
                e.u32(initialValue);
            }
        });
        return new OSDOp(OpCode.CHECKSUM, offset, length, (chunk & 0xffff_ffffL) | (long) type << 32, 0).input(start);
    }

    // ---- xattrs

    /** @param u1 how to compare, 0 where nothing is compared */
    private static OSDOp xattr(int code, String name, ByteBuf value, long u1) {
        byte[] nameBytes = RawString.bytes(name);
        OSDOp op = new OSDOp(code, nameBytes.length | (long) value.readableBytes() << 32, u1, 0, 0);
        ByteBuf input = Unpooled.wrappedBuffer(nameBytes);
        if (value.isReadable()) {
            return op.input(Unpooled.wrappedBuffer(input, value));
        }
        value.release();
        return op.input(input);
    }

    public static OSDOp getXattr(String name) {
        return xattr(OpCode.GETXATTR, name, Unpooled.EMPTY_BUFFER, 0);
    }

    /** All xattrs: the output is a {@code map<string,bl>}. */
    public static OSDOp getXattrs() {
        return OSDOp.of(OpCode.GETXATTRS);
    }

    /** @param value taken */
    public static OSDOp setXattr(String name, ByteBuf value) {
        return xattr(OpCode.SETXATTR, name, value, 0);
    }

    public static OSDOp rmXattr(String name) {
        return xattr(OpCode.RMXATTR, name, Unpooled.EMPTY_BUFFER, 0);
    }

    /** @param value taken; compared as bytes: true iff {@code value OP stored} */
    public static OSDOp cmpXattr(String name, Comparison comparison, ByteBuf value) {
        return xattr(OpCode.CMPXATTR, name, value, comparison.code() | (long) Comparison.MODE_STRING << 8);
    }

    /** @param value compared with the stored value read as decimal text */
    public static OSDOp cmpXattr(String name, Comparison comparison, long value) {
        ByteBuf number = Unpooled.buffer(Long.BYTES).writeLongLE(value);
        return xattr(OpCode.CMPXATTR, name, number, comparison.code() | (long) Comparison.MODE_U64 << 8);
    }

    // ---- omap

    /** Keys after {@code startAfter}: the output is an {@link OmapKeys}. */
    public static OSDOp omapGetKeys(String startAfter, long max) {
        return OSDOp.of(OpCode.OMAPGETKEYS).input(encoded(new OmapRange(startAfter, max, "")::encodeForKeys));
    }

    /** Entries after {@code startAfter} whose key starts with {@code prefix}: the output is an {@link OmapVals}. */
    public static OSDOp omapGetVals(String startAfter, long max, String prefix) {
        return OSDOp.of(OpCode.OMAPGETVALS).input(encoded(new OmapRange(startAfter, max, prefix)::encodeForVals));
    }

    /** The output is the header's bytes. */
    public static OSDOp omapGetHeader() {
        return OSDOp.of(OpCode.OMAPGETHEADER);
    }

    /** The output is a {@code map<string,bl>}; missing keys are left out. */
    public static OSDOp omapGetValsByKeys(Collection<String> keys) {
        return OSDOp.of(OpCode.OMAPGETVALSBYKEYS).input(encoded(e -> e.strings(keys)));
    }

    /** Fails with ECANCELED unless every assertion holds. */
    public static OSDOp omapCmp(Map<String, OmapAssertion> assertions) {
        return OSDOp.of(OpCode.OMAP_CMP).input(encoded(e -> OmapAssertion.encodeMap(assertions, e)));
    }

    /** @param values by key, in key order */
    public static OSDOp omapSetVals(Map<String, byte[]> values) {
        return extent(OpCode.OMAPSETVALS, 0, encoded(e -> e.blobMap(values)));
    }

    /** @param header taken */
    public static OSDOp omapSetHeader(ByteBuf header) {
        return extent(OpCode.OMAPSETHEADER, 0, header);
    }

    public static OSDOp omapClear() {
        return OSDOp.of(OpCode.OMAPCLEAR);
    }

    public static OSDOp omapRmKeys(Collection<String> keys) {
        return extent(OpCode.OMAPRMKEYS, 0, encoded(e -> e.strings(keys)));
    }

    /** @param end exclusive */
    public static OSDOp omapRmKeyRange(String first, String end) {
        return extent(OpCode.OMAPRMKEYRANGE, 0, encoded(e -> {
            e.string(first);
            e.string(end);
        }));
    }

    // ---- methods and listings

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
        long lengths = c.length | (long) m.length << 8 | (long) indata.readableBytes() << 24;
        return new OSDOp(OpCode.CALL, lengths, 0, 0, 0)
                .input(Unpooled.wrappedBuffer(Unpooled.wrappedBuffer(c, m), indata));
    }

    /**
     * Lists a PG: the output is a {@link PgnlsReply}, result 1 at its end.
     *
     * @param cursor where to continue; {@link HObject#MIN} to start
     * @param epoch of the map the listing started with
     */
    public static OSDOp pgnls(long maxEntries, HObject cursor, long epoch) {
        return new OSDOp(OpCode.PGNLS, maxEntries, epoch, 0, 0).input(encoded(cursor::encode));
    }

    // ---- watch and notify

    /**
     * @param timeout seconds, 0: the OSD's default
     * @param generation 0 at first, incremented by each re-registration
     */
    public static OSDOp watch(WatchOp watchOp, long cookie, long generation, long timeout) {
        long u2 = watchOp.code() | (generation & 0xffff_ffffL) << 8 | timeout << 40;
        return new OSDOp(OpCode.WATCH, cookie, 0, u2, (int) timeout >>> 24);
    }

    /**
     * Notifies every watcher.
     *
     * @param cookie echoed in the completing MWatchNotify
     */
    public static OSDOp notify(long cookie, NotifyRequest request) {
        return new OSDOp(OpCode.NOTIFY, cookie, 0, 0, 0).input(encoded(request::encode));
    }

    public static OSDOp notifyAck(NotifyAck ack) {
        return OSDOp.of(OpCode.NOTIFY_ACK).input(encoded(ack::encode));
    }

    /** The output is a {@link ListWatchersReply}. */
    public static OSDOp listWatchers() {
        return OSDOp.of(OpCode.LIST_WATCHERS);
    }

    // ---- snapshots and copies

    public static OSDOp rollback(long snap) {
        return new OSDOp(OpCode.ROLLBACK, snap, 0, 0, 0);
    }

    /** The output is a {@link ListSnapsReply}. The request's snap must be {@link SnapId#SNAPDIR}. */
    public static OSDOp listSnaps() {
        return OSDOp.of(OpCode.LIST_SNAPS);
    }

    /** @param srcVersion the source's user version */
    public static OSDOp copyFrom(CopySource source, long srcSnap, long srcVersion, int copyFlags, long srcFadvise) {
        long u2 = (copyFlags & 0xff) | (srcFadvise & 0xffff_ffffL) << 8;
        return new OSDOp(OpCode.COPY_FROM, srcSnap, srcVersion, u2, 0).input(encoded(source::encode));
    }

    // ---- payloads

    /** An op whose length is that of its input. */
    private static OSDOp extent(int code, long offset, ByteBuf input) {
        return new OSDOp(code, offset, input.readableBytes(), 0, 0).input(input);
    }

    private static ByteBuf encoded(Consumer<Encoder> payload) {
        ByteBuf buffer = Unpooled.buffer();
        payload.accept(new Encoder(buffer));
        return buffer;
    }
}
