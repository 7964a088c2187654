// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.rados;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.inkwire.cluster.osd.OsdFlag;
import org.inkwire.cluster.osd.SnapId;
import org.inkwire.cluster.osd.op.CopySource;
import org.inkwire.cluster.osd.op.OSDOp;
import org.inkwire.cluster.osd.op.OSDOps;
import org.inkwire.cluster.osd.op.OmapAssertion;
import org.inkwire.cluster.osd.op.OpFlag;
import org.jspecify.annotations.Nullable;

/**
 * Several changes to one object, applied all or not at all, with conditions. Steps run in order; the first that fails
 * undoes all of them, and its errno becomes the operation's. Built by one thread, used once. Ceph: {@code
 * librados::ObjectWriteOperation}.
 *
 * <p>Buffers passed in are not copied: do not touch them until the operation completes. If it completes with an unknown
 * outcome, do not touch them until the client is closed.
 */
public final class WriteOp {
    private final List<OSDOp> steps = new ArrayList<>();
    private int flags = OsdFlag.WRITE;
    private @Nullable Instant mtime;
    private boolean used;

    /** Fails with ENOENT if the object does not exist. */
    public WriteOp assertExists() {
        return add(OSDOps.stat());
    }

    /** Fails with ERANGE or EOVERFLOW unless the object's version is {@code version}. */
    public WriteOp assertVersion(long version) {
        return add(OSDOps.assertVersion(version));
    }

    /** Fails with ECANCELED unless {@code value OP stored}, as bytes. */
    public WriteOp compareXattr(String name, Compare compare, byte[] value) {
        return add(OSDOps.cmpXattr(name, compare.wire(), Buffers.wrap(value)));
    }

    /** Fails with ECANCELED unless {@code value OP stored}, where the stored value is decimal text. */
    public WriteOp compareXattr(String name, Compare compare, long value) {
        return add(OSDOps.cmpXattr(name, compare.wire(), value));
    }

    /** Fails with ECANCELED unless {@code value OP stored} for the value of omap key {@code key}. */
    public WriteOp compareOmap(String key, Compare compare, byte[] value) {
        return add(OSDOps.omapCmp(Map.of(key, new OmapAssertion(value, compare.wire()))));
    }

    /** Fails with 4095 + index of the first difference unless the content at {@code offset} is {@code data}. */
    public WriteOp compareExtent(long offset, ByteBuffer data) {
        return add(OSDOps.cmpExt(checked(offset), Buffers.wrap(data)));
    }

    /** @param exclusive fail with EEXIST if the object exists */
    public WriteOp create(boolean exclusive) {
        return add(OSDOps.create(exclusive));
    }

    /** Writes the remaining bytes of {@code data}; a gap before {@code offset} reads as zeros. */
    public WriteOp write(long offset, ByteBuffer data) {
        return add(OSDOps.write(checked(offset), Buffers.wrap(data)));
    }

    /** Replaces the whole content. */
    public WriteOp writeFull(ByteBuffer data) {
        return add(OSDOps.writeFull(Buffers.wrap(data)));
    }

    public WriteOp append(ByteBuffer data) {
        return add(OSDOps.append(Buffers.wrap(data)));
    }

    /** @param length a multiple of the pattern's length */
    public WriteOp writeSame(long offset, long length, ByteBuffer pattern) {
        return add(OSDOps.writeSame(checked(offset), checked(length), Buffers.wrap(pattern)));
    }

    public WriteOp truncate(long size) {
        return add(OSDOps.truncate(checked(size)));
    }

    /**
     * Zeros a range. Never extends the object; truncates it if the range reaches its end.
     *
     * @param length at least 1: a ceph-osd 16.2.15 aborts on a zero of length 0, and so does the next OSD the request
     *     is resent to
     */
    public WriteOp zero(long offset, long length) {
        if (length == 0) {
            throw new IllegalArgumentException("zero of length 0 at " + offset);
        }
        return add(OSDOps.zero(checked(offset), checked(length)));
    }

    public WriteOp remove() {
        return add(OSDOps.delete());
    }

    public WriteOp setXattr(String name, byte[] value) {
        return add(OSDOps.setXattr(name, Buffers.wrap(value)));
    }

    public WriteOp removeXattr(String name) {
        return add(OSDOps.rmXattr(name));
    }

    public WriteOp omapSet(Map<String, byte[]> entries) {
        return add(OSDOps.omapSetVals(new TreeMap<>(entries)));
    }

    public WriteOp omapRemove(Collection<String> keys) {
        return add(OSDOps.omapRmKeys(keys.stream().sorted().toList()));
    }

    /** @param end exclusive */
    public WriteOp omapRemoveRange(String first, String end) {
        return add(OSDOps.omapRmKeyRange(first, end));
    }

    public WriteOp omapClear() {
        return add(OSDOps.omapClear());
    }

    public WriteOp omapSetHeader(byte[] header) {
        return add(OSDOps.omapSetHeader(Buffers.wrap(header)));
    }

    /**
     * Replaces the object by a copy of another one of the cluster; OSDs copy it between themselves. Fails with
     * EOPNOTSUPP on OSDs that do not.
     *
     * @param source the context of the other object: its pool, namespace and locator key
     * @param version of the source, 0: any
     */
    public WriteOp copyFrom(AsyncIoCtx source, String oid, long version) {
        Objects.requireNonNull(oid, "oid");
        return add(OSDOps.copyFrom(new CopySource(oid, source.locator()), SnapId.HEAD, version, 0, 0));
    }

    /** Hints at the object's expected size and write size. */
    public WriteOp allocHint(long expectedObjectSize, long expectedWriteSize) {
        return add(OSDOps.setAllocHint(checked(expectedObjectSize), checked(expectedWriteSize), 0));
    }

    /** Calls a method of an object class. */
    public WriteOp exec(String objectClass, String method, ByteBuffer input) {
        return add(OSDOps.call(objectClass, method, Buffers.wrap(input)));
    }

    /** Lets the last added step fail without failing the operation. */
    public WriteOp failOk() {
        if (steps.isEmpty()) {
            throw new IllegalStateException("failOk before the first step");
        }
        OSDOp last = steps.get(steps.size() - 1);
        last.flags(last.flags() | OpFlag.FAILOK);
        return this;
    }

    /** Does not wait for a full pool to empty: fails with ENOSPC or EDQUOT instead. */
    public WriteOp fullTry() {
        flags |= OsdFlag.FULL_TRY;
        return this;
    }

    /** The object's modification time after the operation. Default: the client's clock. */
    public WriteOp mtime(Instant value) {
        mtime = Objects.requireNonNull(value, "value");
        return this;
    }

    /** Number of steps so far. */
    public int size() {
        return steps.size();
    }

    List<OSDOp> take() {
        if (used) {
            throw new IllegalStateException("a WriteOp can be used once");
        }
        used = true;
        return steps;
    }

    int flags() {
        return flags;
    }

    @Nullable
    Instant mtime() {
        return mtime;
    }

    private WriteOp add(OSDOp step) {
        if (used) {
            step.release();
            throw new IllegalStateException("this WriteOp was used");
        }
        steps.add(step);
        return this;
    }

    static long checked(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("negative offset, length or number: " + bytes);
        }
        return bytes;
    }
}
