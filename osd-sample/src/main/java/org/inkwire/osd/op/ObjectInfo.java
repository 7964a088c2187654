// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.op;

import io.netty.buffer.Unpooled;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.cluster.osd.OsdReqId;
import org.inkwire.store.ByteString;
import org.inkwire.store.CollectionId;
import org.inkwire.store.ObjectStore;
import org.inkwire.store.ValueEncoder;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.UTime;
import org.jspecify.annotations.Nullable;

/**
 * What the OSD knows about an object, kept with it as attribute {@link #ATTR}. Immutable. Ceph: {@code object_info_t};
 * the encoding is ours: struct v1 c1 of the fields in this order, versions as {@code eversion_t}.
 *
 * @param version of its last change
 * @param priorVersion of the change before
 * @param userVersion what clients see as its version
 * @param lastReqId the request that changed it last
 * @param size bytes
 * @param mtime the client's clock at the last change
 * @param expectedObjectSize bytes, a hint
 * @param expectedWriteSize bytes, a hint
 * @param allocHintFlags as given
 */
public record ObjectInfo(
        EVersion version,
        EVersion priorVersion,
        long userVersion,
        OsdReqId lastReqId,
        long size,
        UTime mtime,
        long expectedObjectSize,
        long expectedWriteSize,
        long allocHintFlags) {
    /** Name of the attribute; clients' attributes start with {@code _}. */
    public static final ByteString ATTR = ByteString.of("oi");

    private static final int VERSION = 1;

    /** An object without history. */
    static final ObjectInfo NEW =
            new ObjectInfo(EVersion.ZERO, EVersion.ZERO, 0, OsdReqId.NONE, 0, UTime.ZERO, 0, 0, 0);

    ObjectInfo withSize(long newSize) {
        return new ObjectInfo(
                version,
                priorVersion,
                userVersion,
                lastReqId,
                newSize,
                mtime,
                expectedObjectSize,
                expectedWriteSize,
                allocHintFlags);
    }

    ObjectInfo withAllocHint(long objectSize, long writeSize, long hintFlags) {
        return new ObjectInfo(
                version, priorVersion, userVersion, lastReqId, size, mtime, objectSize, writeSize, hintFlags);
    }

    /** After a change: the same object under its new version. */
    ObjectInfo stamped(EVersion at, EVersion prior, long newUserVersion, OsdReqId reqId, UTime newMtime) {
        return new ObjectInfo(
                at,
                prior,
                newUserVersion,
                reqId,
                size,
                newMtime,
                expectedObjectSize,
                expectedWriteSize,
                allocHintFlags);
    }

    void encode(Encoder out) {
        out.start(VERSION, VERSION);
        version.encode(out);
        priorVersion.encode(out);
        out.u64(userVersion);
        lastReqId.encode(out);
        out.u64(size);
        mtime.encode(out);
        out.u64(expectedObjectSize);
        out.u64(expectedWriteSize);
        out.u32(allocHintFlags);
        out.finish();
    }

    static ObjectInfo decode(Decoder in) {
        in.start(VERSION);
        ObjectInfo info = new ObjectInfo(
                EVersion.decode(in),
                EVersion.decode(in),
                in.u64(),
                OsdReqId.decode(in),
                in.u64(),
                UTime.decode(in),
                in.u64(),
                in.u64(),
                in.u32());
        in.finish();
        return info;
    }

    /** As the attribute's value. */
    public ByteString toAttr(ValueEncoder values) {
        encode(values.begin());
        return values.end();
    }

    /** @throws org.inkwire.wire.MalformedInputException if it does not decode */
    public static ObjectInfo fromAttr(ByteString value) {
        return decode(new Decoder(Unpooled.wrappedBuffer(value.toByteArray())));
    }

    /** Of a stored object; null if it does not exist. */
    public static @Nullable ObjectInfo read(ObjectStore store, CollectionId collection, HObject object) {
        ByteString value = store.getAttr(collection, object, ATTR);
        return value == null ? null : fromAttr(value);
    }
}
