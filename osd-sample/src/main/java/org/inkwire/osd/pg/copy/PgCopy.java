// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg.copy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.osd.message.ObjectVersion;
import org.inkwire.osd.message.PeerMessage;
import org.inkwire.osd.message.PgInfo;
import org.inkwire.osd.message.PgLogEntry;
import org.inkwire.osd.op.ObjectInfo;
import org.inkwire.osd.pg.host.PgHost;
import org.inkwire.osd.pg.host.PgMapView;
import org.inkwire.osd.pg.host.PgMapping;
import org.inkwire.osd.pg.host.PgOptions;
import org.inkwire.osd.track.IoCounters;
import org.inkwire.store.CollectionId;
import org.inkwire.store.ObjectStore;
import org.inkwire.store.Transaction;
import org.inkwire.store.ValueEncoder;
import org.jspecify.annotations.Nullable;

/**
 * One OSD's copy of a placement group and what is known about it: the newest map seen, the intervals, the info, the
 * log, the missing objects. Every change of a record goes through here, in one transaction with the objects it
 * describes; what depends on a change runs once it is durable. Confined to the PG. Ceph: {@code pg_info_t}, {@code PGLog} and {@code PastIntervals}
 * of a {@code PG}.
 */
public final class PgCopy {
    private final SpgId pgid;
    private final CollectionId collection;
    private final ValueEncoder values = new ValueEncoder();
    private final PgMeta records;
    private final PgHost host;
    private final ObjectStore store;
    private final Intervals intervals;
    private final IoCounters io = new IoCounters();
    private PgMapView map;
    private PgInfo info;
    private PgLog log;
    private NavigableMap<HObject, EVersion> missing;
    private ReadPromise promise = ReadPromise.NONE;
    private int lastMarkedFull;
    private boolean deleted;

    private PgCopy(
            SpgId pgid,
            PgHost host,
            ObjectStore store,
            PgMapView map,
            PgInfo info,
            PgLog log,
            NavigableMap<HObject, EVersion> missing,
            Intervals intervals) {
        this.pgid = pgid;
        this.collection = CollectionId.of(pgid);
        this.records = new PgMeta(collection, values);
        this.host = host;
        this.store = store;
        this.map = map;
        this.info = info;
        this.log = log;
        this.missing = missing;
        this.intervals = intervals;
    }

    /**
     * An empty copy, as of the newest map.
     *
     * @param history as {@link Intervals#derive}
     */
    public static PgCopy create(SpgId pgid, PgHost host, ObjectStore store, List<? extends PgMapView> history) {
        Intervals intervals = Intervals.derive(pgid, history);
        PgInfo info = PgInfo.created(history.get(0).epoch());
        PgMapView newest = history.get(history.size() - 1);
        PgLog none = new PgLog(EVersion.ZERO, List.of());
        PgCopy copy = new PgCopy(pgid, host, store, newest, info, none, new TreeMap<>(), intervals);
        Transaction t = new Transaction(copy.collection);
        if (store.collectionExists(copy.collection)) {
            // A crash interrupted a removal: its leftovers must not show in the new copy.
            PgObjects.removeAll(store, copy.collection, t);
        } else {
            t.createCollection();
        }
        copy.records.putInfo(t, info);
        copy.records.putIntervals(t, intervals);
        copy.apply(t, () -> {});
        return copy;
    }

    /** The map that {@link #load} needs; null if the collection holds no PG. */
    public static @Nullable Integer resumeEpoch(ObjectStore store, SpgId pgid) {
        PgMeta.Loaded loaded = PgMeta.load(store, CollectionId.of(pgid));
        return loaded == null ? null : loaded.intervalStart();
    }

