// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.rados;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.inkwire.cluster.osd.Extent;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.msgr.sim.Simulation;
import org.inkwire.store.ByteString;
import org.inkwire.store.CollectionId;
import org.inkwire.store.ForwardingObjectStore;
import org.inkwire.store.ObjectListing;
import org.inkwire.store.ObjectStore;
import org.inkwire.store.StoreStats;
import org.inkwire.store.Transaction;
import org.inkwire.store.mem.MemStore;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.jspecify.annotations.Nullable;

/**
 * An OSD's disk, which outlives the OSDs using it. A transaction is visible at once and durable after a random delay;
 * collections do not wait for each other. A crash loses what was not durable, except for the first transactions of each
 * collection: the minimum that {@link ObjectStore} guarantees. One thread.
 */
final class SimDisk extends ForwardingObjectStore {
    private static final ByteBufAllocator MEMORY = new UnpooledByteBufAllocator(false, true);
    private static final int LISTED_AT_ONCE = 1024;

    private final Simulation sim;
    private final RandomGenerator random;
    private final boolean slowAtTimes;
    private final long capacityBytes;
    private final Map<CollectionId, CommitQueue> queues = new TreeMap<>();
    private final MemStore durable;
    private MemStore seen;
    private double filled;

    SimDisk(Simulation sim, RandomGenerator random, long capacityBytes, boolean slowAtTimes) {
        this.slowAtTimes = slowAtTimes;
        this.sim = sim;
        this.random = random;
        this.capacityBytes = capacityBytes;
        this.durable = empty();
        this.seen = empty();
    }

    private MemStore empty() {
        MemStore store = new MemStore(MEMORY, capacityBytes);
        store.mount();
        return store;
    }

    /** Something else takes this share of it; all of it leaves nothing even for what cannot be refused. */
    void fill(double share) {
        filled = share;
    }

    @Override
    public StoreStats stats() {
        StoreStats own = seen.stats();
        if (filled == 0) {
            return own;
        }
        long left = (long) (own.total() * (1 - filled));
        return new StoreStats(
                own.total(),
                Math.min(left, own.available()),
                filled < 1 ? own.total() : 0,
                own.dataStored(),
                own.omapAllocated(),
                own.internalMetadata());
    }

    /**
     * The OSD using it is gone.
     *
     * @param power whether its whole host is gone too, so that nothing more is written; if only the process is gone,
     *     all its writes may already be with the kernel
     * @return how many transactions were lost
     */
    int crash(boolean power) {
        boolean all = !power && random.nextBoolean();
        int lost = 0;
        // In the order of the collections: each draws from the seed.
        for (CommitQueue queue : new LinkedHashSet<>(queues.values())) {
            lost += queue.crash(all);
        }
        if (lost > 0) {
            seen.umount();
            seen = empty();
            for (CollectionId collection : durable.listCollections()) {
                copy(collection);
            }
        }
        return lost;
    }

    /** Whether something is not durable yet: anything at all, or one of the OSD's maps. */
    boolean isBusy(boolean withMaps) {
        return queues.entrySet().stream()
                .anyMatch(
                        e -> !e.getValue().isEmpty() && (!withMaps || e.getKey().equals(CollectionId.META)));
    }

    /** Discards the content; no OSD may use the disk any more. */
    void discard() {
        queues.values().forEach(queue -> queue.crash(false));
        seen.umount();
        durable.umount();
    }

    private void copy(CollectionId collection) {
        Transaction t = new Transaction(collection).createCollection();
        copy(collection, collection.metaObject(), t);
        HObject at = HObject.MIN;
        while (at.compareTo(HObject.MAX) < 0) {
            ObjectListing listing = durable.list(collection, at, HObject.MAX, LISTED_AT_ONCE);
            listing.objects().forEach(object -> copy(collection, object, t));
            at = listing.next();
        }
        done(seen.apply(t));
    }

    private void copy(CollectionId collection, HObject object, Transaction t) {
        long size = durable.size(collection, object);
        if (size < 0) {
            return;
        }
        t.touch(object).truncate(object, size);
        for (Extent extent : durable.extents(collection, object, 0, size)) {
            t.write(object, extent.offset(), durable.read(collection, object, extent.offset(), extent.length()));
        }
        t.setAttrs(object, new TreeMap<>(durable.getAttrs(collection, object)));
        t.omapSetHeader(object, durable.omapHeader(collection, object));
        SortedMap<ByteString, ByteString> omap = new TreeMap<>();
        durable.omapScan(collection, object, ByteString.EMPTY, true, (key, value) -> {
            omap.put(key, value);
            return true;
        });
        t.omapSet(object, omap);
    }

    /** Must succeed: a transaction that applies to one copy applies to the other. */
    private static void done(CompletionStage<@Nullable Void> applied) {
        applied.toCompletableFuture().join();
    }

    @Override
    public CompletionStage<@Nullable Void> apply(Transaction transaction) {
        CollectionId collection = transaction.collection();
        Transaction copy = copyOf(transaction);
        Set<CollectionId> partners = transaction.otherCollections();
        CompletionStage<@Nullable Void> applied;
        try {
            applied = seen.apply(transaction);
        } catch (RuntimeException e) {
            copy.release();
            throw e;
        }
        if (applied.toCompletableFuture().isCompletedExceptionally()) {
            copy.release();
            return applied;
        }
        return queueOf(collection, partners).add(new CommitQueue.Write() {
            @Override
            public void commit() {
                done(durable.apply(copy));
            }

            @Override
            public void forget() {
                copy.release();
            }
        });
    }

    /** Collections that were once split or merged wait for each other ever after. */
    private CommitQueue queueOf(CollectionId collection, Set<CollectionId> partners) {
        CommitQueue queue = queues.computeIfAbsent(collection, none -> new CommitQueue(sim, random, slowAtTimes));
        for (CollectionId partner : partners) {
            CommitQueue other = queues.put(partner, queue);
            if (other != null && !other.equals(queue)) {
                queue.join(other);
                queues.replaceAll((id, used) -> used.equals(other) ? queue : used);
            }
        }
        return queue;
    }

    private static Transaction copyOf(Transaction transaction) {
        ByteBuf encoded = Unpooled.buffer();
        transaction.encode(new Encoder(encoded));
        ByteBuf payload = transaction.payload(MEMORY);
        try {
            // Copied, because the OSD's buffers die with it.
            return Transaction.decode(new Decoder(encoded), Unpooled.copiedBuffer(payload));
        } finally {
            payload.release();
        }
    }

    @Override
    protected ObjectStore delegate() {
        return seen;
    }

    /** Does nothing: the disk exists before the OSD. */
    @Override
    public CompletionStage<@Nullable Void> mount() {
        return CompletableFuture.completedStage(null);
    }

    /** Does nothing: the disk outlives the OSD. */
    @Override
    public CompletionStage<@Nullable Void> umount() {
        return CompletableFuture.completedStage(null);
    }
}
