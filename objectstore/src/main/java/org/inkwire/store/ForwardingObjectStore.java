// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store;

import io.netty.buffer.ByteBuf;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CompletionStage;
import org.inkwire.cluster.osd.Extent;
import org.inkwire.cluster.osd.HObject;
import org.jspecify.annotations.Nullable;

/**
 * Forwards every call to another store: the base class of stores that change or observe a few calls. Threads: as for
 * the delegate.
 */
public abstract class ForwardingObjectStore implements ObjectStore {
    /** The store to forward to. Queried on every call, so it may change between calls. */
    protected abstract ObjectStore delegate();

    @Override
    public CompletionStage<@Nullable Void> mkfs() {
        return delegate().mkfs();
    }

    @Override
    public CompletionStage<@Nullable Void> mount() {
        return delegate().mount();
    }

    @Override
    public CompletionStage<@Nullable Void> umount() {
        return delegate().umount();
    }

    @Override
    public CompletionStage<@Nullable Void> apply(Transaction transaction) {
        return delegate().apply(transaction);
    }

    @Override
    public StoreStats stats() {
        return delegate().stats();
    }

    @Override
    public List<CollectionId> listCollections() {
        return delegate().listCollections();
    }

    @Override
    public boolean collectionExists(CollectionId collection) {
        return delegate().collectionExists(collection);
    }

    @Override
    public boolean exists(CollectionId collection, HObject object) {
        return delegate().exists(collection, object);
    }

    @Override
    public long size(CollectionId collection, HObject object) {
        return delegate().size(collection, object);
    }

    @Override
    public ByteBuf read(CollectionId collection, HObject object, long offset, long length) {
        return delegate().read(collection, object, offset, length);
    }

    @Override
    public List<Extent> extents(CollectionId collection, HObject object, long offset, long length) {
        return delegate().extents(collection, object, offset, length);
    }

    @Override
    public @Nullable ByteString getAttr(CollectionId collection, HObject object, ByteString name) {
        return delegate().getAttr(collection, object, name);
    }

    @Override
    public SortedMap<ByteString, ByteString> getAttrs(CollectionId collection, HObject object) {
        return delegate().getAttrs(collection, object);
    }

    @Override
    public ByteString omapHeader(CollectionId collection, HObject object) {
        return delegate().omapHeader(collection, object);
    }

    @Override
    public SortedMap<ByteString, ByteString> omapGet(
            CollectionId collection, HObject object, Collection<ByteString> keys) {
        return delegate().omapGet(collection, object, keys);
    }

    @Override
    public void omapScan(
            CollectionId collection, HObject object, ByteString from, boolean inclusive, OmapVisitor visitor) {
        delegate().omapScan(collection, object, from, inclusive, visitor);
    }

    @Override
    public ObjectListing list(CollectionId collection, HObject start, HObject end, int max) {
        return delegate().list(collection, start, end, max);
    }
}