    /**
     * A stored copy, as of the map that began its last interval.
     *
     * @throws IllegalArgumentException if {@code resume} is another map
     */
    public static PgCopy load(SpgId pgid, PgHost host, ObjectStore store, PgOptions options, PgMapView resume) {
        PgMeta.Loaded loaded = PgMeta.load(store, CollectionId.of(pgid));
        PgMapping mapping = resume.mapping(pgid);
        if (loaded == null || mapping == null || loaded.intervalStart() != resume.epoch()) {
            throw new IllegalArgumentException("no " + pgid + " to resume at epoch " + resume.epoch());
        }
        Intervals intervals =
                Intervals.resume(mapping, loaded.intervalStart(), loaded.samePrimarySince(), loaded.past());
        PgLog log = new PgLog(loaded.info().logTail(), loaded.entries());
        PgCopy copy = new PgCopy(pgid, host, store, resume, loaded.info(), log, loaded.missing(), intervals);
        // The previous process may have promised its primary a lease just before it died.
        copy.promise(mapping.actingPrimary(), options.readLease().toNanos());
        return copy;
    }

    /** The copy that another shard had. */
    public static PgCopy adopt(PgHandover from, PgHost host, ObjectStore store) {
        PgCopy copy = new PgCopy(from.pgid(), host, store, from.map, from.info, from.log, from.missing, from.intervals);
        copy.promise = from.promise;
        return copy;
    }

    /** For another shard; this one no longer touches it. */
    public PgHandover handOver() {
        return new PgHandover(pgid, map, info, log, missing, intervals, promise);
    }

    // ---- facts

    public SpgId pgid() {
        return pgid;
    }

    public CollectionId collection() {
        return collection;
    }

    /** The newest it was given. */
    public PgMapView map() {
        return map;
    }

    public PgInfo info() {
        return info;
    }

    public PgLog log() {
        return log;
    }

    /** What was done in it here. */
    public IoCounters io() {
        return io;
    }

    /** Objects that are not as the log says, with the versions they need. A view. */
    public NavigableMap<HObject, EVersion> missing() {
        return Collections.unmodifiableNavigableMap(missing);
    }

    public boolean isMissing(HObject object) {
        return missing.containsKey(object);
    }

    /** {@link #missing} as told to others. */
    public List<ObjectVersion> missingList() {
        List<ObjectVersion> list = new ArrayList<>(missing.size());
        missing.forEach((object, version) -> list.add(new ObjectVersion(object, version)));
        return list;
    }

    /** Version of an object in the store, right or not; null if there is none. */
    @Nullable
    public EVersion stored(HObject object) {
        ObjectInfo found = objectInfo(object);
        return found == null ? null : found.version();
    }

    /** Of an object in the store, right or not; null if there is none. */
    @Nullable
    public ObjectInfo objectInfo(HObject object) {
        return ObjectInfo.read(store, collection, object);
    }

    /** For whatever is encoded on the PG's thread. */
    public ValueEncoder values() {
        return values;
    }

    /** What the store has of it besides the objects. */
    PgMeta records() {
        return records;
    }

    public Intervals intervals() {
        return intervals;
    }

    /** First epoch of the current interval. */
    public int interval() {
        return intervals.start();
    }

    /** Of the current interval. */
    public PgMapping mapping() {
        return intervals.current();
    }

    /** Epoch that last made its pool full; 0 if none did since it was loaded. */
    public int lastMarkedFull() {
        return lastMarkedFull;
    }

    public boolean isPrimary(int osd) {
        return mapping().actingPrimary() == osd;
    }

    /** Whether the OSD should hold a copy. */
    public boolean isMember(int osd) {
        return mapping().acting().contains(osd) || mapping().up().contains(osd);
    }

    public boolean isUndersized() {
        return mapping().acting().size() < mapping().size();
    }

    /** The last lease granted to a primary. */
    public ReadPromise promise() {
        return promise;
    }

