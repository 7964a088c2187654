// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.shard;

import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.cluster.message.reference.PgStat;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.osd.context.OsdContext;
import org.inkwire.osd.map.OsdMapView;
import org.inkwire.osd.message.PeerMessage;
import org.inkwire.osd.pg.ClientOp;
import org.inkwire.osd.pg.PG;
import org.inkwire.osd.pg.PgHost;
import org.inkwire.osd.track.OpTracker;
import org.inkwire.osd.track.PgDetail;
import org.jspecify.annotations.Nullable;

/** Some of the OSD's PGs, on their own thread. Confined to its center. Ceph: {@code OSDShard}. */
final class OsdShard implements PgHost {
    /** Peer messages kept for a map we do not have, about PGs we do not have. */
    private static final int WAITING_MAX = 4096;

    private record WaitingPeer(int from, PeerMessage message) {}

    private final OsdContext osd;
    private final EventCenter center;
    private final PgParts parts;
    private final OsdService service;
    private final Peers peers;
    private final Consumer<SpgId> onRemoved;
    private final WriteCredit writeCredit;
    private final OpTracker tracker;
    private final SyncSlots syncSlots;
    private final Map<SpgId, PG> pgs = new LinkedHashMap<>();
    private Deque<WaitingPeer> waitingPeers = new ArrayDeque<>();
    private Deque<OsdOp> waitingOps = new ArrayDeque<>();
    private @Nullable OsdMapView map;
    private boolean stopped;

    /**
     * @param syncSlots PGs of this shard that may take over a copy at once
     * @param onRemoved called on this shard when a PG's copy is gone
     */
    OsdShard(
            OsdContext osd,
            EventCenter center,
            PgParts parts,
            OsdService service,
            Peers peers,
            int syncSlots,
            Consumer<SpgId> onRemoved) {
        this.osd = osd;
        this.center = center;
        this.parts = parts;
        this.service = service;
        this.peers = peers;
        this.tracker = new OpTracker(center::nanoTime);
        this.writeCredit = new WriteCredit(parts.space());
        this.syncSlots = new SyncSlots(center, syncSlots);
        this.onRemoved = onRemoved;
    }

    EventCenter center() {
        return center;
    }

    // ---- PGs and maps

    /**
     * Loads a PG from the store.
     *
     * @param views from the one it resumes at to the newest
     */
    void load(SpgId pgid, List<OsdMapView> views) {
        center.assertInThread();
        if (stopped) {
            return;
        }
        add(PG.load(pgid, this, parts.store(), parts.interpreter(), parts.options(), views.get(0)), views);
    }

    private void add(PG pg, List<OsdMapView> views) {
        pgs.put(pg.pgid(), pg);
        views.subList(1, views.size()).forEach(pg::advanceMap);
        pg.activateMap();
    }

    /**
     * The next maps.
     *
     * @param fresh PGs that are new here, each with the maps from its pool's creation to the last of {@code views}
     */
    void onMaps(List<OsdMapView> views, Map<SpgId, List<OsdMapView>> fresh) {
        center.assertInThread();
        if (stopped) {
            return;
        }
        for (OsdMapView view : views) {
            map = view;
            for (PG pg : List.copyOf(pgs.values())) {
                if (pg.mapEpoch() + 1 == view.epoch()) {
                    pg.advanceMap(view);
                }
            }
        }
        fresh.forEach((pgid, history) -> {
            if (!pgs.containsKey(pgid)) {
                add(
                        PG.create(pgid, this, parts.store(), parts.interpreter(), parts.options(), history.get(0)),
                        history);
            }
        });
        admitWaiting();
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
        boolean deleting = pg != null && pg.isDeleted();
        if (pg != null && !deleting) {
            pg.handle(from, message);
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
        dispatch(op);
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
        } else if (pg != null || now == null || now.epoch() < op.mapEpoch()) {
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
        syncSlots.clear();
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
    public int storeBornEpoch() {
        return service.storeBornEpoch();
    }

    @Override
    public boolean knownDead(int peer, int upFrom) {
        return peers.isKnownDead(peer, upFrom);
    }

    @Override
    public Slot reserveSync(SpgId pgid, Runnable granted) {
        return syncSlots.reserve(granted);
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
    public void removed(PG pg) {
        pgs.remove(pg.pgid(), pg);
        onRemoved.accept(pg.pgid());
    }
}
