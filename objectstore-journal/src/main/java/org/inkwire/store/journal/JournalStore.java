// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store.journal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
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
import org.inkwire.store.StoreConfig;
import org.inkwire.store.StoreException;
import org.inkwire.store.StoreStats;
import org.inkwire.store.Transaction;
import org.inkwire.store.TransactionCheck;
import org.jspecify.annotations.Nullable;

/**
 * Every transaction is appended as one record to a {@link Journal} and then applied to an index in memory; mount
 * replays the journal into the index. Records are atomic, so transactions are too.
 *
 * <p>Transactions are appended under a lock, on their collections' threads. The executor syncs: one sync makes
 * everything durable that was appended before it began, and completes the stages in that order.
 *
 * <p>After the medium fails, the store refuses all further work: what a failed sync left on it is unknown.
 */
final class JournalStore implements ObjectStore {
    private static final SortedMap<ByteString, ByteString> NO_ENTRIES = Collections.emptySortedMap();

    private final Path directory;
    private final StoreConfig config;
    private final ConcurrentSkipListMap<CollectionId, JournalCollection> collections = new ConcurrentSkipListMap<>();
    private final Object appending = new Object();
    private List<CompletableFuture<@Nullable Void>> unsynced = new ArrayList<>();
    private volatile Usage usage = new Usage();
    private volatile @Nullable Journal journal;
    private volatile @Nullable Throwable failure;

    JournalStore(Path directory, StoreConfig config) {
        this.directory = directory;
        this.config = config;
    }

    private Path file() {
        return directory.resolve("journal");
    }

