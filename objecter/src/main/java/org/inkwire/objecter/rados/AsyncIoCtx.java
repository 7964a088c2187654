// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.rados;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.inkwire.cluster.message.op.MOSDOpReply;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.cluster.osd.ObjectLocator;
import org.inkwire.cluster.osd.OsdFlag;
import org.inkwire.cluster.osd.SnapContext;
import org.inkwire.cluster.osd.SnapId;
import org.inkwire.cluster.osd.op.ListSnapsReply;
import org.inkwire.cluster.osd.op.OSDOp;
import org.inkwire.cluster.osd.op.OSDOps;
import org.inkwire.cluster.osd.op.PgnlsReply;
import org.inkwire.objecter.Objecter;
import org.inkwire.objecter.OpRequest;
import org.inkwire.objecter.error.RadosException;
import org.inkwire.objecter.error.Timeouts;
import org.jspecify.annotations.Nullable;

/**
 * Non-blocking operations on the objects of one pool and namespace. Immutable, any thread: {@code with…} methods return
 * changed copies.
 *
 * <p>Stages fail with {@link RadosException}, which distinguishes <em>not sent</em>, <em>refused</em> and <em>outcome
 * unknown</em>. They complete on the client's completion executor (see {@link RadosClient.Builder#completions}). By
 * default that is the thread that receives the answer, a worker of the messenger, or the client's own thread if there is
 * none, as after a timeout. Neither may block: continue with {@code …Async} methods and your own executor for anything
 * slow. Answers of different OSDs may arrive on different workers at the same time. To cancel a stage's future ends the
 * waiting, not the operation.
 *
 * <p>Operations on one object are applied in the order in which they were submitted. No order is promised in which their
 * stages complete.
 *
 * <p>Back-pressure: at most {@code objecter_inflight_ops} operations and {@code objecter_inflight_op_bytes} bytes are
 * in flight; more are accepted, in order, and their stages complete later. The buffers of a caller that never waits for
 * stages pile up.
 *
 * <p>Buffers passed to writes are not copied; see {@link WriteOp}. Writes return the object's new version.
 */
public final class AsyncIoCtx {
    private static final BiFunction<OpRequest, MOSDOpReply, Long> VERSION = AsyncIoCtx::version;
    private static final BiFunction<OpRequest, MOSDOpReply, byte[]> BYTES = AsyncIoCtx::bytes;

    private final Objecter objecter;
    private final ObjectLocator locator;
    private final Duration timeout;

    AsyncIoCtx(Objecter objecter, long poolId, String namespace, String locatorKey, Duration timeout) {
        this.objecter = objecter;
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(locatorKey, "locator key");
        this.locator = new ObjectLocator(poolId, locatorKey, namespace, -1);
        this.timeout = Timeouts.checked(timeout);
    }

    public long poolId() {
        return locator.pool();
    }

    /** Empty: the default namespace. */
    public String namespace() {
        return locator.nspace();
    }

    /** Returns a copy for another namespace of the same pool. */
    public AsyncIoCtx withNamespace(String newNamespace) {
        return new AsyncIoCtx(objecter, locator.pool(), newNamespace, locator.key(), timeout);
    }

    /** Returns a copy that places objects by {@code key} instead of by name; empty: by name. */
    public AsyncIoCtx withLocatorKey(String key) {
        return new AsyncIoCtx(objecter, locator.pool(), locator.nspace(), key, timeout);
    }

    /**
     * Returns a copy with this deadline for each operation; zero, or longer than 292 years: none. Default:
     * {@code rados_osd_op_timeout}.
     *
     * @throws IllegalArgumentException if negative
     */
    public AsyncIoCtx withTimeout(Duration newTimeout) {
        return new AsyncIoCtx(objecter, locator.pool(), locator.nspace(), locator.key(), newTimeout);
    }

    // ---- compound

    /** @return the object's version after the operation */
    public CompletionStage<Long> operate(String oid, WriteOp op) {
        Objects.requireNonNull(oid, "oid");
        int flags = op.flags();
        @Nullable Instant mtime = op.mtime();
        OpRequest request =
                new OpRequest(locator(), oid, op.take(), flags, timeout, SnapId.HEAD, SnapContext.EMPTY, mtime);
        return objecter.submit(request, VERSION);
    }

    private CompletionStage<Long> change(String oid, OSDOp op) {
        Objects.requireNonNull(oid, "oid");
        return objecter.submit(new OpRequest(locator, oid, List.of(op), OsdFlag.WRITE, timeout), VERSION);
    }

    /** Fills in the {@link Value}s. @return the object's version */
    public CompletionStage<Long> operate(String oid, ReadOp op) {
        Objects.requireNonNull(oid, "oid");
        return objecter.submit(new OpRequest(locator(), oid, op.take(), OsdFlag.READ, timeout), reply -> {
            op.fill(reply.ops(), reply.result());
            check(oid, reply.result());
            return reply.userVersion();
        });
    }

