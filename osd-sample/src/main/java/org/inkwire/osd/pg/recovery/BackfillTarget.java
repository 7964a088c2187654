// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg.recovery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.osd.message.ObjectVersion;
import org.inkwire.osd.message.PeerMessage;
import org.inkwire.osd.pg.copy.LogMerge;
import org.inkwire.osd.pg.copy.PgCopy;
import org.inkwire.osd.pg.copy.PgLog;
import org.inkwire.osd.pg.copy.PgObjects;
import org.inkwire.osd.pg.host.PgHost;
import org.inkwire.osd.pg.host.PgOptions;
import org.inkwire.osd.state.StateMachine;
import org.inkwire.store.ObjectListing;
import org.inkwire.store.ObjectStore;
import org.inkwire.store.Transaction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills this OSD's copy from the primary's while the primary goes on serving with others. Goes through the primary's
 * listing, fetches each object whose version differs, removes what is not there. Then takes the primary's log: what it
 * says has changed since the listing began is fetched, in rounds until little is left; what is left becomes the copy's
 * missing objects. No object is taken after the log, so the copy is the state after that log but for those.
 *
 * <p>Works in place: as long as it lasts, and if it is interrupted, the copy is not complete and counts for nothing, but
 * what has been copied need not be copied again. Confined to the PG; lives at most as long as its interval. Ceph:
 * {@code last_backfill}.
 */
public final class BackfillTarget {
    private static final Logger log = LoggerFactory.getLogger(BackfillTarget.class);

    /** So few changed objects may be left to recovery. */
    private static final int FEW = 32;

    /** With writes faster than copies, another round would not help. */
    private static final int ROUNDS_MAX = 5;

    private static final int LIST_OBJECTS = 1024;

    private final PgCopy copy;
    private final PgHost host;
    private final ObjectStore store;
    private final PgOptions options;
    private final int primary;
    private final StateMachine<BackfillState> state;
    private final ObjectPuller puller;
    private final PgHost.Slot slot;
    /** Objects the primary itself lacks, with the versions it needs. */
    private final Map<HObject, EVersion> unavailable = new HashMap<>();

    private final Map<HObject, EVersion> scanned = new HashMap<>();
    private HObject from;
    private @Nullable EVersion listedSince;
    private int rounds;
    private long tid;
    private long objects;
    private @Nullable PeerMessage asked;
    private @Nullable LogFetch logFetch;
    private PgHost.@Nullable Timer retry;

    public BackfillTarget(PgCopy copy, PgHost host, ObjectStore store, PgOptions options, int primary) {
        this.copy = copy;
        this.host = host;
        this.store = store;
        this.options = options;
        this.primary = primary;
        this.from = first();
        this.state = new StateMachine<>(log, copy + " backfill from osd." + primary, BackfillState.WAIT_RESERVED);
        this.puller = new ObjectPuller(copy, host, options, primary, new Pulled());
        this.slot = host.reserve(PgHost.Reservation.REMOTE_BACKFILL, this::begin);
    }

    private HObject first() {
        return PgObjects.lowest(copy.pgid().pgid().pool());
    }

    public void end() {
        state.become(BackfillState.ENDED, "interval over");
        release();
    }

    /** It is complete, but the primary's log no longer reaches back to that. */
    public boolean isOutdated(EVersion logTail) {
        return state.is(BackfillState.COMPLETE) && copy.info().lastUpdate().compareTo(logTail) < 0;
    }

    private void release() {
        slot.close();
        puller.end();
        if (logFetch != null) {
            logFetch.end();
        }
        cancelRetry();
    }

    private void cancelRetry() {
        if (retry != null) {
            retry.cancel();
            retry = null;
        }
    }

    private void begin() {
        if (state.is(BackfillState.WAIT_RESERVED)) {
            log.info("{} is filled from osd.{}", copy, primary);
            state.become(BackfillState.SCAN, "has a slot");
            copy.beginBackfill(this::scan);
        }
    }

    /** The primary asks, or wants to know how far it is. */
    public void report() {
        boolean started = !state.is(BackfillState.WAIT_RESERVED);
        host.sendToPeer(
                primary,
                new PeerMessage.BackfillProgress(
                        copy.pgid(), copy.interval(), copy.info(), started, started ? objects : 0));
    }

    /** A later map of the same interval may let it go on. */
    public void onMap() {
        if (state.is(BackfillState.SCAN) && asked == null) {
            scan();
        }
    }

    // ---- listing

    private void scan() {
        if (!state.is(BackfillState.SCAN) || copy.map().backfillPaused()) {
            return;
        }
        if (host.isBackfillFull()) {
            // Clients' writes need what is left. Deletions or a later map may make room.
            if (retry == null) {
                log.warn("{} is not filled on: the store is beyond the backfillfull ratio", copy);
            }
            cancelRetry();
            retry = host.schedule(options.retry().toNanos(), this::scan);
        } else {
            cancelRetry();
            ask(new PeerMessage.Scan(copy.pgid(), copy.interval(), ++tid, from));
        }
    }

    private void ask(PeerMessage request) {
        asked = request;
        cancelRetry();
        host.sendToPeer(primary, request);
        retry = host.schedule(options.retry().toNanos(), () -> {
            PeerMessage same = asked;
            if (same != null) {
                ask(same);
            }
        });
    }

