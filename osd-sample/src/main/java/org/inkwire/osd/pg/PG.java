// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.cluster.message.reference.PgStat;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.osd.message.PastInterval;
import org.inkwire.osd.message.PeerMessage;
import org.inkwire.osd.message.PgInfo;
import org.inkwire.osd.message.PgLogEntry;
import org.inkwire.osd.op.OpInterpreter;
import org.inkwire.store.CollectionId;
import org.inkwire.store.ObjectStore;
import org.inkwire.store.Transaction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One OSD's copy of a placement group and its part in the group. Follows the maps epoch by epoch; each new interval gives
 * it a role (primary, replica, stray) and starts it over. The work of a role is in its own class: {@link Peering} and then
 * {@link PrimaryOps} of a primary, {@link ReplicaWrites} of a replica, {@link SyncTarget} and {@link SyncSource} of
 * whoever lacks or has a state.
 *
 * <p>What holds at every moment:
 *
 * <ul>
 *   <li>The copy is the whole state after {@code info.lastUpdate}, log included; the store changes both in one transaction.
 *   <li>It accepts writes only from the primary of its present interval, and tells a new primary what it has only once it
 *       is in that primary's interval.
 *   <li>A write is acknowledged when every acting member has it durably, and an interval begins when every acting member
 *       has the right copy and has durably recorded the interval.
 * </ul>
 *
 * Hence any one member of the last active interval has every acknowledged write. Confined to its shard. Ceph: {@code
 * src/osd/PG.h}.
 */
public final class PG {
    private static final Logger LOG = LoggerFactory.getLogger(PG.class);

    /** Messages kept for a map we do not have; the senders repeat what is dropped. */
    private static final int WAITING_FOR_MAP_MAX = 4096;

    private record Waiting(int from, PeerMessage message) {}

    private final SpgId pgid;
    private final CollectionId collection;
    private final PgHost host;
    private final ObjectStore store;
    private final PgOptions options;
    private final PrimaryOps ops;
    private final ReplicaWrites replica;
    private final Deque<Waiting> waitingForMap = new ArrayDeque<>();
    private final SortedSet<Integer> strays = new TreeSet<>();
    private PgState state = PgState.INITIAL;
    private PgMapView map;
    private PgInfo info;
    private PgLog log;
    private Intervals intervals;
    private ReadPromise promise = ReadPromise.NONE;
    private @Nullable Peering peering;
    private @Nullable SyncTarget sync;
    private @Nullable ReadLease lease;
    private PgHost.@Nullable Timer strayTimer;
    private boolean stopped;

    private PG(
            SpgId pgid,
            PgHost host,
            ObjectStore store,
            OpInterpreter interpreter,
            PgOptions options,
            PgMapView map,
            PgInfo info,
            PgLog log,
            Intervals intervals) {
        this.pgid = pgid;
        this.collection = collectionOf(pgid);
        this.host = host;
        this.store = store;
        this.options = options;
        this.map = map;
        this.info = info;
        this.log = log;
        this.intervals = intervals;
        this.ops = new PrimaryOps(this, host, interpreter, options);
        this.replica = new ReplicaWrites(this, host);
    }

    /**
     * A PG that this OSD has no copy of: makes an empty one.
     *
     * @param first map of the PG's first epoch, the pool's creation; give the later ones to {@link #advanceMap}
     * @throws IllegalArgumentException if the map has no such PG
     */
    public static PG create(
            SpgId pgid, PgHost host, ObjectStore store, OpInterpreter interpreter, PgOptions options, PgMapView first) {
        PgMapping mapping = first.mapping(pgid);
        if (mapping == null) {
            throw new IllegalArgumentException("no " + pgid + " in epoch " + first.epoch());
        }
        PgInfo info = PgInfo.created(first.epoch());
        Intervals intervals = Intervals.beginAt(first.epoch(), mapping);
        PG pg = new PG(
                pgid, host, store, interpreter, options, first, info, new PgLog(EVersion.ZERO, List.of()), intervals);
        Transaction t = new Transaction(pg.collection);
        if (store.collectionExists(pg.collection)) {
            // A removal that a crash cut short: what is left of it must not show in the new copy.
            PgRemoval.removeAll(store, pg.collection, t);
        } else {
            t.createCollection();
        }
        PgMeta.putInfo(t, info);
        PgMeta.putIntervals(t, intervals);
        pg.apply(t, () -> {});
        return pg;
    }