    /** Runs {@code work} on the executor. */
    private CompletionStage<@Nullable Void> blocking(Callable<@Nullable Void> work) {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        config.executor().execute(() -> {
            try {
                done.complete(work.call());
            } catch (IOException e) {
                done.completeExceptionally(ioError(e));
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private StoreException ioError(Throwable e) {
        return new StoreException(StoreException.Reason.IO, file() + ": " + e.getMessage(), e);
    }

    @Override
    public CompletionStage<@Nullable Void> mkfs() {
        return blocking(() -> {
            Files.createDirectories(directory);
            if (Files.exists(file())) {
                Journal.requireOurs(file(), config.fsid());
            } else {
                Journal.create(file(), config.fsid());
            }
            return null;
        });
    }

    @Override
    public CompletionStage<@Nullable Void> mount() {
        if (journal != null) {
            throw new IllegalStateException("store is mounted");
        }
        return blocking(() -> {
            Journal.requireOurs(file(), config.fsid());
            usage = new Usage();
            failure = null;
            try {
                journal = Journal.open(file(), config.allocator(), this::change);
            } catch (IOException | RuntimeException e) {
                collections.clear();
                throw e instanceof IOException ? e : ioError(e);
            }
            return null;
        });
    }

    @Override
    public CompletionStage<@Nullable Void> umount() {
        Journal open = journal;
        if (open == null) {
            throw new IllegalStateException("store is not mounted");
        }
        // No more transactions arrive, and the syncs of those appended before are already in the executor's queue.
        return blocking(() -> {
            journal = null;
            collections.clear();
            open.close();
            return null;
        });
    }

    private Journal mounted() {
        Journal open = journal;
        if (open == null) {
            throw new IllegalStateException("store is not mounted");
        }
        Throwable cause = failure;
        if (cause != null) {
            throw ioError(cause);
        }
        return open;
    }

    @Override
    public CompletionStage<@Nullable Void> apply(Transaction transaction) {
        try {
            Journal open = mounted();
            CompletableFuture<@Nullable Void> durable = new CompletableFuture<>();
            synchronized (appending) {
                TransactionCheck check = TransactionCheck.of(
                        transaction, collections::get, 0, JournalObject.ENTRY_BYTES, JournalObject.ENTRY_BYTES);
                if (check.growth() > 0 && usage.used() + check.growth() > capacity()) {
                    return CompletableFuture.failedStage(new StoreException(
                            StoreException.Reason.NO_SPACE, check.growth() + " more bytes do not fit"));
                }
                change(transaction, open.append(transaction));
                unsynced.add(durable);
                if (unsynced.size() == 1) {
                    config.executor().execute(() -> sync(open));
                }
            }
            return durable.minimalCompletionStage();
        } catch (IOException e) {
            failure = e;
            return CompletableFuture.failedStage(ioError(e));
        } finally {
            transaction.release();
        }
    }

    /** @param transaction borrowed; known to be legal */
    private void change(Transaction transaction, long payloadAt) {
        CollectionId id = transaction.collection();
        JournalCollection collection =
                collections.computeIfAbsent(id, absent -> new JournalCollection(usage, collections));
        collection.apply(transaction, payloadAt);
        if (collection.isRemoved()) {
            collections.remove(id);
        }
    }

    private void sync(Journal open) {
        List<CompletableFuture<@Nullable Void>> batch;
        synchronized (appending) {
            batch = unsynced;
            unsynced = new ArrayList<>();
        }
        try {
            open.sync();
            batch.forEach(stage -> stage.complete(null));
        } catch (IOException e) {
            failure = e;
            batch.forEach(stage -> stage.completeExceptionally(ioError(e)));
        }
    }

    private long capacity() {
        return config.capacityBytes() > 0
                ? config.capacityBytes()
                : directory.toFile().getTotalSpace();
    }

    @Override
    public StoreStats stats() {
        Usage now = usage;
        long free = Math.max(0, capacity() - now.used());
        long left = Math.min(free, directory.toFile().getUsableSpace());
        return new StoreStats(capacity(), left, 0, now.data.get(), now.omap.get(), 0);
    }

    @Override
    public List<CollectionId> listCollections() {
        mounted();
        return List.copyOf(collections.keySet());
    }

    @Override
    public boolean collectionExists(CollectionId collection) {
        mounted();
        return collections.containsKey(collection);
    }

    private @Nullable JournalObject find(CollectionId collection, HObject object) {
        mounted();
        JournalCollection found = collections.get(collection);
        return found == null ? null : found.objects().get(object);
    }

    @Override
    public boolean exists(CollectionId collection, HObject object) {
        return find(collection, object) != null;
    }

    @Override
    public long size(CollectionId collection, HObject object) {
        JournalObject found = find(collection, object);
        return found == null ? -1 : found.size();
    }

    private static void requireRange(long offset, long length) {
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException("range " + offset + "~" + length);
        }
    }

    @Override
    public ByteBuf read(CollectionId collection, HObject object, long offset, long length) {
        requireRange(offset, length);
        JournalObject found = find(collection, object);
        if (found == null || offset >= found.size()) {
            return Unpooled.EMPTY_BUFFER;
        }
        int bytes = Math.toIntExact(Math.min(length, found.size() - offset));
        Journal open = mounted();
        ByteBuf into = config.allocator().buffer(bytes, bytes).writeZero(bytes);
        try {
            for (JournalObject.Located piece : found.pieces(offset, bytes)) {
                open.readInto(into, (int) (piece.offset() - offset), piece.at(), (int) piece.length());
            }
            return into;
        } catch (IOException e) {
            into.release();
            throw ioError(e);
        }
    }

    @Override
    public List<Extent> extents(CollectionId collection, HObject object, long offset, long length) {
        requireRange(offset, length);
        JournalObject found = find(collection, object);
        return found == null ? List.of() : found.extents(offset, length);
    }

    @Override
    public @Nullable ByteString getAttr(CollectionId collection, HObject object, ByteString name) {
        return getAttrs(collection, object).get(name);
    }

    @Override
    public SortedMap<ByteString, ByteString> getAttrs(CollectionId collection, HObject object) {
        JournalObject found = find(collection, object);
        return found == null ? NO_ENTRIES : Collections.unmodifiableSortedMap(found.attrs);
    }

    @Override
    public ByteString omapHeader(CollectionId collection, HObject object) {
        JournalObject found = find(collection, object);
        return found == null ? ByteString.EMPTY : found.omapHeader();
    }

    @Override
    public SortedMap<ByteString, ByteString> omapGet(
            CollectionId collection, HObject object, Collection<ByteString> keys) {
        JournalObject found = find(collection, object);
        SortedMap<ByteString, ByteString> values = new TreeMap<>();
        for (ByteString key : keys) {
            ByteString value = found == null ? null : found.omap.get(key);
            if (value != null) {
                values.put(key, value);
            }
        }
        return values;
    }

    @Override
    public void omapScan(
            CollectionId collection, HObject object, ByteString from, boolean inclusive, OmapVisitor visitor) {
        JournalObject found = find(collection, object);
        NavigableMap<ByteString, ByteString> omap = found == null ? Collections.emptyNavigableMap() : found.omap;
        for (Map.Entry<ByteString, ByteString> e : omap.tailMap(from, inclusive).entrySet()) {
            if (!visitor.visit(e.getKey(), e.getValue())) {
                return;
            }
        }
    }

    @Override
    public ObjectListing list(CollectionId collection, HObject start, HObject end, int max) {
        if (max < 1) {
            throw new IllegalArgumentException("max " + max);
        }
        mounted();
        JournalCollection found = collections.get(collection);
        List<HObject> objects = new ArrayList<>();
        if (found != null && start.compareTo(end) < 0) {
            for (HObject object :
                    found.objects().subMap(start, true, end, false).keySet()) {
                if (object.equals(collection.metaObject())) {
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
