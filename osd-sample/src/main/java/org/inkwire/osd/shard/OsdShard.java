// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.shard;

import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.cluster.message.reference.PgStat;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.osd.context.OsdContext;
import org.inkwire.osd.map.OsdMapView;
import org.inkwire.osd.message.PeerMessage;
import org.inkwire.osd.pg.PG;
import org.inkwire.osd.pg.PgOwner;
import org.inkwire.osd.pg.PgRemoval;
import org.inkwire.osd.pg.copy.PgHandover;
import org.inkwire.osd.pg.host.ClientOp;
import org.inkwire.osd.pg.host.EndOfTurn;
import org.inkwire.osd.pg.host.MergeReadiness;
import org.inkwire.osd.space.FullState;
import org.inkwire.osd.track.OpTracker;
import org.inkwire.osd.track.PgDetail;
import org.inkwire.store.CollectionId;
import org.jspecify.annotations.Nullable;

/** Some of the OSD's PGs, on their own thread. Confined to its center. Ceph: {@code OSDShard}. */
final class OsdShard implements PgOwner {
    /** Peer messages kept for a map we do not have, about PGs we do not have. */
    private static final int WAITING_MAX = 4096;

    /** @param copy null if there is none */
    private record Departed(
            SpgId target, int epoch, @Nullable PgHandover copy) {}

    private record WaitingPeer(int from, PeerMessage message) {}

    private final OsdContext osd;
    private final EventCenter center;
    private final PgParts parts;
    private final OsdService service;
    private final Peers peers;
    private final PgTransfers transfers;
    private final WriteCredit writeCredit;
    private final OpTracker tracker;
    private final RecoverySlots slots;
    private final EndOfTurn turn;
    private final Map<SpgId, PG> pgs = new LinkedHashMap<>();
    /** By epoch: those that a PG here has not taken yet, or that one on its way may need. */
    private final NavigableMap<Integer, MapStep> steps = new TreeMap<>();
    /** Children that another shard, or this one, has yet to split off. */
    private final Arrivals expected = new Arrivals();
    /** Copies that are gone, until the OSD has decided whether they begin anew here. */
    private final Set<SpgId> undecided = new LinkedHashSet<>();
    /** Sources for PGs here that have not reached their merge. */
    private final Map<SpgId, Departed> departed = new LinkedHashMap<>();
    /** Children here whose old collection has to go, and the parents here that wait for that. */
    private final Map<SpgId, SpgId> clearing = new LinkedHashMap<>();
    /** PGs here that are being removed, and the parents elsewhere that wait for that. */
    private final Map<SpgId, SpgId> awaited = new LinkedHashMap<>();

    private Deque<WaitingPeer> waitingPeers = new ArrayDeque<>();
    private Deque<OsdOp> waitingOps = new ArrayDeque<>();
    private @Nullable OsdMapView map;
    private boolean stopped;

    /**
     * @param slots of the OSD
     * @param transfers takes what other shards are to have
     */
    OsdShard(
            OsdContext osd,
            EventCenter center,
            PgParts parts,
            OsdService service,
            Peers peers,
            RecoverySlots slots,
            PgTransfers transfers) {
        this.osd = osd;
        this.center = center;
        this.parts = parts;
        this.service = service;
        this.peers = peers;
        this.tracker = new OpTracker(center::nanoTime);
        this.writeCredit = new WriteCredit(parts.space());
        this.slots = slots;
        this.turn = new EndOfTurn(center, this::storeFailed);
        this.transfers = transfers;
    }

    EventCenter center() {
        return center;
    }

    // ---- PGs and maps

    /**
     * Loads a PG from the store.
     *
     * @param resume the map it resumes at; later ones follow
     */
    void load(SpgId pgid, OsdMapView resume) {
        center.assertInThread();
        if (!stopped) {
            pgs.put(pgid, PG.load(pgid, this, parts.store(), parts.interpreter(), parts.options(), resume));
        }
    }

    /**
     * The next maps.
     *
     * @param ours whether a PG's shard is this one
     * @param fresh PGs that are new here, each with the maps from its pool's creation to the last of {@code next}
     */
    void onMaps(List<MapStep> next, Predicate<SpgId> ours, Map<SpgId, List<OsdMapView>> fresh) {
        center.assertInThread();
        if (stopped) {
            return;
        }
        for (MapStep step : next) {
            map = step.view();
            steps.put(step.epoch(), step);
            step.splits()
                    .values()
                    .forEach(children ->
                            children.stream().filter(ours).forEach(child -> expected.expect(child, step.epoch())));
            // Asked first: a PG that this step merges away is gone after it, and has told its target.
            List<SpgId> absent = Stream.concat(step.splits().keySet().stream(), step.departs().keySet().stream())
                    .filter(pgid -> ours.test(pgid) && !pgs.containsKey(pgid) && !expected.contains(pgid))
                    .toList();
            List.copyOf(pgs.values()).forEach(this::catchUp);
            absent.forEach(pgid -> missed(pgid, step));
        }
        create(fresh);
        pgs.values().forEach(PG::activateMap);
        forgetSteps();
        admitWaiting();
    }

