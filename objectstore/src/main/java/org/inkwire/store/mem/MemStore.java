// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store.mem;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import org.inkwire.cluster.osd.Extent;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.store.ByteString;
import org.inkwire.store.CollectionId;
import org.inkwire.store.ObjectListing;
import org.inkwire.store.ObjectStore;
import org.inkwire.store.OmapVisitor;
import org.inkwire.store.StoreException;
import org.inkwire.store.StoreStats;
import org.inkwire.store.Transaction;
import org.inkwire.store.TransactionCheck;
import org.jspecify.annotations.Nullable;

/**
 * An {@link ObjectStore} in memory. What is applied is durable: {@link #apply} returns {@link #DURABLE} or fails. Content
 * lasts until {@link #umount}, which releases every buffer and leaves an empty store.
 *
 * <p>Threads as in {@link ObjectStore}; no locks; the only shared state is the list of collections and the byte counts.
 * Ceph: {@code src/os/memstore}.
 */
public final class MemStore implements ObjectStore {
    private static final SortedMap<ByteString, ByteString> NO_ENTRIES = Collections.emptySortedMap();

    private final Memory memory;
    private final ConcurrentSkipListMap<CollectionId, MemCollection> collections = new ConcurrentSkipListMap<>();
    private volatile boolean mounted;

    /** A store that takes nothing beyond its capacity. */
    public MemStore(ByteBufAllocator allocator, long capacityBytes) {
        this(allocator, capacityBytes, 0);
    }

    /**
     * @param allocator for the buffers the store copies into; must be usable from every thread that uses the store
     * @param capacityBytes size for data, attributes and omaps together, including an estimate of their overhead
     * @param spareBytes what it takes beyond its size: {@link StoreStats#spare}
     */
    public MemStore(ByteBufAllocator allocator, long capacityBytes, long spareBytes) {
        if (capacityBytes <= 0) {
            throw new IllegalArgumentException("capacity " + capacityBytes);
        }
        this.memory = new Memory(allocator, capacityBytes, spareBytes);
    }

    /** Does nothing: an empty store already exists. */
    @Override
    public CompletionStage<@Nullable Void> mkfs() {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<@Nullable Void> mount() {
        if (mounted) {
            throw new IllegalStateException("store is mounted");
        }
        mounted = true;
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<@Nullable Void> umount() {
        requireMounted();
        mounted = false;
        collections.values().forEach(MemCollection::release);
        collections.clear();
        return CompletableFuture.completedStage(null);
    }

    private void requireMounted() {
        if (!mounted) {
            throw new IllegalStateException("store is not mounted");
        }
    }

    @Override
    public CompletionStage<@Nullable Void> apply(Transaction transaction) {
        try {
            requireMounted();
            CollectionId id = transaction.collection();
            MemCollection before = collections.get(id);
            TransactionCheck check = TransactionCheck.of(
                    transaction, collections::get, Payload.WRITE_BYTES, MemObject.OBJECT_BYTES, MemObject.ENTRY_BYTES);
            long growth = check.growth();
            if (growth > 0 && !memory.reserve(growth)) {
                return CompletableFuture.failedStage(new StoreException(
                        StoreException.Reason.NO_SPACE,
                        growth + " more bytes do not fit, " + memory.used() + " of " + memory.capacity() + " used"));
            }
            try {
                MemCollection collection = before == null ? new MemCollection(memory, collections) : before;
                transaction.forEach(collection);
                if (!check.collectionExistsAfter()) {
                    collections.remove(id);
                } else if (before == null) {
                    collections.put(id, collection);
                }
            } finally {
                memory.unreserve(Math.max(growth, 0));
            }
            return DURABLE;
        } finally {
            transaction.release();
        }
    }

    @Override
    public StoreStats stats() {
        long writable = memory.writable();
        long available = Math.min(writable, Math.max(0, memory.capacity() - memory.used()));
        return new StoreStats(
                memory.capacity(),
                available,
                writable - available,
                memory.dataBytes(),
                memory.omapBytes(),
                memory.overheadBytes());
    }

    @Override
    public List<CollectionId> listCollections() {
        requireMounted();
        return List.copyOf(collections.keySet());
    }

    @Override
    public boolean collectionExists(CollectionId collection) {
        requireMounted();
        return collections.containsKey(collection);
    }

    private @Nullable MemObject find(CollectionId collection, HObject object) {
        requireMounted();
        MemCollection found = collections.get(collection);
        return found == null ? null : found.get(object);
    }

    @Override
    public boolean exists(CollectionId collection, HObject object) {
        return find(collection, object) != null;
    }

    @Override
    public long size(CollectionId collection, HObject object) {
        MemObject found = find(collection, object);
        return found == null ? -1 : found.data().size();
    }

    @Override
    public ByteBuf read(CollectionId collection, HObject object, long offset, long length) {
        requireRange(offset, length);
        MemObject found = find(collection, object);
        return found == null ? Unpooled.EMPTY_BUFFER : found.data().read(offset, length);
    }

    @Override
    public List<Extent> extents(CollectionId collection, HObject object, long offset, long length) {
        requireRange(offset, length);
        MemObject found = find(collection, object);
        return found == null ? List.of() : found.data().extents(offset, length);
    }

    private static void requireRange(long offset, long length) {
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException("range " + offset + "~" + length);
        }
    }

    @Override
    public @Nullable ByteString getAttr(CollectionId collection, HObject object, ByteString name) {
        MemObject found = find(collection, object);
        return found == null ? null : found.attrs().get(name);
    }

    @Override
    public SortedMap<ByteString, ByteString> getAttrs(CollectionId collection, HObject object) {
        MemObject found = find(collection, object);
        return found == null ? NO_ENTRIES : Collections.unmodifiableSortedMap(found.attrs());
    }

    @Override
    public ByteString omapHeader(CollectionId collection, HObject object) {
        MemObject found = find(collection, object);
        return found == null ? ByteString.EMPTY : found.omapHeader();
    }

    @Override
    public SortedMap<ByteString, ByteString> omapGet(
            CollectionId collection, HObject object, Collection<ByteString> keys) {
        MemObject found = find(collection, object);
        SortedMap<ByteString, ByteString> values = new TreeMap<>();
        if (found != null) {
            for (ByteString key : keys) {
                ByteString value = found.omap().get(key);
                if (value != null) {
                    values.put(key, value);
                }
            }
        }
        return values;
    }

    @Override
    public void omapScan(
            CollectionId collection, HObject object, ByteString from, boolean inclusive, OmapVisitor visitor) {
        MemObject found = find(collection, object);
        if (found != null) {
            for (Map.Entry<ByteString, ByteString> e :
                    found.omap().tailMap(from, inclusive).entrySet()) {
                if (!visitor.visit(e.getKey(), e.getValue())) {
                    return;
                }
            }
        }
    }

    @Override
    public ObjectListing list(CollectionId collection, HObject start, HObject end, int max) {
        if (max < 1) {
            throw new IllegalArgumentException("max " + max);
        }
        requireMounted();
        MemCollection found = collections.get(collection);
        List<HObject> objects = new ArrayList<>();
        if (found != null && start.compareTo(end) < 0) {
            HObject meta = collection.metaObject();
            for (HObject object :
                    found.objects().subMap(start, true, end, false).keySet()) {
                if (object.equals(meta)) {
                    continue;
                }
                if (objects.size() == max) {
                    return new ObjectListing(objects, object);
                }
                objects.add(object);
            }
        }
        return new ObjectListing(objects, end);
    }
}
