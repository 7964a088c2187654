// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.cluster.message.reference.PgStat;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.osd.message.PastInterval;
import org.inkwire.osd.message.PeerMessage;
import org.inkwire.osd.message.PgInfo;
import org.inkwire.osd.op.OpInterpreter;
import org.inkwire.osd.pg.copy.PgCopy;
import org.inkwire.osd.pg.copy.PgHandover;
import org.inkwire.osd.pg.copy.PgMerge;
import org.inkwire.osd.pg.copy.PgSplit;
import org.inkwire.osd.pg.host.ClientOp;
import org.inkwire.osd.pg.host.PgHost;
import org.inkwire.osd.pg.host.PgMapView;
import org.inkwire.osd.pg.host.PgMapping;
import org.inkwire.osd.pg.host.PgOptions;
import org.inkwire.osd.state.StateMachine;
import org.inkwire.osd.track.PgDetail;
import org.inkwire.store.CollectionId;
import org.inkwire.store.ObjectStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One OSD's part in a placement group. Follows the maps epoch by epoch; each new interval gives it a role and starts it
 * over: {@link PrimaryRole} ({@link Peering}, then {@link PrimaryOps}), {@link ReplicaRole} or {@link StrayRole}. Its
 * data and records are its {@link PgCopy}.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>A complete copy is the state after {@code info.lastUpdate}, log included, except for its missing objects: of each
 *       of these it records the version that its log demands, and has another version or none. The store changes records
 *       and objects in one transaction. A copy that is being filled is not complete: it has no log, no rank and no say.
 *   <li>It accepts writes only from the primary of its current interval, and tells a new primary what it has only once
 *       it is in that primary's interval.
 *   <li>An interval begins when every acting member has the right log and has durably recorded the interval. While an
 *       object is missing at any acting member it is not written, and no resent write to it is answered.
 *   <li>A write is acknowledged when every acting member has it durably, object and log entry.
 *   <li>A copy outside the acting set is removed only while every acting member is complete, nothing is missing at any of
 *       them, and they are as many as they should be: until then it may be the only one that has an object.
 * </ul>
 *
 * Hence the log of any one member of the last active interval has every acknowledged write, and the object of each is with
 * that member, or missing there and with an OSD that had it before. Confined to its shard. Ceph: {@code
 * src/osd/PG.h}.
 */
public final class PG {
    private static final Logger log = LoggerFactory.getLogger(PG.class);

    /** Messages kept for a map we do not have; the senders repeat what is dropped. */
    private static final int WAITING_FOR_MAP_MAX = 4096;

    private record Waiting(int from, PeerMessage message) {}

    private final PgCopy copy;
    private final PgOwner host;
    private final ObjectStore store;
    private final PgOptions options;
    private final StateMachine<PgState> state;
    private final PrimaryOps ops;
    private final Deque<Waiting> waitingForMap = new ArrayDeque<>();
    /** Null while the OSD is not serving, and once the copy is being removed. */
    private @Nullable PgRole role;

    private boolean stopped;

    private PG(PgCopy copy, PgOwner host, ObjectStore store, OpInterpreter interpreter, PgOptions options) {
        this.copy = copy;
        this.host = host;
        this.store = store;
        this.options = options;
        this.state = new StateMachine<>(log, copy, PgState.INITIAL, () -> host.statChanged(copy.pgid()));
        this.ops = new PrimaryOps(copy, host, interpreter, options);
    }

    /**
     * Creates an empty copy of a PG that this OSD has no copy of.
     *
     * @param history maps from the pool's first epoch to the newest; pass later ones to {@link #advanceMap}
     * @throws IllegalArgumentException if one of them has no such pool
     */
    public static PG create(
            SpgId pgid,
            PgOwner host,
            ObjectStore store,
            OpInterpreter interpreter,
            PgOptions options,
            List<? extends PgMapView> history) {
        return new PG(PgCopy.create(pgid, host, store, history), host, store, interpreter, options);
    }

    /** Continues with a copy that another shard split off. */
    public static PG adopt(
            PgHandover copy, PgOwner host, ObjectStore store, OpInterpreter interpreter, PgOptions options) {
        return new PG(PgCopy.adopt(copy, host, store), host, store, interpreter, options);
    }

