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
 * Objects in collections, changed by atomic {@link Transaction}s. An object has bytes, attributes (few, small), an omap
 * (sorted, any size) and an omap header. Ceph: {@code src/os/ObjectStore.h}, v16.2.15.
 *
 * <p>Threads: a collection is confined to one thread at a time, its PG's shard; its reads and transactions all come from
 * there. Different collections may be used from different threads at once. {@link #mount}, {@link #umount} and
 * {@link #listCollections} come from the OSD's own center while no collection is in use; {@link #stats} from any thread.
 *
 * <p>Visibility: a read sees every transaction passed to {@link #apply} before it, durable or not. Nothing may leave the
 * OSD that depends on a transaction before its stage completes.
 *
 * <p>Durable transactions of one collection are a prefix of those applied to it: a crash may take the newest, never one
 * before a durable one, and never half of one. Collections do not wait for each other.
 *
 * <p>Reads of an absent object or collection answer null or empty; reads fail with {@link StoreException} when the medium
 * does.
 */
public interface ObjectStore {
    /**
     * Makes an empty store where there is none; leaves this OSD's store alone if it is there already. Not while mounted.
     * Ceph: {@code ceph-osd --mkfs}.
     *
     * @return completes on any thread; fails with {@link StoreException}, {@link StoreException.Reason#NOT_OURS} if another
     *     OSD's store is there, and nothing is changed then
     */
    CompletionStage<@Nullable Void> mkfs();

    /**
     * Opens the store; one that is persistent has again all that was durable.
     *
     * @return completes on any thread; fails with {@link StoreException}, {@link StoreException.Reason#NOT_OURS} if what is
     *     there is no store or another OSD's
     * @throws IllegalStateException if it is mounted
     */
    CompletionStage<@Nullable Void> mount();

    /**
     * Makes everything durable and closes the store: buffers it holds are released. Completes on any thread.
     *
     * @throws IllegalStateException if it is not mounted
     */
    CompletionStage<@Nullable Void> umount();

    /**
     * Applies {@code transaction}, whole or not at all. Transactions of one collection apply in call order, and their stages
     * complete in that order.
     *
     * @param transaction taken, also on failure
     * @return completes once durable, on any thread (perhaps the caller's, perhaps before this returns): continue with
     *     {@code EventCenter.whenDone}. Fails with {@link StoreException}; nothing is changed then.
     * @throws IllegalStateException if it changes a collection that does not exist, creates one that does, removes one
     *     that has objects, or clones an absent object, or if the store is not mounted; nothing is changed then
     */
    CompletionStage<@Nullable Void> apply(Transaction transaction);

    StoreStats stats();

    /** In {@link CollectionId} order. */
    List<CollectionId> listCollections();

    boolean collectionExists(CollectionId collection);

    boolean exists(CollectionId collection, HObject object);

    /** Size in bytes, or -1 if absent. */
    long size(CollectionId collection, HObject object);

    /**
     * Bytes of an object, short at its end; holes read as zeros.
     *
     * @param offset not negative
     * @param length not negative; as much as wanted, it is clipped to the object
     * @return given; empty if absent or past the end. Its bytes never change, whatever is written later.
     */
    ByteBuf read(CollectionId collection, HObject object, long offset, long length);

    /** Where in the range bytes were written, in order, adjacent extents joined; what is between them reads as zeros. */
    List<Extent> extents(CollectionId collection, HObject object, long offset, long length);

    /** Null if the object or the attribute is absent. */
    @Nullable
    ByteString getAttr(CollectionId collection, HObject object, ByteString name);

    /** A view: valid until the collection's next transaction. */
    SortedMap<ByteString, ByteString> getAttrs(CollectionId collection, HObject object);

    /** Empty if none was set. */
    ByteString omapHeader(CollectionId collection, HObject object);

    /** Those of {@code keys} that are there, sorted. */
    SortedMap<ByteString, ByteString> omapGet(CollectionId collection, HObject object, Collection<ByteString> keys);

    /**
     * Shows the omap to {@code visitor}, in key order, until it has enough.
     *
     * @param from first key wanted, or the one before it
     * @param inclusive false: keys after {@code from} only
     */
    void omapScan(CollectionId collection, HObject object, ByteString from, boolean inclusive, OmapVisitor visitor);

    /**
     * Objects in {@link HObject} order, the PG's meta object left out.
     *
     * @param start first one wanted, itself included
     * @param end first one not wanted
     * @param max most to return, at least 1
     */
    ObjectListing list(CollectionId collection, HObject start, HObject end, int max);
}
