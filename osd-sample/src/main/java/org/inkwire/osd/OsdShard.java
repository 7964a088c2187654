// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd;

import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.osd.message.PeerMessage;
import org.inkwire.osd.message.PgInfo;
import org.inkwire.osd.message.PgStat;
import org.inkwire.osd.pg.ClientOp;
import org.inkwire.osd.pg.PG;
import org.inkwire.osd.pg.PgHost;
import org.jspecify.annotations.Nullable;

/**
 * Some of the OSD's PGs, on a thread of their own. Confined to its center. Ceph: {@code OSDShard}.
 */
final class OsdShard implements PgHost {
    /** Peer messages kept for a map we do not have, about PGs we do not have. */
    private static final int WAITING_MAX = 4096;

    private record WaitingPeer(int from, PeerMessage message) {}

    private final OSD osd;
    private final EventCenter center;
    private final int syncSlots;
    private final Map<SpgId, PG> pgs = new LinkedHashMap<>();
    private final Deque<SyncSlot> syncQueue = new ArrayDeque<>();
    private Deque<WaitingPeer> waitingPeers = new ArrayDeque<>();
    private Deque<OsdOp> waitingOps = new ArrayDeque<>();
    private int syncing;
    private @Nullable OsdMapView map;
    private boolean stopped;

    /** @param syncSlots PGs of this shard that may take over a copy at once */
    OsdShard(OSD osd, EventCenter center, int syncSlots) {
        this.osd = osd;
        this.center = center;
        this.syncSlots = syncSlots;
    }

    EventCenter center() {
        return center;
    }

    // -- PGs and maps -----------------------------------------------------------------------------------------------

    /**
     * A PG the store has.
     *
     * @param views from the one it resumes at to the newest
     */
    void load(SpgId pgid, List<OsdMapView> views) {
        center.assertInThread();
        if (stopped) {
            return;
        }
        add(PG.load(pgid, this, osd.store(), osd.interpreter(), osd.pgOptions(), views.get(0)), views);
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
                add(PG.create(pgid, this, osd.store(), osd.interpreter(), osd.pgOptions(), history.get(0)), history);
            }
        });
        admitWaiting();
    }

    private void admitWaiting() {
        Deque<WaitingPeer> peers = waitingPeers;
        waitingPeers = new ArrayDeque<>();
        peers.forEach(waiting -> onPeer(waiting.from(), waiting.message()));
        Deque<OsdOp> ops = waitingOps;
        waitingOps = new ArrayDeque<>();
        ops.forEach(this::onOp);
    }

    // -- messages ---------------------------------------------------------------------------------------------------

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
            sendToPeer(
                    from,
                    new PeerMessage.Info(
                            message.pgid(), message.interval(), PgInfo.ABSENT, storeBornEpoch(), -1, 0, 0, List.of()));
        }
    }

    void onOp(OsdOp op) {
        center.assertInThread();
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

    // -- reports ----------------------------------------------------------------------------------------------------

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

    /** Of every copy held here. */
    List<PgStat> allStats() {
        center.assertInThread();
        return pgs.values().stream().map(PG::stat).toList();
    }

    SortedSet<Integer> peers() {
        center.assertInThread();
        SortedSet<Integer> peers = new TreeSet<>();
        pgs.values().forEach(pg -> peers.addAll(pg.peers()));
        return peers;
    }

    /** Once it has returned, nothing is taken, answered or sent any more. */
    void stop() {
        center.assertInThread();
        stopped = true;
        pgs.values().forEach(PG::stop);
        pgs.clear();
        waitingOps.forEach(ClientOp::drop);
        waitingOps.clear();
        waitingPeers.forEach(waiting -> waiting.message().payload().release());
        waitingPeers.clear();
        syncQueue.clear();
    }

    // -- PgHost -----------------------------------------------------------------------------------------------------

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
        return osd.allocator();
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
            osd.peers().send(now.map(), to, message);
        }
    }

    @Override
    public void requestUpThru(int epoch) {
        osd.requestUpThru(epoch);
    }

    @Override
    public void requestMap(int epoch) {
        osd.requestMap(epoch);
    }

    @Override
    public int storeBornEpoch() {
        return osd.storeBornEpoch();
    }

    @Override
    public boolean knownDead(int peer, int upFrom) {
        return osd.knownDead(peer, upFrom);
    }

    @Override
    public Slot reserveSync(SpgId pgid, Runnable granted) {
        SyncSlot slot = new SyncSlot(granted);
        syncQueue.add(slot);
        grantSlots();
        return slot;
    }

    private void grantSlots() {
        while (syncing < syncSlots && !syncQueue.isEmpty()) {
            syncing++;
            SyncSlot slot = syncQueue.removeFirst();
            slot.held = true;
            center.submit(slot.granted);
        }
    }

    /** Confined to the shard. */
    private final class SyncSlot implements Slot {
        private final Runnable granted;
        private boolean held;

        private SyncSlot(Runnable granted) {
            this.granted = granted;
        }

        @Override
        public void close() {
            if (held) {
                held = false;
                syncing--;
                grantSlots();
            } else {
                syncQueue.remove(this);
            }
        }
    }

    @Override
    public void storeFailed(Throwable cause) {
        osd.storeFailed(cause);
    }

    @Override
    public void statChanged(SpgId pgid) {
        osd.statChanged();
    }

    @Override
    public void removed(PG pg) {
        pgs.remove(pg.pgid(), pg);
        osd.pgRemoved(pg.pgid());
    }
}