    private void create(Map<SpgId, List<OsdMapView>> fresh) {
        fresh.forEach((pgid, history) -> {
            if (!pgs.containsKey(pgid)) {
                PG made = PG.create(pgid, this, parts.store(), parts.interpreter(), parts.options(), history);
                pgs.put(pgid, made);
                made.activateMap();
            }
        });
    }

    /**
     * A PG that was removed, or a child that is not coming.
     *
     * @param fresh PGs that begin anew here, with or without it
     */
    void decided(SpgId pgid, Map<SpgId, List<OsdMapView>> fresh) {
        center.assertInThread();
        if (stopped) {
            return;
        }
        undecided.remove(pgid);
        create(fresh);
        admitWaiting();
    }

    /** Whether a copy may come or begin here without a further map. */
    private boolean isComing(SpgId pgid) {
        return expected.contains(pgid) || undecided.contains(pgid);
    }

    /** A PG takes the maps it lacks, as far as it can. */
    private void catchUp(PG pg) {
        OsdMapView newest = map;
        boolean moves = true;
        while (moves
                && newest != null
                && pg.equals(pgs.get(pg.pgid()))
                && !pg.isDeleted()
                && pg.mapEpoch() < newest.epoch()) {
            MapStep step = steps.get(pg.mapEpoch() + 1);
            if (step == null) {
                throw new IllegalStateException(pg + " at epoch " + pg.mapEpoch() + " lacks the next map");
            }
            moves = advance(pg, step);
        }
    }

    /** @return false if something the step needs is not here yet */
    private boolean advance(PG pg, MapStep step) {
        SpgId pgid = pg.pgid();
        SpgId target = step.departs().get(pgid);
        if (target != null) {
            pgs.remove(pgid);
            transfers.merge(pgid, target, step.epoch(), pg.retire());
            return true;
        }
        List<SpgId> sources = step.sources(pgid);
        if (!sources.isEmpty()) {
            return merge(pg, step, sources);
        }
        List<SpgId> children = step.children(pgid);
        if (!children.isEmpty()) {
            return split(pg, step, children);
        }
        pg.advanceMap(step.view());
        return true;
    }

    private boolean split(PG pg, MapStep step, List<SpgId> children) {
        if (clearing.containsValue(pg.pgid())) {
            return false;
        }
        for (SpgId child : children) {
            if (parts.store().collectionExists(CollectionId.of(child))) {
                clearing.put(child, pg.pgid());
            }
        }
        if (clearing.containsValue(pg.pgid())) {
            clearing.forEach((child, parent) -> {
                if (parent.equals(pg.pgid())) {
                    transfers.clear(child, parent);
                }
            });
            return false;
        }
        transfers.split(pg.split(step.view(), children));
        return true;
    }

    private boolean merge(PG pg, MapStep step, List<SpgId> sources) {
        Map<SpgId, @Nullable PgHandover> copies = new LinkedHashMap<>();
        for (SpgId source : sources) {
            Departed here = departed.get(source);
            if (here != null && here.epoch() == step.epoch()) {
                copies.put(source, here.copy());
            } else if (step.departs().containsKey(source)) {
                return false;
            } else {
                copies.put(source, null);
            }
        }
        departed.keySet().removeAll(sources);
        pg.merge(step.view(), copies);
        return true;
    }

    /** A PG that a step would split or merge away is not here. */
    private void missed(SpgId pgid, MapStep step) {
        List<SpgId> children = step.children(pgid);
        if (!children.isEmpty()) {
            transfers.notSplit(children, step.epoch());
        }
        SpgId target = step.departs().get(pgid);
        if (target != null) {
            transfers.merge(pgid, target, step.epoch(), null);
        }
    }

    /** A PG is not here after {@code epoch}, until it is split off anew. */
    private void missedSince(SpgId pgid, int epoch) {
        int anew = expected.first(pgid);
        if (anew > epoch) {
            steps.subMap(epoch, false, anew, false).values().forEach(step -> missed(pgid, step));
        }
    }