    /** Epoch of the map that {@link #load} needs, or null if the collection holds no PG. */
    public static @Nullable Integer resumeEpoch(ObjectStore store, SpgId pgid) {
        return PgCopy.resumeEpoch(store, pgid);
    }

    /**
     * Loads a PG from the store, as of the map it had when its last interval began; pass later ones to
     * {@link #advanceMap}.
     *
     * @param resume map of {@link #resumeEpoch}
     * @throws IllegalArgumentException if it is another map
     */
    public static PG load(
            SpgId pgid,
            PgOwner host,
            ObjectStore store,
            OpInterpreter interpreter,
            PgOptions options,
            PgMapView resume) {
        return new PG(PgCopy.load(pgid, host, store, options, resume), host, store, interpreter, options);
    }

    // ---- maps

    /**
     * The next epoch.
     *
     * @throws IllegalArgumentException if it is not the next one
     */
    public void advanceMap(PgMapView next) {
        PgMapView before = copy.map();
        if (next.epoch() != before.epoch() + 1) {
            throw new IllegalArgumentException(this + " at epoch " + before.epoch() + " given " + next.epoch());
        }
        if (isDeleted()) {
            return;
        }
        PgMapping mapping = next.mapping(pgid());
        if (mapping == null) {
            copy.advanceToLast(next);
            delete("its pool, or the PG it was merged into, is not here");
            return;
        }
        boolean newInterval = copy.advance(next, mapping);
        if (newInterval || before.serving() != next.serving() || state.is(PgState.INITIAL) && next.serving()) {
            startInterval();
        } else {
            if (role != null) {
                role.onMap();
            }
            ops.onMap();
        }
        admitWaiting();
    }

    /**
     * The next epoch, with which the PG is split.
     *
     * @return the children's copies, for their shards
     */
    public List<PgHandover> split(PgMapView next, List<SpgId> children) {
        List<PgHandover> parts = PgSplit.split(copy, next, mappingIn(next), children);
        startInterval();
        admitWaiting();
        return parts;
    }

    /**
     * The next epoch, with which others are merged into this PG.
     *
     * @param sources null for a PG that this OSD has no copy of
     */
    public void merge(PgMapView next, Map<SpgId, @Nullable PgHandover> sources) {
        PgMerge.merge(copy, next, mappingIn(next), sources, options);
        startInterval();
        admitWaiting();
    }

    private PgMapping mappingIn(PgMapView next) {
        PgMapping mapping = next.mapping(pgid());
        if (mapping == null || next.epoch() != mapEpoch() + 1) {
            throw new IllegalArgumentException(this + " at epoch " + mapEpoch() + " given " + next.epoch());
        }
        return mapping;
    }

    /** The next epoch merges it into another PG. @return its copy, for the other; it does nothing more itself */
    public PgHandover retire() {
        endRole();
        ops.endForNow();
        state.become(PgState.DELETED, "merged into another");
        copy.deleted();
        dropWaiting();
        stopped = true;
        return copy.handOver();
    }

    /** Starts acting on its current map, if the map says so; for a PG created or loaded at the newest map. */
    public void activateMap() {
        if (state.is(PgState.INITIAL) && copy.map().serving()) {
            startInterval();
        }
    }

    private void startInterval() {
        endRole();
        if (copy.map().serving()) {
            PgRole begun = nextRole();
            role = begun;
            begun.start();
        } else {
            state.become(PgState.INITIAL, "not serving");
        }
        ops.onInterval(isPrimary());
    }

    private PgRole nextRole() {
        if (copy.isPrimary(host.whoami())) {
            return new PrimaryRole(copy, host, store, options, state, ops);
        }
        return copy.mapping().acting().contains(host.whoami())
                ? new ReplicaRole(copy, host, store, options, state)
                : new StrayRole(copy, host, store, options, state, this::delete);
    }

    private void endRole() {
        if (role != null) {
            role.end();
            role = null;
        }
    }

    private void admitWaiting() {
        int n = waitingForMap.size();
        for (int i = 0; i < n; i++) {
            Waiting waiting = waitingForMap.removeFirst();
            handle(waiting.from(), waiting.message());
        }
    }

    private void dropWaiting() {
        while (!waitingForMap.isEmpty()) {
            waitingForMap.removeFirst().message().payload().release();
        }
    }

    // ---- messages

