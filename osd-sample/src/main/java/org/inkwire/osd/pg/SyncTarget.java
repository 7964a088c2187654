// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.cluster.osd.Extent;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.osd.message.ObjectPart;
import org.inkwire.osd.message.ObjectPosition;
import org.inkwire.osd.message.PeerMessage;
import org.inkwire.osd.message.PgInfo;
import org.inkwire.osd.state.StateMachine;
import org.inkwire.store.CollectionId;
import org.inkwire.store.ObjectListing;
import org.inkwire.store.ObjectStore;
import org.inkwire.store.Transaction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes this copy equal to a peer's. It asks for the peer's log, works out which objects differ (all, if the logs have
 * nothing in common), fetches them in bounded chunks into staged objects next to the real ones, and at the end swaps
 * them in and takes over log and info in one transaction. So a copy is always the whole state of <em>some</em> version:
 * a sync interrupted by a crash or a new interval leaves the old one.
 *
 * <p>Staged objects live in pool {@code -2 - pool}, as Ceph's temporary objects do. Confined to the PG; lives as long as
 * its interval or until done.
 */
final class SyncTarget {
    private static final Logger log = LoggerFactory.getLogger(SyncTarget.class);
    private static final int SWEEP_OBJECTS = 1024;

    /** What the PG does with the outcome. */
    interface Listener {
        /** The source no longer has a copy. */
        void sourceGone();

        /**
         * Applies {@code swap}, which is taken and already contains the log and info records.
         *
         * @param info of this copy from now on
         * @param sourceInfo of the source's copy
         */
        void synced(PgInfo info, PgInfo sourceInfo, PgLog pgLog, Transaction swap);
    }

    private final PgCopy copy;
    private final PgHost host;
    private final ObjectStore store;
    private final PgOptions options;
    private final CollectionId collection;
    private final int source;
    private final Listener listener;
    private final Deque<HObject> wanted = new ArrayDeque<>();
    private final Set<HObject> staged = new LinkedHashSet<>();
    private final Set<HObject> gone = new LinkedHashSet<>();
    private boolean all;
    private HObject from;
    private ObjectPosition resume = ObjectPosition.START;
    private @Nullable PgLog sourceLog;
    private PgInfo sourceInfo = PgInfo.ABSENT;
    private long tid;
    private @Nullable PeerMessage lastRequest;
    private PgHost.@Nullable Timer retry;
    private PgHost.@Nullable Slot slot;
    private final StateMachine<SyncState> state;

    /** @param source the OSD to copy from */
    SyncTarget(PgCopy copy, PgHost host, ObjectStore store, PgOptions options, int source, Listener listener) {
        this.copy = copy;
        this.host = host;
        this.store = store;
        this.options = options;
        this.collection = copy.collection();
        this.source = source;
        this.listener = listener;
        this.from = firstObject();
        this.state = new StateMachine<>(log, copy + " sync from osd." + source, SyncState.WAIT_RESERVED);
    }

    int source() {
        return source;
    }

    void start() {
        slot = host.reserveSync(copy.pgid(), this::begin);
    }

    private void begin() {
        if (!state.is(SyncState.WAIT_RESERVED)) {
            return;
        }
        state.become(SyncState.GET_LOG, "has a slot");
        Transaction t = new Transaction(collection);
        sweepStaged(store, copy.pgid(), t);
        copy.apply(t, () -> {});
        request(new PeerMessage.FetchLog(copy.pgid(), copy.interval(), ++tid));
    }

    private void request(PeerMessage message) {
        lastRequest = message;
        host.sendToPeer(source, message);
        PgHost.Timer old = retry;
        if (old != null) {
            old.cancel();
        }
        retry = host.schedule(options.retry().toNanos(), this::again);
    }

    private void again() {
        PeerMessage message = lastRequest;
        if (!state.is(SyncState.ENDED) && message != null) {
            request(message);
        }
    }

    /** Stops; what was staged is swept by the next sync. */
    void end() {
        end("given up");
    }

    private void end(String why) {
        state.become(SyncState.ENDED, why);
        if (retry != null) {
            retry.cancel();
        }
        if (slot != null) {
            slot.close();
        }
    }

    void onLog(PeerMessage.Log m) {
        if (!state.is(SyncState.GET_LOG) || m.tid() != tid) {
            return;
        }
        if (!m.info().exists()) {
            end("the source has no copy");
            listener.sourceGone();
            return;
        }
        PgLog pgLog = new PgLog(m.info().logTail(), m.entries());
        sourceLog = pgLog;
        sourceInfo = m.info();
        Set<HObject> differing = copy.log().differing(pgLog);
        all = differing == null || !copy.info().exists();
        if (!all && differing != null) {
            wanted.addAll(differing);
        }
        log.info(
                "{} syncs from osd.{}: {} -> {}, {}",
                copy,
                source,
                copy.info(),
                m.info(),
                all ? "every object" : wanted.size() + " objects");
        state.become(SyncState.GET_OBJECTS, "has the log");
        fetchMore();
    }