    /** Which map {@link #load} needs, or null if the collection holds no PG. */
    public static @Nullable Integer resumeEpoch(ObjectStore store, SpgId pgid) {
        PgMeta.Loaded loaded = PgMeta.load(store, collectionOf(pgid));
        return loaded == null ? null : loaded.intervalStart();
    }

    /**
     * A PG from the store, as of the map it had when its last interval began; give the later ones to {@link #advanceMap}.
     *
     * @param resume map of {@link #resumeEpoch}
     */
    public static PG load(
            SpgId pgid,
            PgHost host,
            ObjectStore store,
            OpInterpreter interpreter,
            PgOptions options,
            PgMapView resume) {
        PgMeta.Loaded loaded = PgMeta.load(store, collectionOf(pgid));
        PgMapping mapping = resume.mapping(pgid);
        if (loaded == null || mapping == null || loaded.intervalStart() != resume.epoch()) {
            throw new IllegalArgumentException("no " + pgid + " to resume at epoch " + resume.epoch());
        }
        Intervals intervals =
                Intervals.resume(mapping, loaded.intervalStart(), loaded.samePrimarySince(), loaded.past());
        PG pg = new PG(
                pgid,
                host,
                store,
                interpreter,
                options,
                resume,
                loaded.info(),
                new PgLog(loaded.info().logTail(), loaded.entries()),
                intervals);
        // The process before may have promised its primary a lease a moment before it died.
        pg.promise = new ReadPromise(
                mapping.actingPrimary(),
                intervals.primaryUpFrom(),
                host.nanoTime() + options.readLease().toNanos());
        return pg;
    }

    // -- maps -------------------------------------------------------------------------------------------------------

    /**
     * The next epoch.
     *
     * @throws IllegalArgumentException if it is not the next one
     */
    public void advanceMap(PgMapView next) {
        if (next.epoch() != map.epoch() + 1) {
            throw new IllegalArgumentException(this + " at epoch " + map.epoch() + " given " + next.epoch());
        }
        if (state == PgState.DELETED) {
            return;
        }
        PgMapView before = map;
        PgMapping mapping = next.mapping(pgid);
        if (mapping == null) {
            map = next;
            delete("pool is gone");
            return;
        }
        boolean newInterval = intervals.advance(before, next.epoch(), mapping);
        map = next;
        if (newInterval) {
            Transaction t = new Transaction(collection);
            PgMeta.putIntervals(t, intervals);
            apply(t, () -> {});
        }
        if (newInterval || before.serving() != next.serving() || state == PgState.INITIAL && next.serving()) {
            startInterval();
        } else {
            if (peering != null) {
                peering.onMap();
            }
            ops.onMap();
        }
        admitWaiting();
    }

    /** Begins acting on the map it has, if that says so; for a PG made or loaded at the newest map. */
    public void activateMap() {
        if (state == PgState.INITIAL && map.serving()) {
            startInterval();
        }
    }

    private void startInterval() {
        endInterval();
        PgMapping mapping = intervals.current();
        boolean primary = mapping.actingPrimary() == host.whoami();
        if (!map.serving()) {
            become(PgState.INITIAL, "not serving");
        } else if (primary) {
            become(PgState.GET_INFO, "primary since " + intervals.start() + " of " + mapping.acting());
            Peering begun = new Peering(this, host, options);
            peering = begun;
            begun.start();
        } else if (mapping.acting().contains(host.whoami())) {
            become(PgState.REPLICA, "replica since " + intervals.start() + " of " + mapping.acting());
        } else {
            become(PgState.STRAY, "stray since " + intervals.start() + ", acting " + mapping.acting());
            notifyPrimary();
        }
        ops.onInterval(primary && map.serving());
    }

    private void endInterval() {
        if (peering != null) {
            peering.end();
            peering = null;
        }
        if (lease != null) {
            lease.end();
            lease = null;
        }
        endSync();
        replica.reset();
        strays.clear();
        if (strayTimer != null) {
            strayTimer.cancel();
            strayTimer = null;
        }
    }

    /** Tells the primary of a copy it may want, or want removed; again and again, as either message may be lost. */
    private void notifyPrimary() {
        if (state != PgState.STRAY) {
            return;
        }
        int primary = intervals.current().actingPrimary();
        if (primary >= 0) {
            host.sendToPeer(primary, ownInfo());
        }
        strayTimer = host.schedule(options.strayNotify().toNanos(), this::notifyPrimary);
    }

