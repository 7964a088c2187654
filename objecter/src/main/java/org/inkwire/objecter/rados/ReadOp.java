// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.rados;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.inkwire.cluster.osd.op.ListWatchersReply;
import org.inkwire.cluster.osd.op.OSDOp;
import org.inkwire.cluster.osd.op.OSDOps;
import org.inkwire.cluster.osd.op.OmapAssertion;
import org.inkwire.cluster.osd.op.OmapKeys;
import org.inkwire.cluster.osd.op.OmapVals;
import org.inkwire.cluster.osd.op.OpFlag;
import org.inkwire.cluster.osd.op.StatReply;
import org.inkwire.wire.Decoder;

/**
 * Several reads of one object that see the same state of it, with conditions. Each read returns a {@link Value} that is
 * set when the operation completes. Steps run in order; the first that fails ends the operation. Built by one thread,
 * used once. Ceph: {@code librados::ObjectReadOperation}.
 */
public final class ReadOp {
    /** Turns a step's output into its value. */
    private interface Reader<T> {
        T read(OSDOp replied);
    }

    private record Step<T>(OSDOp op, Value<T> value, Reader<T> reader) {
        void fill(OSDOp replied, boolean withOutput) {
            int rval = replied.rval();
            value.set(rval, rval < 0 || !withOutput ? null : reader.read(replied));
        }
    }

    private final List<Step<?>> steps = new ArrayList<>();
    private boolean used;

    /** Fails with ENOENT if the object does not exist. */
    public ReadOp assertExists() {
        add("assert exists", OSDOps.stat(), o -> true);
        return this;
    }

    /** Fails with ERANGE or EOVERFLOW unless the object's version is {@code version}. */
    public ReadOp assertVersion(long version) {
        add("assert version", OSDOps.assertVersion(version), o -> true);
        return this;
    }

    /** Fails with ECANCELED unless {@code value OP stored}, as bytes. */
    public ReadOp compareXattr(String name, Compare compare, byte[] value) {
        add("compare xattr " + name, OSDOps.cmpXattr(name, compare.wire(), Buffers.wrap(value)), o -> true);
        return this;
    }

    /** Fails with ECANCELED unless {@code value OP stored}, where the stored value is decimal text. */
    public ReadOp compareXattr(String name, Compare compare, long value) {
        add("compare xattr " + name, OSDOps.cmpXattr(name, compare.wire(), value), o -> true);
        return this;
    }

    /** Fails with ECANCELED unless {@code value OP stored} for the value of omap key {@code key}. */
    public ReadOp compareOmap(String key, Compare compare, byte[] value) {
        add("compare omap " + key, OSDOps.omapCmp(Map.of(key, new OmapAssertion(value, compare.wire()))), o -> true);
        return this;
    }

    /** Fails with 4095 + index of the first difference unless the content at {@code offset} is {@code data}. */
    public ReadOp compareExtent(long offset, ByteBuffer data) {
        add("compare extent", OSDOps.cmpExt(WriteOp.checked(offset), Buffers.wrap(data)), o -> true);
        return this;
    }

    /**
     * Reads up to {@code length} bytes; fewer at the end of the object.
     *
     * @param length 0: to the end
     */
    public Value<byte[]> read(long offset, long length) {
        return add(
                "read", OSDOps.read(WriteOp.checked(offset), WriteOp.checked(length)), o -> Buffers.copy(o.output()));
    }

    /**
     * Reads as much as {@code target} has room for. The target belongs to the operation until that completes; see {@link
     * AsyncIoCtx#readInto}.
     *
     * @return number of bytes read; the target's position has advanced by it
     * @throws IllegalArgumentException if the target is read-only or has no room
     */
    public Value<Integer> readInto(long offset, ByteBuffer target) {
        int room = Buffers.room(target);
        return add("read", OSDOps.read(WriteOp.checked(offset), room), o -> Buffers.copyInto(o.output(), target));
    }

    public Value<ObjectStat> stat() {
        return add("stat", OSDOps.stat(), o -> {
            StatReply reply = StatReply.decode(o.outputDecoder());
            return new ObjectStat(reply.size(), toInstant(reply));
        });
    }