    private void fetchMore() {
        if (!all && wanted.isEmpty() || all && from.max()) {
            finish();
            return;
        }
        List<HObject> next = new ArrayList<>();
        for (HObject object : wanted) {
            if (next.size() == options.chunkObjects()) {
                break;
            }
            next.add(object);
        }
        request(new PeerMessage.FetchObjects(copy.pgid(), copy.interval(), ++tid, next, from, resume));
    }

    /** @param m borrowed */
    void onObjects(PeerMessage.Objects m) {
        if (!state.is(SyncState.GET_OBJECTS) || m.tid() != tid) {
            return;
        }
        Transaction t = new Transaction(collection);
        int at = m.payload().readerIndex();
        for (ObjectPart part : m.parts()) {
            at = stage(t, part, m, at);
        }
        from = m.next();
        if (!m.parts().isEmpty()) {
            ObjectPart last = m.parts().get(m.parts().size() - 1);
            resume = last.complete() ? ObjectPosition.START : last.next();
        }
        // The answer is only used once it is staged; the store reports failures to the PG.
        copy.apply(t, () -> {
            if (state.is(SyncState.GET_OBJECTS)) {
                fetchMore();
            }
        });
    }

    private int stage(Transaction t, ObjectPart part, PeerMessage.Objects m, int payloadAt) {
        HObject object = part.object();
        int at = payloadAt;
        if (!part.exists()) {
            gone.add(object);
        } else {
            HObject target = stagedName(object);
            if (part.start()) {
                t.remove(target).touch(target).truncate(target, part.size());
                t.setAttrs(target, part.head().attrs());
                t.omapSetHeader(target, part.head().omapHeader());
            }
            if (!part.omap().isEmpty()) {
                t.omapSet(target, part.omap());
            }
            for (Extent extent : part.extents()) {
                int length = Math.toIntExact(extent.length());
                t.write(target, extent.offset(), m.payload().retainedSlice(at, length));
                at += length;
            }
            staged.add(object);
        }
        if (part.complete() && object.equals(wanted.peekFirst())) {
            wanted.removeFirst();
        }
        return at;
    }

    private void finish() {
        PgLog pgLog = sourceLog;
        if (pgLog == null) {
            throw new IllegalStateException("sync finished before it began");
        }
        Transaction t = new Transaction(collection);
        if (all) {
            forEachObject(store, collection, firstObject(), HObject.MAX, object -> {
                if (!staged.contains(object)) {
                    t.remove(object);
                }
            });
        }
        gone.forEach(t::remove);
        for (HObject object : staged) {
            t.clone(stagedName(object), object).remove(stagedName(object));
        }
        PgInfo own = copy.info();
        PgInfo info = new PgInfo(
                true,
                sourceInfo.lastUpdate(),
                sourceInfo.logTail(),
                sourceInfo.lastUserVersion(),
                own.lastEpochStarted(),
                Math.max(own.historyLastEpochStarted(), sourceInfo.historyLastEpochStarted()),
                sourceInfo.epochCreated(),
                sourceInfo.numObjects(),
                sourceInfo.numBytes());
        PgMeta.replaceLog(t, info, pgLog);
        end("complete");
        listener.synced(info, sourceInfo, pgLog, t);
    }

    /** Removes what an earlier sync staged and did not swap in. */
    static void sweepStaged(ObjectStore store, SpgId pgid, Transaction t) {
        long pool = pgid.pgid().pool();
        forEachObject(store, PG.collectionOf(pgid), lowest(stagedPool(pool)), lowest(pool), t::remove);
    }

    private static void forEachObject(
            ObjectStore store, CollectionId collection, HObject start, HObject end, Consumer<HObject> action) {
        HObject at = start;
        while (at.compareTo(end) < 0) {
            ObjectListing listing = store.list(collection, at, end, SWEEP_OBJECTS);
            listing.objects().forEach(action);
            at = listing.next();
        }
    }

    private HObject firstObject() {
        return lowest(copy.pgid().pgid().pool());
    }

    private static HObject lowest(long pool) {
        return new HObject("", "", 0, 0, false, "", pool);
    }

    private static long stagedPool(long pool) {
        return -2 - pool;
    }

    private static HObject stagedName(HObject object) {
        return new HObject(
                object.key(),
                object.oid(),
                object.snap(),
                object.hash(),
                object.max(),
                object.nspace(),
                stagedPool(object.pool()));
    }
}