    private void admitWaiting() {
        int n = waitingForMap.size();
        for (int i = 0; i < n; i++) {
            Waiting waiting = waitingForMap.removeFirst();
            handle(waiting.from(), waiting.message());
        }
    }

    // -- messages ---------------------------------------------------------------------------------------------------

    /**
     * A peer's message about this PG.
     *
     * @param from its OSD
     * @param message its payload is taken
     */
    public void handle(int from, PeerMessage message) {
        if (message.interval() > intervals.start() && message.interval() > map.epoch()) {
            if (waitingForMap.size() < WAITING_FOR_MAP_MAX && state != PgState.DELETED) {
                waitingForMap.add(new Waiting(from, message));
                host.requestMap(message.interval());
            } else {
                message.payload().release();
            }
            return;
        }
        try {
            if (message.interval() == intervals.start() && state != PgState.INITIAL && state != PgState.DELETED) {
                message.dispatchTo(new Handler(from));
            }
        } finally {
            message.payload().release();
        }
    }

    /** A client's request, taken. */
    public void submit(ClientOp op) {
        ops.submit(op);
    }

    /** The session with a peer was lost: sends it again what it has not confirmed. */
    public void peerReset(int osd) {
        ops.resendTo(osd);
    }

    /** Payloads are borrowed: {@link PG#handle} releases them. */
    private final class Handler implements PeerMessage.Handler {
        private final int from;

        private Handler(int from) {
            this.from = from;
        }

        private boolean fromPrimary() {
            return from == intervals.current().actingPrimary();
        }

        @Override
        public void onQuery(PeerMessage.Query m) {
            if (fromPrimary()) {
                host.sendToPeer(from, ownInfo());
            }
        }

        @Override
        public void onInfo(PeerMessage.Info m) {
            if (peering != null) {
                peering.onInfo(from, m);
            }
            if (m.info().exists() && !isMember(from)) {
                strays.add(from);
                removeStrays();
            }
        }

        @Override
        public void onSync(PeerMessage.Sync m) {
            if (!fromPrimary() || state != PgState.REPLICA) {
                return;
            }
            if (m.info().lastUpdate().equals(info.lastUpdate())) {
                host.sendToPeer(from, new PeerMessage.SyncDone(pgid, interval(), info));
            } else {
                syncFrom(from);
            }
        }

        @Override
        public void onSyncDone(PeerMessage.SyncDone m) {
            if (peering != null) {
                peering.onCopyChanged(from, m.info());
            }
        }

        @Override
        public void onFetchLog(PeerMessage.FetchLog m) {
            host.sendToPeer(from, new PeerMessage.Log(pgid, interval(), m.tid(), info, log.all()));
        }

        @Override
        public void onLog(PeerMessage.Log m) {
            if (sync != null && sync.source() == from) {
                sync.onLog(m);
            }
        }

        @Override
        public void onFetchObjects(PeerMessage.FetchObjects m) {
            host.sendToPeer(from, SyncSource.read(store, collection, m, options));
        }

        @Override
        public void onObjects(PeerMessage.Objects m) {
            if (sync != null && sync.source() == from) {
                sync.onObjects(m);
            }
        }

        @Override
        public void onActivate(PeerMessage.Activate m) {
            boolean member = state == PgState.REPLICA || state == PgState.REPLICA_ACTIVE;
            if (!fromPrimary() || !member) {
                return;
            }
            if (state == PgState.REPLICA && !m.lastUpdate().equals(info.lastUpdate())) {
                LOG.warn("{} told to activate at {}, is at {}", PG.this, m.lastUpdate(), info.lastUpdate());
                return;
            }
            promise(m.leaseNanos());
            PeerMessage ack = new PeerMessage.ActivateAck(pgid, interval(), m.leaseStamp());
            int primary = from;
            if (state == PgState.REPLICA) {
                become(PgState.REPLICA_ACTIVE, "told by osd." + primary);
                replica.begin(info.lastUpdate());
            }
            recordActivation(() -> host.sendToPeer(primary, ack));
        }

        @Override
        public void onActivateAck(PeerMessage.ActivateAck m) {
            if (peering != null) {
                peering.onActivateAck(from, m);
            }
        }

        @Override
        public void onRepOp(PeerMessage.RepOp m) {
            if (fromPrimary() && state == PgState.REPLICA_ACTIVE) {
                learnHistory(m.historyLastEpochStarted());
                replica.onRepOp(from, m);
            }
        }