    /** What peers are told about it. */
    public PeerMessage.Info summary() {
        return new PeerMessage.Info(
                pgid,
                interval(),
                info,
                host.storeBornEpoch(),
                promise.to(),
                promise.upFrom(),
                promise.interval(),
                Math.max(0, promise.untilNanos() - host.nanoTime()),
                intervals.past());
    }

    // ---- maps and history

    /**
     * The next map.
     *
     * @param mapping the PG's in that map
     * @return whether an interval begins with it
     */
    public boolean advance(PgMapView next, PgMapping mapping) {
        boolean newInterval = intervals.advance(map, next.epoch(), mapping);
        boolean hadSpace = map.fullness(pgid) == PgMapView.Fullness.HAS_SPACE;
        if (hadSpace && next.fullness(pgid) != PgMapView.Fullness.HAS_SPACE) {
            lastMarkedFull = next.epoch();
        }
        map = next;
        if (newInterval) {
            Transaction t = new Transaction(collection);
            records.putIntervals(t, intervals);
            apply(t, () -> {});
        }
        return newInterval;
    }

    /**
     * The next map, with which the PG is split or another is merged into it.
     *
     * @param t taken: changes the objects and records of all PGs concerned
     */
    void reshape(
            PgMapView next, PgInfo newInfo, PgLog newLog, NavigableMap<HObject, EVersion> newMissing, Transaction t) {
        map = next;
        info = newInfo;
        log = newLog;
        missing = newMissing;
        apply(t, () -> {});
    }

    ObjectStore store() {
        return store;
    }

    /** The next map, in which the PG no longer exists. */
    public void advanceToLast(PgMapView next) {
        map = next;
    }

    /** The copy is being removed: from now on, nothing runs when a change becomes durable. */
    public void deleted() {
        deleted = true;
    }

    /** Learns what a peer's answer says about the past. */
    public void learn(PeerMessage.Info m) {
        intervals.learn(m.pastIntervals());
        learnHistory(m.info().historyLastEpochStarted());
    }

    /** In memory at once; durable with the next record written, as it only saves work. */
    public void learnHistory(int historyLastEpochStarted) {
        if (historyLastEpochStarted > info.historyLastEpochStarted()) {
            info = info.withHistoryLastEpochStarted(historyLastEpochStarted);
            intervals.trim(historyLastEpochStarted);
        }
    }

    /** Grants the interval's primary a lease that starts now. */
    public void promise(int primary, long nanos) {
        promise = new ReadPromise(primary, intervals.primaryUpFrom(), interval(), host.nanoTime() + nanos);
    }

    // ---- durable changes

    /**
     * Applies a transaction that leaves the records as they are.
     *
     * @param t taken
     * @param durable runs once it is durable, unless the copy is being removed by then
     */
    public void apply(Transaction t, Runnable durable) {
        host.whenDurable(store.apply(t), () -> {
            if (!deleted) {
                durable.run();
            }
        });
    }

    /** Like {@link #apply}, but {@code durable} does not run if the interval is over by then, either. */
    private void applyInInterval(Transaction t, Runnable durable) {
        int during = interval();
        host.whenDurable(store.apply(t), () -> {
            if (!deleted && interval() == during) {
                durable.run();
            }
        });
    }

    /**
     * Applies one write of the PG's history: objects, log and info.
     *
     * @param t taken: changes the objects
     * @param m the rest of the write; its payload is not touched
     * @param durable runs once it is durable, unless the interval is over by then
     */
    public void write(Transaction t, PeerMessage.RepOp m, Runnable durable) {
        PgLogEntry entry = m.entry();
        log.append(entry);
        List<EVersion> trimmed = log.trim(m.trimTo());
        info = info.written(entry.version(), log.tail(), entry.userVersion(), m.objectsDelta(), m.bytesDelta());
        records.putWrite(t, info, entry.version(), m.record(), trimmed);
        if (log.hasDups() && !trimmed.isEmpty()) {
            log.forgetDups();
            records.removeDups(t, log);
        }
        applyInInterval(t, durable);
    }