    /** The step fails with ENODATA if there is no such attribute. */
    public Value<byte[]> getXattr(String name) {
        return add("get xattr " + name, OSDOps.getXattr(name), o -> Buffers.copy(o.output()));
    }

    /** All attributes by name, sorted. */
    public Value<Map<String, byte[]>> getXattrs() {
        return add("get xattrs", OSDOps.getXattrs(), o -> decoded(o).blobMap());
    }

    /** Entries after {@code startAfter} whose key begins with {@code prefix}; at most {@code max}. */
    public Value<OmapPage> omapGet(String startAfter, String prefix, long max) {
        return add("omap get", OSDOps.omapGetVals(startAfter, WriteOp.checked(max), prefix), o -> {
            OmapVals vals = OmapVals.decode(decoded(o));
            return new OmapPage(vals.values(), vals.more());
        });
    }

    /** Keys after {@code startAfter}; at most {@code max}. */
    public Value<OmapKeysPage> omapGetKeys(String startAfter, long max) {
        return add("omap get keys", OSDOps.omapGetKeys(startAfter, WriteOp.checked(max)), o -> {
            OmapKeys keys = OmapKeys.decode(decoded(o));
            return new OmapKeysPage(keys.keys(), keys.more());
        });
    }

    /** The entries of {@code keys} that exist. */
    public Value<Map<String, byte[]>> omapGetByKeys(Collection<String> keys) {
        return add(
                "omap get by keys",
                OSDOps.omapGetValsByKeys(keys.stream().sorted().toList()),
                o -> decoded(o).blobMap());
    }

    public Value<byte[]> omapGetHeader() {
        return add("omap get header", OSDOps.omapGetHeader(), o -> Buffers.copy(o.output()));
    }

    /** The clients that watch the object. */
    public Value<List<ObjectWatcher>> listWatchers() {
        return add(
                "list watchers",
                OSDOps.listWatchers(),
                o -> ListWatchersReply.decode(decoded(o)).watchers().stream()
                        .map(w -> new ObjectWatcher(w.name().toString(), w.addr(), w.cookie(), w.timeout()))
                        .toList());
    }

    /** Calls a read-only method of an object class. */
    public Value<byte[]> exec(String objectClass, String method, ByteBuffer input) {
        return add(
                "exec " + objectClass + "." + method,
                OSDOps.call(objectClass, method, Buffers.wrap(input)),
                o -> Buffers.copy(o.output()));
    }

    /** Lets the last added step fail without ending the operation. */
    public ReadOp failOk() {
        if (steps.isEmpty()) {
            throw new IllegalStateException("failOk before the first step");
        }
        OSDOp last = steps.get(steps.size() - 1).op();
        last.flags(last.flags() | OpFlag.FAILOK);
        return this;
    }

    /** Number of steps so far. */
    public int size() {
        return steps.size();
    }

    List<OSDOp> take() {
        if (used) {
            throw new IllegalStateException("a ReadOp can be used once");
        }
        used = true;
        List<OSDOp> ops = new ArrayList<>();
        steps.forEach(s -> ops.add(s.op()));
        return ops;
    }

    /**
     * @param replied as many as there are steps, outputs borrowed
     * @param result of the whole operation; a refused one carries no outputs of the steps that succeeded
     */
    void fill(List<OSDOp> replied, int result) {
        for (int i = 0; i < Math.min(steps.size(), replied.size()); i++) {
            steps.get(i).fill(replied.get(i), result >= 0);
        }
    }

    private <T> Value<T> add(String what, OSDOp op, Reader<T> reader) {
        if (used) {
            op.release();
            throw new IllegalStateException("this ReadOp was used");
        }
        Value<T> value = new Value<>(what);
        steps.add(new Step<>(op, value, reader));
        return value;
    }

    private static Decoder decoded(OSDOp op) {
        return op.outputDecoder();
    }

    private static Instant toInstant(StatReply reply) {
        return reply.mtime().toInstant();
    }
}