    private void forgetSteps() {
        if (expected.isEmpty()) {
            int oldest = pgs.values().stream().mapToInt(PG::mapEpoch).min().orElse(Integer.MAX_VALUE);
            steps.headMap(oldest, true).clear();
        }
    }

    // ---- copies from other shards

    /** Continues with a child that was split off. */
    void adopt(PgHandover child) {
        center.assertInThread();
        if (stopped) {
            return;
        }
        expected.decided(child.pgid(), child.mapEpoch());
        PG pg = PG.adopt(child, this, parts.store(), parts.interpreter(), parts.options());
        pgs.put(pg.pgid(), pg);
        catchUp(pg);
        pg.activateMap();
        forgetSteps();
        admitWaiting();
    }

    /** A child that was expected is not coming. */
    void notComing(SpgId child, int epoch) {
        center.assertInThread();
        if (!stopped && expected.decided(child, epoch)) {
            undecided.add(child);
            discardDeparted(child);
            missedSince(child, epoch);
            forgetSteps();
        }
    }

    /** A PG that is to be merged into one here, by the map {@code epoch}. */
    void onDeparted(SpgId source, SpgId target, int epoch, @Nullable PgHandover copy) {
        center.assertInThread();
        if (stopped) {
            return;
        }
        departed.put(source, new Departed(target, epoch, copy));
        PG pg = pgs.get(target);
        if (pg != null && !pg.isDeleted()) {
            catchUp(pg);
            forgetSteps();
            admitWaiting();
        } else if (pg == null && expected.first(target) > epoch) {
            discardDeparted(target);
        }
    }

    /** Their target is gone; one that is split off anew has later sources. */
    private void discardDeparted(SpgId target) {
        int anew = expected.first(target);
        departed.values().removeIf(source -> {
            boolean discarded = source.target().equals(target) && source.epoch() < anew;
            PgHandover copy = source.copy();
            if (discarded && copy != null) {
                PgRemoval.atOnce(this, parts.store(), copy.pgid());
            }
            return discarded;
        });
    }

    /** Removes a collection left from an earlier life of a PG, before a child by the same name is split off. */
    void clear(SpgId child, SpgId parent) {
        center.assertInThread();
        if (stopped) {
            return;
        }
        if (pgs.containsKey(child)) {
            // It is being removed; removed() continues.
            awaited.put(child, parent);
            return;
        }
        if (parts.store().collectionExists(CollectionId.of(child))) {
            PgRemoval.atOnce(this, parts.store(), child);
        }
        transfers.cleared(child, parent);
    }

    /** The old collection by a child's name is gone. */
    void onCleared(SpgId child, SpgId parent) {
        center.assertInThread();
        clearing.remove(child);
        PG pg = pgs.get(parent);
        if (!stopped && pg != null && !clearing.containsValue(parent)) {
            catchUp(pg);
            forgetSteps();
            admitWaiting();
        }
    }

    private void admitWaiting() {
        Deque<WaitingPeer> messages = waitingPeers;
        waitingPeers = new ArrayDeque<>();
        messages.forEach(waiting -> onPeer(waiting.from(), waiting.message()));
        Deque<OsdOp> ops = waitingOps;
        waitingOps = new ArrayDeque<>();
        ops.forEach(this::dispatch);
    }

    // ---- messages

    /** @param message its payload is taken */
    void onPeer(int from, PeerMessage message) {
        center.assertInThread();
        if (stopped) {
            message.payload().release();
            return;
        }
        PG pg = pgs.get(message.pgid());
        boolean deleting = pg != null && pg.isDeleted() || isComing(message.pgid());
        if (pg != null && !deleting) {
            turn.run(() -> pg.handle(from, message));
            return;
        }
        OsdMapView now = map;
        if (deleting || now == null || now.epoch() < message.interval()) {
            if (waitingPeers.size() < WAITING_MAX) {
                waitingPeers.add(new WaitingPeer(from, message));
                requestMap(message.interval());
            } else {
                message.payload().release();
            }
            return;
        }
        message.payload().release();
        if (message instanceof PeerMessage.Query && now.serving()) {
            sendToPeer(from, PeerMessage.Info.absent(message.pgid(), message.interval(), storeBornEpoch()));
        }
    }

    void onOp(OsdOp op) {
        center.assertInThread();
        tracker.begin(op);
        turn.run(() -> dispatch(op));
    }

    private void dispatch(OsdOp op) {
        if (stopped) {
            op.drop();
            return;
        }
        PG pg = pgs.get(op.pgid());
        OsdMapView now = map;
        if (pg != null && !pg.isDeleted()) {
            pg.submit(op);
        } else if (pg != null || isComing(op.pgid()) || now == null || now.epoch() < op.mapEpoch()) {
            waitingOps.add(op);
            requestMap(op.mapEpoch());
        } else {
            op.drop();
        }
    }