        @Override
        public void onRepOpReply(PeerMessage.RepOpReply m) {
            if (state == PgState.ACTIVE) {
                ops.onCommitted(from, m.version());
            }
        }

        @Override
        public void onLease(PeerMessage.Lease m) {
            if (fromPrimary() && state == PgState.REPLICA_ACTIVE) {
                learnHistory(m.historyLastEpochStarted());
                promise(m.leaseNanos());
                host.sendToPeer(from, new PeerMessage.LeaseAck(pgid, interval(), m.leaseStamp()));
            }
        }

        @Override
        public void onLeaseAck(PeerMessage.LeaseAck m) {
            if (lease != null) {
                lease.onAck(from, m);
            }
        }

        @Override
        public void onRemove(PeerMessage.Remove m) {
            if (fromPrimary() && state == PgState.STRAY && !isMember(host.whoami())) {
                delete("no longer needed, says osd." + from);
            }
        }

        private void promise(long nanos) {
            promise = new ReadPromise(from, intervals.primaryUpFrom(), host.nanoTime() + nanos);
        }
    }

    private boolean isMember(int osd) {
        return intervals.current().acting().contains(osd)
                || intervals.current().up().contains(osd);
    }

    // -- for the role classes ---------------------------------------------------------------------------------------

    void become(PgState next, String why) {
        if (next == state) {
            return;
        }
        if (!state.successors().contains(next)) {
            throw new IllegalStateException(this + ": " + state + " -> " + next);
        }
        LOG.debug("{} {} -> {}: {}", this, state, next, why);
        state = next;
        host.statChanged(this);
    }

    /**
     * Applies a transaction and goes on once it is durable, if the PG is still there.
     *
     * @param t taken
     */
    void apply(Transaction t, Runnable durable) {
        host.whenDurable(store.apply(t), () -> {
            if (state != PgState.DELETED) {
                durable.run();
            }
        });
    }

    void info(PgInfo newInfo) {
        info = newInfo;
    }

    /** What peers are told of our copy. */
    PeerMessage.Info ownInfo() {
        return new PeerMessage.Info(
                pgid,
                interval(),
                info,
                host.storeBornEpoch(),
                promise.to(),
                promise.upFrom(),
                Math.max(0, promise.untilNanos() - host.nanoTime()),
                intervals.past());
    }

    /** What a peer's answer says about the past. */
    void learn(PeerMessage.Info m) {
        intervals.learn(m.pastIntervals());
        learnHistory(m.info().historyLastEpochStarted());
    }

    /** In memory at once; durable with the next record written, as it only saves work. */
    private void learnHistory(int historyLastEpochStarted) {
        if (historyLastEpochStarted > info.historyLastEpochStarted()) {
            info = info.withHistoryLastEpochStarted(historyLastEpochStarted);
            intervals.trim(historyLastEpochStarted);
        }
    }

    /** Takes over the source's copy, unless that is going on already. */
    void syncFrom(int source) {
        if (sync != null) {
            if (sync.source() == source) {
                return;
            }
            endSync();
        }
        SyncTarget begun = new SyncTarget(this, host, store, options, source, new SyncTarget.Listener() {
            @Override
            public void sourceGone() {
                endSync();
                if (peering != null) {
                    peering.onCopyChanged(source, PgInfo.ABSENT);
                }
            }

            @Override
            public void synced(PgInfo newInfo, PgLog newLog, Transaction swap) {
                takeOver(source, newInfo, newLog, swap);
            }
        });
        sync = begun;
        begun.start();
    }

    private void takeOver(int source, PgInfo newInfo, PgLog newLog, Transaction swap) {
        int during = interval();
        info = newInfo;
        log = newLog;
        sync = null;
        apply(swap, () -> {
            LOG.info("{} took over osd.{}'s copy: {}", this, source, info);
            if (interval() != during) {
                return;
            }
            if (peering != null) {
                peering.onCopyChanged(source, newInfo);
            } else if (state == PgState.REPLICA) {
                host.sendToPeer(source, new PeerMessage.SyncDone(pgid, interval(), info));
            }
        });
    }

    void endSync() {
        if (sync != null) {
            sync.end();
            sync = null;
        }
    }

    /** Durably notes that the present interval began with this copy complete. */
    void recordActivation(Runnable durable) {
        int during = interval();
        info = info.withLastEpochStarted(during);
        Transaction t = new Transaction(collection);
        // An earlier sync may have been cut short; its leavings must not show in listings.
        SyncTarget.sweepStaged(store, pgid, t);
        PgMeta.putInfo(t, info);
        apply(t, () -> {
            if (interval() == during) {
                durable.run();
            }
        });
    }

