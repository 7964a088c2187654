// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.store;

import io.netty.buffer.ByteBuf;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.inkwire.cluster.osd.Extent;
import org.inkwire.cluster.osd.HObject;
import org.jspecify.annotations.Nullable;

/**
 * A disk that outlives the OSDs using it: mounting and unmounting it leave its content alone, so that an OSD that crashed
 * can be started again on what it had. The store behind is mounted when this is made and unmounted by {@link #discard}.
 * Threads as those of the store behind.
 */
public final class LastingStore implements ObjectStore {
    private final ObjectStore disk;

    private LastingStore(ObjectStore disk) {
        this.disk = disk;
    }

    /** @param disk not mounted yet; the result's from now on */
    public static CompletionStage<LastingStore> on(ObjectStore disk) {
        return disk.mount().thenApply(mounted -> new LastingStore(disk));
    }

    /** Throws the content away; no OSD may run on it any more. */
    public CompletionStage<@Nullable Void> discard() {
        return disk.umount();
    }

    @Override
    public CompletionStage<@Nullable Void> mount() {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<@Nullable Void> umount() {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<@Nullable Void> apply(Transaction transaction) {
        return disk.apply(transaction);
    }

    @Override
    public StoreStats stats() {
        return disk.stats();
    }

    @Override
    public List<CollectionId> listCollections() {
        return disk.listCollections();
    }

    @Override
    public boolean collectionExists(CollectionId collection) {
        return disk.collectionExists(collection);
    }

    @Override
    public boolean exists(CollectionId collection, HObject object) {
        return disk.exists(collection, object);
    }

    @Override
    public long size(CollectionId collection, HObject object) {
        return disk.size(collection, object);
    }

    @Override
    public ByteBuf read(CollectionId collection, HObject object, long offset, long length) {
        return disk.read(collection, object, offset, length);
    }

    @Override
    public List<Extent> extents(CollectionId collection, HObject object, long offset, long length) {
        return disk.extents(collection, object, offset, length);
    }

    @Override
    public @Nullable ByteString getAttr(CollectionId collection, HObject object, ByteString name) {
        return disk.getAttr(collection, object, name);
    }

    @Override
    public SortedMap<ByteString, ByteString> getAttrs(CollectionId collection, HObject object) {
        return disk.getAttrs(collection, object);
    }

    @Override
    public ByteString omapHeader(CollectionId collection, HObject object) {
        return disk.omapHeader(collection, object);
    }

    @Override
    public SortedMap<ByteString, ByteString> omapGet(
            CollectionId collection, HObject object, Collection<ByteString> keys) {
        return disk.omapGet(collection, object, keys);
    }

    @Override
    public void omapScan(
            CollectionId collection, HObject object, ByteString from, boolean inclusive, OmapVisitor visitor) {
        disk.omapScan(collection, object, from, inclusive, visitor);
    }

    @Override
    public ObjectListing list(CollectionId collection, HObject start, HObject end, int max) {
        return disk.list(collection, start, end, max);
    }
}