    /**
     * Handles a peer's message about this PG. A message of a future interval waits for its map; one of a past interval
     * is ignored.
     *
     * @param from the OSD that sent it
     * @param message its payload is taken
     */
    public void handle(int from, PeerMessage message) {
        int interval = copy.interval();
        if (message.interval() > interval && message.interval() > mapEpoch()) {
            if (waitingForMap.size() < WAITING_FOR_MAP_MAX && !isDeleted()) {
                waitingForMap.add(new Waiting(from, message));
                host.requestMap(message.interval());
            } else {
                message.payload().release();
            }
            return;
        }
        try {
            if (message.interval() == interval && role != null) {
                role.receive(from, message);
            }
        } finally {
            message.payload().release();
        }
    }

    /** A client's request, taken. */
    public void submit(ClientOp op) {
        ops.submit(op);
    }

    /** The session with a peer was lost: resends what the peer has not confirmed. */
    public void peerReset(int osd) {
        ops.resendTo(osd);
        if (role != null) {
            role.peerReset(osd);
        }
    }

    // ---- end

    private void delete(String why) {
        endRole();
        ops.endForNow();
        state.become(PgState.DELETED, why);
        copy.deleted();
        dropWaiting();
        PgRemoval.start(this, host, store, why);
    }

    /** Stops for good: the OSD shuts down. Waiting requests are dropped, timers cancelled. */
    public void stop() {
        if (!isDeleted()) {
            endRole();
            ops.stop();
            state.become(PgState.INITIAL, "shutdown");
        }
        dropWaiting();
        stopped = true;
    }

    /** The OSD is stopping: its store must no longer be touched. */
    boolean isStopped() {
        return stopped;
    }

    // ---- queries

    public SpgId pgid() {
        return copy.pgid();
    }

    CollectionId collection() {
        return copy.collection();
    }

    /** The newest epoch it was given. */
    public int mapEpoch() {
        return copy.map().epoch();
    }

    PgInfo info() {
        return copy.info();
    }

    PgState state() {
        return state.state();
    }

    /** Its copy is being removed; {@link PgHost#removed} follows. */
    public boolean isDeleted() {
        return state.is(PgState.DELETED);
    }

    public boolean isPrimary() {
        return copy.map().serving() && copy.isPrimary(host.whoami());
    }

    /** OSDs it talks to, including down ones: the OSD's heartbeat peers. */
    public SortedSet<Integer> peers() {
        PgMapping mapping = copy.mapping();
        SortedSet<Integer> peers = new TreeSet<>(mapping.acting());
        peers.addAll(mapping.up());
        if (state.state().isPeering()) {
            for (PastInterval interval : copy.intervals().past()) {
                peers.addAll(interval.acting());
            }
        }
        peers.remove(host.whoami());
        return peers;
    }

    public PgStat stat() {
        PgInfo info = copy.info();
        PgMapping mapping = copy.mapping();
        PgProgress known = role == null ? null : role.progress();
        PgProgress progress = known == null ? PgProgress.NONE : known;
        String text = PgStateText.of(state.state(), mapping, progress);
        if (state.is(PgState.DOWN) && role != null) {
            text += " (blocked by " + role.blockedBy() + ")";
        }
        CopyCounts counts = CopyCounts.of(mapping, info.numObjects(), progress);
        return new PgStat(
                pgid().pgid(),
                text,
                mapEpoch(),
                info.lastUpdate(),
                mapping.up(),
                mapping.acting(),
                new PgStat.Counts(
                        info.numObjects(),
                        info.numBytes(),
                        copy.log().size(),
                        counts.degraded(),
                        counts.misplaced(),
                        progress.unfound()),
                copy.io().sums());
    }

    /** For {@code pg query}. */
    public PgDetail detail() {
        PgInfo info = copy.info();
        SortedMap<HObject, EVersion> unfound = new TreeMap<>();
        if (role != null) {
            role.unfound().forEach(object -> unfound.put(object, copy.missing().getOrDefault(object, EVersion.ZERO)));
        }
        return new PgDetail(
                stat(),
                state.state().name(),
                isPrimary(),
                info.logTail(),
                info.lastUserVersion(),
                info.lastEpochStarted(),
                copy.interval(),
                copy.intervals().samePrimarySince(),
                copy.missing().size(),
                unfound);
    }

    @Override
    public String toString() {
        return copy.toString();
    }
}