    /** Every acting member has recorded the interval. */
    void activated(long leaseStamp) {
        Peering done = peering;
        if (done != null) {
            done.end();
            peering = null;
        }
        info = info.withHistoryLastEpochStarted(interval());
        intervals.trim(interval());
        Transaction t = new Transaction(collection);
        PgMeta.putInfo(t, info);
        PgMeta.putIntervals(t, intervals);
        apply(t, () -> {});
        become(PgState.ACTIVE, "all activated");
        ReadLease begun = new ReadLease(this, host, options, ops::onLeaseRenewed);
        lease = begun;
        begun.start(leaseStamp);
        ops.begin();
        removeStrays();
    }

    /** Copies outside the set go once the set is complete. */
    private void removeStrays() {
        if (state != PgState.ACTIVE || isUndersized()) {
            return;
        }
        for (int osd : strays) {
            host.sendToPeer(osd, new PeerMessage.Remove(pgid, interval()));
        }
        strays.clear();
    }

    private void delete(String why) {
        endInterval();
        ops.stop();
        become(PgState.DELETED, why);
        while (!waitingForMap.isEmpty()) {
            waitingForMap.removeFirst().message().payload().release();
        }
        PgRemoval.start(this, host, store, why);
    }

    /** Stops for good: the OSD shuts down. Waiting requests are dropped, timers cancelled. */
    public void stop() {
        if (state != PgState.DELETED) {
            endInterval();
            ops.stop();
            become(PgState.INITIAL, "shutdown");
        }
        while (!waitingForMap.isEmpty()) {
            waitingForMap.removeFirst().message().payload().release();
        }
        stopped = true;
    }

    /** The OSD ends: its store is not to be touched any more. */
    boolean isStopped() {
        return stopped;
    }

    // -- facts ------------------------------------------------------------------------------------------------------

    public SpgId pgid() {
        return pgid;
    }

    /** Where an OSD keeps the PG. */
    public static CollectionId collectionOf(SpgId pgid) {
        return new CollectionId(pgid.pgid().pool(), pgid.pgid().seed(), pgid.shard());
    }

    CollectionId collection() {
        return collection;
    }

    PgMapView map() {
        return map;
    }

    /** The newest epoch it was given. */
    public int mapEpoch() {
        return map.epoch();
    }

    PgInfo info() {
        return info;
    }

    PgLog log() {
        return log;
    }

    Intervals intervals() {
        return intervals;
    }

    /** First epoch of the present interval. */
    int interval() {
        return intervals.start();
    }

    PgState state() {
        return state;
    }

    ReadPromise promise() {
        return promise;
    }

    @Nullable
    ReadLease lease() {
        return lease;
    }

    private boolean isUndersized() {
        return intervals.current().acting().size() < intervals.current().size();
    }

    /** Its copy is being removed; {@link PgHost#removed} follows. */
    public boolean isDeleted() {
        return state == PgState.DELETED;
    }

    public boolean isPrimary() {
        return map.serving() && intervals.current().actingPrimary() == host.whoami();
    }

    /** OSDs it talks to, down ones too: the OSD's heartbeat peers. */
    public SortedSet<Integer> peers() {
        SortedSet<Integer> peers = new TreeSet<>(intervals.current().acting());
        peers.addAll(intervals.current().up());
        for (PastInterval interval : intervals.past()) {
            if (state.isPeering()) {
                peers.addAll(interval.acting());
            }
        }
        peers.remove(host.whoami());
        return peers;
    }

    public PgStat stat() {
        PgMapping mapping = intervals.current();
        long missing = Math.max(0, mapping.size() - mapping.acting().size());
        String text = state.text(isUndersized());
        Peering active = peering;
        if (state == PgState.DOWN && active != null) {
            text += " (blocked by " + active.blockedBy() + ")";
        }
        return new PgStat(
                pgid.pgid().pool(),
                pgid.pgid().seed(),
                text,
                map.epoch(),
                info.lastUpdate().version(),
                (int) info.lastUpdate().epoch(),
                mapping.up(),
                mapping.acting(),
                info.numObjects(),
                info.numBytes(),
                log.size(),
                missing * info.numObjects());
    }

    /** The log, oldest first. */
    List<PgLogEntry> logEntries() {
        return log.all();
    }

    @Override
    public String toString() {
        return "osd." + host.whoami() + " pg " + pgid;
    }
}