    public void onScanned(PeerMessage.Scanned m) {
        if (!state.is(BackfillState.SCAN) || asked == null || m.tid() != tid) {
            return;
        }
        asked = null;
        cancelRetry();
        if (listedSince == null) {
            listedSince = m.lastUpdate();
        }
        NavigableMap<HObject, EVersion> theirs = new TreeMap<>();
        for (ObjectVersion listed : m.objects()) {
            theirs.put(listed.object(), listed.version());
        }
        Transaction t = new Transaction(copy.collection());
        removeOthers(t, theirs, m.next());
        from = m.next();
        scanned.clear();
        theirs.forEach((object, version) -> {
            if (version.equals(copy.stored(object))) {
                objects++;
            } else {
                scanned.put(object, version);
                puller.add(object, EVersion.ZERO, false);
            }
        });
        state.become(BackfillState.PULL, theirs.size() + " listed, " + scanned.size() + " differ");
        report();
        copy.apply(t, () -> {
            if (puller.isIdle()) {
                pulled();
            } else {
                puller.pull();
            }
        });
    }

    /** Removes what we have in the listed range and the primary does not. */
    private void removeOthers(Transaction t, NavigableMap<HObject, EVersion> theirs, HObject end) {
        HObject at = from;
        while (at.compareTo(end) < 0) {
            ObjectListing ours = store.list(copy.collection(), at, end, LIST_OBJECTS);
            for (HObject object : ours.objects()) {
                if (!theirs.containsKey(object)) {
                    t.remove(object);
                }
            }
            at = ours.next();
        }
    }

    private final class Pulled implements ObjectPuller.Listener {
        @Override
        public void arrived(HObject object, Transaction swap) {
            unavailable.remove(object);
        }

        @Override
        public void stored(HObject object) {
            objects++;
        }

        @Override
        public void absent(HObject object) {
            // Missing there, or removed since: then the log says so.
            EVersion version = scanned.get(object);
            if (version != null) {
                unavailable.put(object, version);
            }
        }

        @Override
        public void drained() {
            host.schedule(options.recoverySleep().toNanos(), BackfillTarget.this::pulled);
        }
    }

    private void pulled() {
        if (!state.is(BackfillState.PULL) || !puller.isIdle()) {
            return;
        }
        if (from.max()) {
            getLog();
        } else {
            state.become(BackfillState.SCAN, "to " + from);
            scan();
        }
    }

    // ---- what changed meanwhile

    private void getLog() {
        state.become(BackfillState.GET_LOG, "has all that was listed");
        LogFetch begun = new LogFetch(copy, host, options, primary, ++tid, EVersion.ZERO);
        logFetch = begun;
        begun.ask();
    }

    public void onLog(int sender, PeerMessage.Log m) {
        EVersion since = listedSince;
        LogFetch fetch = logFetch;
        if (!state.is(BackfillState.GET_LOG) || since == null || fetch == null || !fetch.isAnsweredBy(sender, m)) {
            return;
        }
        logFetch = null;
        if (since.compareTo(m.after()) < 0) {
            // The log no longer reaches back: compare again. Most will be equal.
            listedSince = null;
            from = first();
            objects = 0;
            unavailable.clear();
            state.become(BackfillState.SCAN, "the log begins after " + since);
            scan();
            return;
        }
        Map<HObject, EVersion> changed = LogMerge.changedSince(new PgLog(m.after(), m.entries()), since);
        unavailable.keySet().removeAll(changed.keySet());
        Map<HObject, EVersion> lacking = new HashMap<>(unavailable);
        lacking.putAll(changed);
        List<HObject> gone = new ArrayList<>();
        lacking.entrySet().removeIf(e -> {
            boolean deleted = e.getValue().equals(EVersion.ZERO);
            if (deleted) {
                gone.add(e.getKey());
            }
            return deleted || e.getValue().equals(copy.stored(e.getKey()));
        });
        boolean fetchable = lacking.size() - unavailable.size() > FEW;
        if (fetchable && rounds++ < ROUNDS_MAX) {
            listedSince = m.info().lastUpdate();
            scanned.clear();
            scanned.putAll(lacking);
            lacking.keySet().forEach(object -> puller.add(object, EVersion.ZERO, false));
            Transaction t = new Transaction(copy.collection());
            gone.forEach(t::remove);
            copy.apply(t, () -> {});
            state.become(BackfillState.PULL, lacking.size() + " changed since " + since);
            puller.pull();
            return;
        }
        complete(m, new TreeMap<>(lacking), gone);
    }

    private void complete(PeerMessage.Log m, NavigableMap<HObject, EVersion> lacking, List<HObject> gone) {
        state.become(BackfillState.COMPLETE, "missing " + lacking.size());
        release();
        copy.finishBackfill(m, lacking, gone, () -> {
            log.info("{} is complete: {}", copy, copy.info());
            report();
        });
    }

    /** @param m borrowed */
    public void onObjects(int sender, PeerMessage.Objects m) {
        if (sender == primary) {
            puller.onObjects(m);
        }
    }
}
