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
 * A store that outlives the OSDs using it, and reads from another one: mounting and unmounting it leave its content alone,
 * so that an OSD that crashed can be started again on what it had. Threads as those of the store behind.
 */
public abstract class OutlivingStore implements ObjectStore {
    /** Where everything is read. */
    protected abstract ObjectStore content();

    @Override
    public final CompletionStage<@Nullable Void> mount() {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public final CompletionStage<@Nullable Void> umount() {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public StoreStats stats() {
        return content().stats();
    }

    @Override
    public List<CollectionId> listCollections() {
        return content().listCollections();
    }

    @Override
    public boolean collectionExists(CollectionId collection) {
        return content().collectionExists(collection);
    }

    @Override
    public boolean exists(CollectionId collection, HObject object) {
        return content().exists(collection, object);
    }

    @Override
    public long size(CollectionId collection, HObject object) {
        return content().size(collection, object);
    }

    @Override
    public ByteBuf read(CollectionId collection, HObject object, long offset, long length) {
        return content().read(collection, object, offset, length);
    }

    @Override
    public List<Extent> extents(CollectionId collection, HObject object, long offset, long length) {
        return content().extents(collection, object, offset, length);
    }

    @Override
    public @Nullable ByteString getAttr(CollectionId collection, HObject object, ByteString name) {
        return content().getAttr(collection, object, name);
    }

    @Override
    public SortedMap<ByteString, ByteString> getAttrs(CollectionId collection, HObject object) {
        return content().getAttrs(collection, object);
    }

    @Override
    public ByteString omapHeader(CollectionId collection, HObject object) {
        return content().omapHeader(collection, object);
    }

    @Override
    public SortedMap<ByteString, ByteString> omapGet(
            CollectionId collection, HObject object, Collection<ByteString> keys) {
        return content().omapGet(collection, object, keys);
    }

    @Override
    public void omapScan(
            CollectionId collection, HObject object, ByteString from, boolean inclusive, OmapVisitor visitor) {
        content().omapScan(collection, object, from, inclusive, visitor);
    }

    @Override
    public ObjectListing list(CollectionId collection, HObject start, HObject end, int max) {
        return content().list(collection, start, end, max);
    }
}