    /**
     * Goes by another copy's log from now on; what is not as it says becomes missing.
     *
     * @param durable runs once it is durable, unless the interval is over by then
     * @return false if the logs have nothing in common: nothing is changed then
     */
    public boolean takeLog(PeerMessage.Log theirs, Runnable durable) {
        LogMerge merge =
                info.complete() ? LogMerge.of(log, missing, theirs.after(), theirs.entries(), this::stored) : null;
        if (merge == null) {
            return false;
        }
        Transaction t = new Transaction(collection);
        boolean adds = merge.common().equals(log.head()) && merge.log().tail().equals(log.tail());
        if (adds) {
            records.putLog(t, merge.log().after(merge.common()));
        } else {
            records.replaceLog(t, merge.log());
        }
        become(t, theirs.info(), merge.log(), merge.missing(), merge.gone(), durable);
        return true;
    }

    private void become(
            Transaction t,
            PgInfo theirs,
            PgLog newLog,
            NavigableMap<HObject, EVersion> newMissing,
            List<HObject> gone,
            Runnable durable) {
        gone.forEach(t::remove);
        log = newLog;
        missing = newMissing;
        info = info.withLogOf(theirs, newLog.tail(), newMissing.size());
        records.replaceMissing(t, missing);
        records.putInfo(t, info);
        applyInInterval(t, durable);
    }

    /**
     * A missing object is there.
     *
     * @param t puts it in place; gets the records too
     */
    public void recovered(HObject object, Transaction t) {
        if (missing.remove(object) != null) {
            info = info.withNumMissing(missing.size());
            records.removeMissing(t, object);
            records.putInfo(t, info);
        }
    }

    /**
     * A backfill is about to fill this copy: it no longer counts as one until that is done.
     *
     * @param durable runs once it is durable, unless the interval is over by then
     */
    public void beginBackfill(Runnable durable) {
        Transaction t = new Transaction(collection);
        PgObjects.sweepStaged(store, pgid, t);
        if (info.complete()) {
            info = info.filling(interval());
            log = new PgLog(EVersion.ZERO, List.of());
            missing = new TreeMap<>();
            records.clearLog(t);
            records.replaceMissing(t, missing);
            records.putInfo(t, info);
        }
        applyInInterval(t, durable);
    }

    /**
     * The backfill is done.
     *
     * @param theirs the primary's log, all of it: the newest thing taken from there
     * @param lacking what changed there since it was copied, and what could not be had
     * @param gone what must not exist
     * @param durable runs once it is durable, unless the interval is over by then
     */
    public void finishBackfill(
            PeerMessage.Log theirs, NavigableMap<HObject, EVersion> lacking, List<HObject> gone, Runnable durable) {
        Transaction t = new Transaction(collection);
        PgLog newLog = new PgLog(theirs.after(), theirs.entries());
        records.replaceLog(t, newLog);
        become(t, theirs.info(), newLog, lacking, gone, durable);
    }

    /**
     * Records that the current interval began with this copy's log.
     *
     * @param durable runs once it is durable, unless the interval is over by then
     */
    public void recordActivation(Runnable durable) {
        info = info.withLastEpochStarted(interval());
        Transaction t = new Transaction(collection);
        // A copy of an object may have been interrupted; what is left of it would never go.
        PgObjects.sweepStaged(store, pgid, t);
        records.putInfo(t, info);
        applyInInterval(t, durable);
    }

    /** Records that every acting member has recorded the interval: earlier ones no longer matter. */
    public void recordActivatedByAll() {
        info = info.withHistoryLastEpochStarted(interval());
        intervals.trim(interval());
        Transaction t = new Transaction(collection);
        records.putInfo(t, info);
        records.putIntervals(t, intervals);
        apply(t, () -> {});
    }

    @Override
    public String toString() {
        return "osd." + host.whoami() + " pg " + pgid;
    }
}