    private <T> CompletionStage<T> readOne(String oid, ReadOp op, Value<T> value) {
        Objects.requireNonNull(oid, "oid");
        return objecter.submit(new OpRequest(locator(), oid, op.take(), OsdFlag.READ, timeout), reply -> {
            check(oid, reply.result());
            op.fill(reply.ops(), reply.result());
            return value.get();
        });
    }

    /** For a request of one read. */
    private <T> CompletionStage<T> content(
            String oid, long offset, long length, BiFunction<OpRequest, MOSDOpReply, T> decode) {
        OSDOp read = OSDOps.read(WriteOp.checked(offset), WriteOp.checked(length));
        Objects.requireNonNull(oid, "oid");
        return objecter.submit(new OpRequest(locator, oid, List.of(read), OsdFlag.READ, timeout), decode);
    }

    private static long version(OpRequest request, MOSDOpReply reply) {
        check(request.oid(), reply.result());
        return reply.userVersion();
    }

    private static byte[] bytes(OpRequest request, MOSDOpReply reply) {
        return Buffers.copy(output(request, reply));
    }

    /** What the only step returned: borrowed. */
    private static ByteBuf output(OpRequest request, MOSDOpReply reply) {
        check(request.oid(), reply.result());
        if (reply.ops().isEmpty()) {
            throw new IllegalStateException("an answer without results to " + request);
        }
        OSDOp replied = reply.ops().get(0);
        check(request.oid(), replied.rval());
        return replied.output();
    }

    private static void check(String oid, int result) {
        if (result < 0) {
            throw new RadosException.Refused(result, "object \"" + oid + "\"");
        }
    }

    ObjectLocator locator() {
        return locator;
    }

    // ---- content

    /** As {@link ReadOp#read}. */
    public CompletionStage<byte[]> read(String oid, long offset, long length) {
        return content(oid, offset, length, BYTES);
    }

    /**
     * Reads as much as {@code target} has room for, without a copy in between. The target belongs to the operation
     * until the stage completes: it is filled on the thread that receives the answer, just before that, and is left
     * alone if the stage fails. The caller may use it from then on, on the thread that sees the stage complete.
     *
     * @param target heap or direct, position and limit bound the room; read on at its new position after a short read
     * @return number of bytes read, fewer than there is room for at the end of the object, 0 behind it; the target's
     *     position has advanced by it
     * @throws IllegalArgumentException if the target is read-only or has no room
     */
    public CompletionStage<Integer> readInto(String oid, long offset, ByteBuffer target) {
        int room = Buffers.room(target);
        return content(oid, offset, room, (request, reply) -> Buffers.copyInto(output(request, reply), target));
    }

    /** Fails with ENOENT if there is no such object. */
    public CompletionStage<ObjectStat> stat(String oid) {
        ReadOp op = new ReadOp();
        return readOne(oid, op, op.stat());
    }

    public CompletionStage<Long> write(String oid, long offset, ByteBuffer data) {
        return change(oid, OSDOps.write(WriteOp.checked(offset), Buffers.wrap(data)));
    }

    public CompletionStage<Long> writeFull(String oid, ByteBuffer data) {
        return change(oid, OSDOps.writeFull(Buffers.wrap(data)));
    }

    public CompletionStage<Long> append(String oid, ByteBuffer data) {
        return change(oid, OSDOps.append(Buffers.wrap(data)));
    }

    public CompletionStage<Long> truncate(String oid, long size) {
        return operate(oid, new WriteOp().truncate(size));
    }

    /** As {@link WriteOp#zero}. */
    public CompletionStage<Long> zero(String oid, long offset, long length) {
        return operate(oid, new WriteOp().zero(offset, length));
    }

    /** @param exclusive fail with EEXIST if it exists */
    public CompletionStage<Long> create(String oid, boolean exclusive) {
        return operate(oid, new WriteOp().create(exclusive));
    }

    /** Fails with ENOENT if there is no such object. */
    public CompletionStage<Long> remove(String oid) {
        return operate(oid, new WriteOp().remove());
    }

    // ---- attributes

    /** Fails with ENODATA if there is no such attribute. */
    public CompletionStage<byte[]> getXattr(String oid, String name) {
        ReadOp op = new ReadOp();
        return readOne(oid, op, op.getXattr(name));
    }

    /** All attributes by name. */
    public CompletionStage<Map<String, byte[]>> getXattrs(String oid) {
        ReadOp op = new ReadOp();
        return readOne(oid, op, op.getXattrs());
    }

    public CompletionStage<Long> setXattr(String oid, String name, byte[] value) {
        return operate(oid, new WriteOp().setXattr(name, value));
    }

    public CompletionStage<Long> removeXattr(String oid, String name) {
        return operate(oid, new WriteOp().removeXattr(name));
    }