    void peerReset(int from) {
        center.assertInThread();
        pgs.values().forEach(pg -> pg.peerReset(from));
    }

    // ---- reports

    /** Of the PGs led here. */
    List<PgStat> stats() {
        center.assertInThread();
        List<PgStat> stats = new ArrayList<>();
        for (PG pg : pgs.values()) {
            if (pg.isPrimary()) {
                stats.add(pg.stat());
            }
        }
        return stats;
    }

    OpTracker tracker() {
        center.assertInThread();
        return tracker;
    }

    Optional<PgDetail> detail(SpgId pgid) {
        center.assertInThread();
        PG pg = pgs.get(pgid);
        return pg == null || pg.isDeleted() ? Optional.empty() : Optional.of(pg.detail());
    }

    /** Of every copy held here. */
    List<PgStat> allStats() {
        center.assertInThread();
        return pgs.values().stream().map(PG::stat).toList();
    }

    SortedSet<Integer> peers() {
        center.assertInThread();
        SortedSet<Integer> all = new TreeSet<>();
        pgs.values().forEach(pg -> all.addAll(pg.peers()));
        return all;
    }

    /** Once this has returned, nothing more is taken, answered or sent. */
    void stop() {
        center.assertInThread();
        stopped = true;
        pgs.values().forEach(PG::stop);
        pgs.clear();
        waitingOps.forEach(ClientOp::drop);
        waitingOps.clear();
        waitingPeers.forEach(waiting -> waiting.message().payload().release());
        waitingPeers.clear();
    }

    // ---- PgHost

    @Override
    public int whoami() {
        return osd.whoami();
    }

    @Override
    public long nanoTime() {
        return center.nanoTime();
    }

    @Override
    public ByteBufAllocator allocator() {
        return parts.allocator();
    }

    @Override
    public Timer schedule(long delayNanos, Runnable task) {
        EventCenter.Timer timer = center.schedule(delayNanos, task);
        return timer::cancel;
    }

    @Override
    public Executor shard() {
        return center;
    }

    @Override
    public void whenDurable(CompletionStage<@Nullable Void> applied, Runnable next) {
        turn.whenDurable(applied, next);
    }

    @Override
    public void sendToPeer(int to, PeerMessage message) {
        OsdMapView now = map;
        if (now == null || stopped) {
            message.payload().release();
        } else {
            peers.send(now.map(), to, message);
        }
    }

    @Override
    public void requestUpThru(int epoch) {
        service.requestUpThru(epoch);
    }

    @Override
    public void requestMap(int epoch) {
        service.requestMap(epoch);
    }

    @Override
    public boolean admits(long bytes) {
        return writeCredit.admits(bytes);
    }

    @Override
    public boolean takes(long bytes) {
        return writeCredit.takes(bytes);
    }

    @Override
    public boolean isBackfillFull() {
        return parts.space().state().compareTo(FullState.BACKFILLFULL) >= 0;
    }

    @Override
    public int storeBornEpoch() {
        return service.storeBornEpoch();
    }

    @Override
    public boolean knownDead(int peer, int upFrom) {
        return peers.isKnownDead(peer, upFrom);
    }

    @Override
    public Slot reserve(Reservation kind, Runnable granted) {
        return slots.reserve(kind, center, granted);
    }

    @Override
    public void requestPgTemp(SpgId pgid, List<Integer> acting) {
        service.requestPgTemp(pgid, acting);
    }

    @Override
    public void mergeReadiness(SpgId pgid, @Nullable MergeReadiness readiness) {
        service.mergeReadiness(pgid, readiness);
    }

    @Override
    public void storeFailed(Throwable cause) {
        osd.abort().because("the store failed", cause);
    }

    @Override
    public void statChanged(SpgId pgid) {
        service.statChanged();
    }

    @Override
    public void submitAgain(ClientOp op) {
        if (op instanceof OsdOp waiting && !stopped) {
            waitingOps.add(waiting);
        } else {
            op.drop();
        }
    }

    @Override
    public void removed(PG pg) {
        if (pgs.remove(pg.pgid(), pg)) {
            undecided.add(pg.pgid());
        }
        missedSince(pg.pgid(), pg.mapEpoch());
        discardDeparted(pg.pgid());
        transfers.removed(pg.pgid());
        SpgId parent = awaited.remove(pg.pgid());
        if (parent != null) {
            transfers.cleared(pg.pgid(), parent);
        }
        forgetSteps();
    }
}
