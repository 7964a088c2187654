// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store;

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
 * Objects in collections, changed by atomic {@link Transaction}s. An object has bytes, attributes (few, small), an omap
 * (sorted, any size) and an omap header. Ceph: {@code src/os/ObjectStore.h}, v16.2.15.
 *
 * <p>Threads: a collection is confined to one thread at a time, its PG's shard, which issues all its reads and
 * transactions. Different collections may be used from different threads concurrently. {@link #mount}, {@link #umount}
 * and {@link #listCollections} are called from the OSD's own center while no collection is in use; {@link #stats} from
 * any thread.
 *
 * <p>Visibility: a read sees every transaction passed to {@link #apply} before it, durable or not. Nothing that depends
 * on a transaction may leave the OSD before the transaction's stage completes.
 *
 * <p>The durable transactions of a collection are a prefix of those applied to it: a crash may lose the newest ones,
 * but never one that precedes a durable one, and never half of one. Collections do not wait for each other, except
 * where one is split or merged: then this holds for all transactions of both. The thread that applies a split or a
 * merge is for that moment the thread of both collections.
 *
 * <p>Reads of an absent object or collection return null or empty; reads fail with {@link StoreException} when the
 * medium fails.
 */
public interface ObjectStore {
    /**
     * What {@link #apply} may return for a transaction that is durable by then: a caller that finds this very stage need
     * not wait.
     */
    CompletionStage<@Nullable Void> DURABLE = CompletableFuture.completedStage(null);

    /**
     * Creates an empty store if there is none; leaves this OSD's existing store untouched. Not while mounted. Ceph:
     * {@code ceph-osd --mkfs}.
     *
     * @return completes on any thread; fails with {@link StoreException}, {@link StoreException.Reason#NOT_OURS} if
     *     another OSD's store is there; nothing is changed then
     */
    CompletionStage<@Nullable Void> mkfs();

    /**
     * Opens the store. A persistent store then holds everything that was durable.
     *
     * @return completes on any thread; fails with {@link StoreException}, {@link StoreException.Reason#NOT_OURS} if
     *     there is no store or it belongs to another OSD
     * @throws IllegalStateException if it is mounted
     */
    CompletionStage<@Nullable Void> mount();

    /**
     * Makes everything durable, closes the store and releases its buffers. Completes on any thread.
     *
     * @throws IllegalStateException if it is not mounted
     */
    CompletionStage<@Nullable Void> umount();

    /**
     * Applies {@code transaction} atomically. Transactions of one collection apply in call order, and their stages
     * complete in that order.
     *
     * @param transaction taken, also on failure
     * @return completes once durable, on any thread (possibly the caller's, possibly before this returns): continue
     *     with {@code EventCenter.whenDone}, or at once if it is {@link #DURABLE}. Fails with {@link StoreException};
     *     nothing is changed then.
     * @throws IllegalStateException if it changes a collection that does not exist, creates one that exists, removes
     *     one that has objects, clones an absent object, splits into a collection that exists, or merges one that is
     *     absent or has an object of the same name, or if the store is not mounted; nothing is changed then
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
     * Bytes of an object; fewer than requested at its end. Holes read as zeros.
     *
     * @param offset not negative
     * @param length not negative; may be any size, it is clipped to the object
     * @return given; empty if absent or past the end. Later writes never change its bytes.
     */
    ByteBuf read(CollectionId collection, HObject object, long offset, long length);

    /**
     * The parts of the range that were written, in order, adjacent extents joined; the gaps between them read as zeros.
     */
    List<Extent> extents(CollectionId collection, HObject object, long offset, long length);

    /** Null if the object or the attribute is absent. */
    @Nullable
    ByteString getAttr(CollectionId collection, HObject object, ByteString name);

    /** A view: valid until the collection's next transaction. */
    SortedMap<ByteString, ByteString> getAttrs(CollectionId collection, HObject object);

    /** Empty if not set. */
    ByteString omapHeader(CollectionId collection, HObject object);

    /** Those of {@code keys} that exist, sorted. */
    SortedMap<ByteString, ByteString> omapGet(CollectionId collection, HObject object, Collection<ByteString> keys);

    /**
     * Passes the omap's entries to {@code visitor}, in key order, until it stops.
     *
     * @param from first key to visit, or the one before it
     * @param inclusive false: keys after {@code from} only
     */
    void omapScan(CollectionId collection, HObject object, ByteString from, boolean inclusive, OmapVisitor visitor);

    /**
     * Objects in {@link HObject} order, without the PG's meta object.
     *
     * @param start inclusive
     * @param end exclusive
     * @param max most to return, at least 1
     */
    ObjectListing list(CollectionId collection, HObject start, HObject end, int max);
}