    /** Whether {@code value OP stored}, as bytes. */
    public CompletionStage<Boolean> compareXattr(String oid, String name, Compare compare, byte[] value) {
        Objects.requireNonNull(oid, "oid");
        ReadOp op = new ReadOp().compareXattr(name, compare, value);
        return objecter.submit(new OpRequest(locator(), oid, op.take(), OsdFlag.READ, timeout), reply -> {
            if (reply.result() == Errno.ECANCELED.result()) {
                return false;
            }
            check(oid, reply.result());
            return true;
        });
    }

    // ---- omap

    /** As {@link ReadOp#omapGet}. */
    public CompletionStage<OmapPage> omapGet(String oid, String startAfter, String prefix, long max) {
        ReadOp op = new ReadOp();
        return readOne(oid, op, op.omapGet(startAfter, prefix, max));
    }

    /** As {@link ReadOp#omapGetKeys}. */
    public CompletionStage<OmapKeysPage> omapGetKeys(String oid, String startAfter, long max) {
        ReadOp op = new ReadOp();
        return readOne(oid, op, op.omapGetKeys(startAfter, max));
    }

    /** The entries of {@code keys} that exist. */
    public CompletionStage<Map<String, byte[]>> omapGetByKeys(String oid, Collection<String> keys) {
        ReadOp op = new ReadOp();
        return readOne(oid, op, op.omapGetByKeys(keys));
    }

    public CompletionStage<byte[]> omapGetHeader(String oid) {
        ReadOp op = new ReadOp();
        return readOne(oid, op, op.omapGetHeader());
    }

    public CompletionStage<Long> omapSet(String oid, Map<String, byte[]> entries) {
        return operate(oid, new WriteOp().omapSet(entries));
    }

    public CompletionStage<Long> omapRemove(String oid, Collection<String> keys) {
        return operate(oid, new WriteOp().omapRemove(keys));
    }

    public CompletionStage<Long> omapClear(String oid) {
        return operate(oid, new WriteOp().omapClear());
    }

    public CompletionStage<Long> omapSetHeader(String oid, byte[] header) {
        return operate(oid, new WriteOp().omapSetHeader(header));
    }

    // ---- classes, placement, listing

    /** Calls a read-only method of an object class; for a method that writes see {@link WriteOp#exec}. */
    public CompletionStage<byte[]> exec(String oid, String objectClass, String method, ByteBuffer input) {
        ReadOp op = new ReadOp();
        return readOne(oid, op, op.exec(objectClass, method, input));
    }

    /** Where the current map places an object, whether it exists or not. Fails with ENOENT if the pool is gone. */
    public CompletionStage<ObjectLocation> locate(String oid) {
        Objects.requireNonNull(oid, "oid");
        return objecter.withMap(map -> Locations.of(map, oid, locator()));
    }

    /** The clones of an object, oldest first, and its head if it exists. */
    public CompletionStage<List<ObjectClone>> listClones(String oid) {
        OpRequest request = new OpRequest(
                locator(),
                oid,
                List.of(OSDOps.listSnaps()),
                OsdFlag.READ,
                timeout,
                SnapId.SNAPDIR,
                SnapContext.EMPTY,
                null);
        return objecter.submit(request, reply -> {
            check(oid, reply.result());
            return ListSnapsReply.decode(reply.ops().get(0).outputDecoder()).clones().stream()
                    .map(c -> new ObjectClone(c.id(), c.snaps(), c.size(), c.overlap()))
                    .toList();
        });
    }

    /**
     * One page of the namespace's objects, in hash order.
     *
     * @param from {@link ObjectCursor#BEGIN}, or the last page's {@code next}
     * @param max maximum number of entries, at least 1; the OSD may return fewer
     */
    public CompletionStage<ObjectPage> list(ObjectCursor from, int max) {
        return list(from, max, locator.nspace());
    }

    /** As {@link #list}, over all namespaces. */
    public CompletionStage<ObjectPage> listAllNamespaces(ObjectCursor from, int max) {
        return list(from, max, PgnlsReply.ALL_NSPACES);
    }

    private CompletionStage<ObjectPage> list(ObjectCursor from, int max, String nspace) {
        if (max < 1) {
            throw new IllegalArgumentException("page of " + max + " entries");
        }
        HObject position = from.position();
        ObjectLocator at = ObjectLocator.atHash(locator.pool(), nspace, Integer.toUnsignedLong(position.hash()));
        return objecter.submitListing(at, max, position, timeout, reply -> {
            check("", reply.result());
            OSDOp listed = reply.ops().get(0);
            PgnlsReply page = PgnlsReply.decode(listed.outputDecoder());
            List<ObjectEntry> entries = page.entries().stream()
                    .map(e -> new ObjectEntry(e.nspace(), e.oid(), e.locator()))
                    .toList();
            return new ObjectPage(entries, new ObjectCursor(page.handle()));
        });
    }
}
