// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.rados;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.inkwire.objecter.error.RadosException;

/**
 * Blocking operations on the objects of one pool and namespace. A thin facade over {@link AsyncIoCtx}; see its methods
 * of the same name for details. Immutable; any thread except the client's own and the workers of its stack, where the
 * call fails at once instead of waiting for itself. On a thread of {@link RadosClient.Builder#completions} it waits, and
 * needs another one there to be woken by. A blocked virtual thread does not pin its carrier. An interrupted wait ends in {@link RadosException.OutcomeUnknown} with EINTR and the
 * interrupt flag set.
 */
public final class IoCtx {
    private static final int PAGE = 1024;

    private final AsyncIoCtx async;
    private final Waiter waiter;

    IoCtx(AsyncIoCtx async, Waiter waiter) {
        this.async = async;
        this.waiter = waiter;
    }

    /** The asynchronous API of the same pool and namespace. */
    public AsyncIoCtx async() {
        return async;
    }

    public long poolId() {
        return async.poolId();
    }

    public String namespace() {
        return async.namespace();
    }

    public IoCtx withNamespace(String newNamespace) {
        return new IoCtx(async.withNamespace(newNamespace), waiter);
    }

    public IoCtx withLocatorKey(String key) {
        return new IoCtx(async.withLocatorKey(key), waiter);
    }

    public IoCtx withTimeout(Duration newTimeout) {
        return new IoCtx(async.withTimeout(newTimeout), waiter);
    }

    public long operate(String oid, WriteOp op) {
        return waiter.await(async.operate(oid, op));
    }

    public long operate(String oid, ReadOp op) {
        return waiter.await(async.operate(oid, op));
    }

    public byte[] read(String oid, long offset, long length) {
        return waiter.await(async.read(oid, offset, length));
    }

    /** The whole object. */
    public byte[] read(String oid) {
        return read(oid, 0, 0);
    }

    /**
     * As {@link AsyncIoCtx#readInto}: reads into the caller's buffer, as much as it has room for.
     *
     * @return number of bytes read. After an interrupted wait the buffer still belongs to the operation
     */
    public int readInto(String oid, long offset, ByteBuffer target) {
        return waiter.await(async.readInto(oid, offset, target));
    }

    public ObjectStat stat(String oid) {
        return waiter.await(async.stat(oid));
    }

    public long write(String oid, long offset, ByteBuffer data) {
        return waiter.await(async.write(oid, offset, data));
    }

    public long write(String oid, long offset, byte[] data) {
        return write(oid, offset, ByteBuffer.wrap(data));
    }

    public long writeFull(String oid, ByteBuffer data) {
        return waiter.await(async.writeFull(oid, data));
    }

    public long writeFull(String oid, byte[] data) {
        return writeFull(oid, ByteBuffer.wrap(data));
    }

    public long append(String oid, ByteBuffer data) {
        return waiter.await(async.append(oid, data));
    }

    public long append(String oid, byte[] data) {
        return append(oid, ByteBuffer.wrap(data));
    }

    public long truncate(String oid, long size) {
        return waiter.await(async.truncate(oid, size));
    }

    public long zero(String oid, long offset, long length) {
        return waiter.await(async.zero(oid, offset, length));
    }

    public long create(String oid, boolean exclusive) {
        return waiter.await(async.create(oid, exclusive));
    }

    public long remove(String oid) {
        return waiter.await(async.remove(oid));
    }

    public byte[] getXattr(String oid, String name) {
        return waiter.await(async.getXattr(oid, name));
    }

    public Map<String, byte[]> getXattrs(String oid) {
        return waiter.await(async.getXattrs(oid));
    }

    public long setXattr(String oid, String name, byte[] value) {
        return waiter.await(async.setXattr(oid, name, value));
    }

    public long removeXattr(String oid, String name) {
        return waiter.await(async.removeXattr(oid, name));
    }

    public boolean compareXattr(String oid, String name, Compare compare, byte[] value) {
        return waiter.await(async.compareXattr(oid, name, compare, value));
    }

    public OmapPage omapGet(String oid, String startAfter, String prefix, long max) {
        return waiter.await(async.omapGet(oid, startAfter, prefix, max));
    }

    public OmapKeysPage omapGetKeys(String oid, String startAfter, long max) {
        return waiter.await(async.omapGetKeys(oid, startAfter, max));
    }

    public Map<String, byte[]> omapGetByKeys(String oid, Collection<String> keys) {
        return waiter.await(async.omapGetByKeys(oid, keys));
    }

    public byte[] omapGetHeader(String oid) {
        return waiter.await(async.omapGetHeader(oid));
    }

    public long omapSet(String oid, Map<String, byte[]> entries) {
        return waiter.await(async.omapSet(oid, entries));
    }

    public long omapRemove(String oid, Collection<String> keys) {
        return waiter.await(async.omapRemove(oid, keys));
    }

    public long omapClear(String oid) {
        return waiter.await(async.omapClear(oid));
    }

    public long omapSetHeader(String oid, byte[] header) {
        return waiter.await(async.omapSetHeader(oid, header));
    }

    public byte[] exec(String oid, String objectClass, String method, ByteBuffer input) {
        return waiter.await(async.exec(oid, objectClass, method, input));
    }

    public List<ObjectWatcher> listWatchers(String oid) {
        ReadOp op = new ReadOp();
        Value<List<ObjectWatcher>> watchers = op.listWatchers();
        operate(oid, op);
        return watchers.get();
    }

    public List<ObjectClone> listClones(String oid) {
        return waiter.await(async.listClones(oid));
    }

    public ObjectLocation locate(String oid) {
        return waiter.await(async.locate(oid));
    }

    public ObjectPage list(ObjectCursor from, int max) {
        return waiter.await(async.list(from, max));
    }

    /** All objects of the namespace, fetched page by page while iterating. */
    public Iterable<ObjectEntry> list() {
        return () -> new Pages(from -> async.list(from, PAGE));
    }

    /** All objects of all namespaces, fetched page by page while iterating. */
    public Iterable<ObjectEntry> listAllNamespaces() {
        return () -> new Pages(from -> async.listAllNamespaces(from, PAGE));
    }

    /** {@link #list()} as a stream. */
    public Stream<ObjectEntry> stream() {
        return StreamSupport.stream(list().spliterator(), false);
    }

    private final class Pages implements Iterator<ObjectEntry> {
        private final Function<ObjectCursor, CompletionStage<ObjectPage>> fetch;
        private ObjectPage page = new ObjectPage(java.util.List.of(), ObjectCursor.BEGIN);
        private int at;

        Pages(Function<ObjectCursor, CompletionStage<ObjectPage>> fetch) {
            this.fetch = fetch;
        }

        @Override
        public boolean hasNext() {
            while (at == page.entries().size() && !page.next().isEnd()) {
                page = waiter.await(fetch.apply(page.next()));
                at = 0;
            }
            return at < page.entries().size();
        }

        @Override
        public ObjectEntry next() {
            if (!hasNext()) {
                throw new NoSuchElementException("end of the listing");
            }
            return page.entries().get(at++);
        }
    }
}
