// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.heartbeat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.inkwire.cluster.conf.Options;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.message.osdmon.MOSDFailure;
import org.inkwire.cluster.message.peer.MOSDPing;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.osd.context.OsdContext;
import org.inkwire.osd.map.OsdMapView;
import org.inkwire.osd.map.OsdMaps;
import org.inkwire.osd.state.StateMachine;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pings other OSDs on both networks and reports silent ones to the monitor. Peers are the OSDs that share our PGs, and
 * neighbours by id up to {@code osd_heartbeat_min_peers}. Confined to the OSD's center.
 */
public final class Heartbeats {
    private static final Logger log = LoggerFactory.getLogger(Heartbeats.class);

    /** One network towards one peer. */
    private final class Path {
        private final Messenger messenger;
        private final EntityAddrVec addrs;
        private Connection connection;
        private long lastHeardNanos;

        private Path(Messenger messenger, EntityAddrVec addrs, long now) {
            this.messenger = messenger;
            this.addrs = addrs;
            this.connection = messenger.connectTo(EntityType.OSD, addrs);
            this.lastHeardNanos = now;
        }

        private void ping() {
            if (connection.isClosed()) {
                connection = messenger.connectTo(EntityType.OSD, addrs);
            }
            connection.sendMessage(pings.ping());
        }
    }

    /** Confined to the center. */
    private final class Peer {
        private final int id;
        private final int upFrom;
        private final EntityAddrVec publicAddrs;
        private final Path back;
        private final Path front;
        private final StateMachine<PeerState> state;

        private Peer(int id, OSDMap map, long now) {
            this.id = id;
            this.upFrom = (int) map.upFrom(id);
            this.publicAddrs = map.clientAddrs(id);
            this.back = new Path(backClient, map.hbBackAddrs(id), now);
            this.front = new Path(frontClient, map.hbFrontAddrs(id), now);
            this.state = new StateMachine<>(log, osd + " heartbeat of osd." + id, PeerState.ALIVE);
        }

        private List<Path> paths() {
            return List.of(back, front);
        }

        private long silentNanos(long now) {
            return Math.max(now - back.lastHeardNanos, now - front.lastHeardNanos);
        }

        private void close() {
            paths().forEach(path -> path.connection.markDown());
        }
    }

    private final OsdContext osd;
    private final OsdMaps maps;
    private final Messenger backClient;
    private final Messenger frontClient;
    private final HeartbeatHost host;
    private final EventCenter center;
    private final Pings pings;
    private final Map<Integer, Peer> peers = new TreeMap<>();
    private EventCenter.@Nullable Timer timer;
    private boolean stopped;

    /**
     * @param backClient connects on the cluster network
     * @param frontClient connects on the public network
     */
    public Heartbeats(OsdContext osd, OsdMaps maps, Messenger backClient, Messenger frontClient, HeartbeatHost host) {
        this.osd = osd;
        this.maps = maps;
        this.backClient = backClient;
        this.frontClient = frontClient;
        this.host = host;
        this.center = osd.center();
        this.pings = new Pings(osd, maps);
    }

    public void stop() {
        stopped = true;
        EventCenter.Timer running = timer;
        if (running != null) {
            running.cancel();
        }
        peers.clear();
    }

    // ---- peers

    /** The OSD uses this map from now on. */
    public void onMap(OsdMapView view) {
        center.assertInThread();
        OSDMap map = view.map();
        peers.values().removeIf(peer -> {
            boolean gone = !view.serving()
                    || !map.isUp(peer.id)
                    || map.upFrom(peer.id) != peer.upFrom
                    || !map.hbBackAddrs(peer.id).equals(peer.back.addrs);
            if (gone) {
                peer.close();
            }
            return gone;
        });
        if (view.serving()) {
            if (timer == null) {
                tick();
            }
            host.collectPeers(this::setPeers);
        }
    }

    private void setPeers(SortedSet<Integer> wanted) {
        OsdMapView view = maps.newest();
        if (stopped || view == null || !view.serving()) {
            return;
        }
        OSDMap map = view.map();
        SortedSet<Integer> all = new TreeSet<>();
        for (int id : wanted) {
            if (map.isUp(id)) {
                all.add(id);
            }
        }
        addNeighbours(all, map);
        peers.values().removeIf(peer -> {
            boolean dropped = !all.contains(peer.id);
            if (dropped) {
                peer.close();
            }
            return dropped;
        });
        for (int id : all) {
            if (!peers.containsKey(id)) {
                Peer peer = new Peer(id, map, center.nanoTime());
                peers.put(id, peer);
                peer.paths().forEach(Path::ping);
            }
        }
    }

    /** Always the next and previous OSDs that are up, then further ones upwards until there are enough. */
    private void addNeighbours(SortedSet<Integer> all, OSDMap map) {
        int whoami = osd.whoami();
        int n = map.maxOsd();
        int min = osd.conf().getInt(Options.OSD_HEARTBEAT_MIN_PEERS);
        for (int step : new int[] {1, n - 1}) {
            for (int i = 1; i < n; i++) {
                int id = (int) Math.floorMod(whoami + (long) i * step, (long) n);
                if (id != whoami && map.isUp(id)) {
                    all.add(id);
                    break;
                }
            }
        }
        for (int i = 1; i < n && all.size() < min; i++) {
            int id = (whoami + i) % n;
            if (id != whoami && map.isUp(id)) {
                all.add(id);
            }
        }
    }

    /** OSDs pinged, in order. */
    public List<Integer> peerIds() {
        return new ArrayList<>(peers.keySet());
    }

    // ---- pinging

    private void tick() {
        if (stopped) {
            return;
        }
        Duration interval = osd.conf().get(Options.OSD_HEARTBEAT_INTERVAL);
        timer = center.schedule(interval.toNanos(), this::tick);
        for (Peer peer : peers.values()) {
            check(peer);
            peer.paths().forEach(Path::ping);
        }
        if (!peers.isEmpty()) {
            host.collectPeers(this::setPeers);
        }
    }

    private void check(Peer peer) {
        long silent = peer.silentNanos(center.nanoTime());
        if (silent > graceNanos() && host.isActive()) {
            if (peer.state.is(PeerState.ALIVE)) {
                log.warn("{}: no answer from osd.{} for {} s", osd, peer.id, TimeUnit.NANOSECONDS.toSeconds(silent));
                peer.state.become(PeerState.SILENT, "no answer");
            }
            report(peer, MOSDFailure.FAILED, silent);
        }
    }

    private long graceNanos() {
        return osd.conf().get(Options.OSD_HEARTBEAT_GRACE).toNanos();
    }

    private void report(Peer peer, int flags, long silentNanos) {
        host.reportFailure(peer.id, peer.publicAddrs, flags, (int) TimeUnit.NANOSECONDS.toSeconds(silentNanos));
    }

    /** A new monitor session: the old monitor may not have passed our reports on. */
    public void reportAgain() {
        center.assertInThread();
        for (Peer peer : peers.values()) {
            switch (peer.state.state()) {
                case REFUSED -> report(peer, MOSDFailure.FAILED | MOSDFailure.IMMEDIATE, 0);
                case SILENT -> report(peer, MOSDFailure.FAILED, peer.silentNanos(center.nanoTime()));
                case ALIVE -> {
                    // nothing to report
                }
            }
        }
    }

    // ---- events

    /** A connection to an OSD ended. */
    public void onLost(Connection connection, boolean refused) {
        center.assertInThread();
        for (Peer peer : peers.values()) {
            for (Path path : peer.paths()) {
                if (path.connection.equals(connection)) {
                    onLost(peer, path, refused);
                }
            }
        }
    }

    private void onLost(Peer peer, Path path, boolean refused) {
        boolean fast = osd.conf().get(Options.OSD_FAST_FAIL_ON_CONNECTION_REFUSED);
        if (refused && fast && !peer.state.is(PeerState.REFUSED)) {
            log.info("{}: osd.{} refuses connections at {}", osd, peer.id, path.addrs);
            peer.state.become(PeerState.REFUSED, "at " + path.addrs);
            host.sawRefused(peer.id, peer.upFrom);
            report(peer, MOSDFailure.FAILED | MOSDFailure.IMMEDIATE, 0);
        } else if (!refused && !stopped) {
            // A lossy session ended: the next one shows whether anything listens there.
            path.ping();
        }
    }

    /** @param ping borrowed */
    public void onPing(Connection connection, MOSDPing ping) {
        center.assertInThread();
        if (stopped || !ping.fsid().equals(osd.fsid())) {
            return;
        }
        switch (ping.op()) {
            case MOSDPing.PING -> answer(connection, ping);
            case MOSDPing.PING_REPLY -> heard(connection, ping);
            case MOSDPing.YOU_DIED -> host.requestMap(Math.max(ping.mapEpoch(), maps.epoch() + 1L));
            default -> log.debug("{}: ping op {} from {}", osd, ping.op(), connection.peerName());
        }
    }

    private void answer(Connection connection, MOSDPing ping) {
        connection.sendMessage(pings.reply(ping));
        int from = (int) connection.peerName().num();
        OsdMapView map = maps.newest();
        if (map == null || from < 0) {
            return;
        }
        // We can tell a peer that it died only if its map is not ahead of ours.
        boolean died = map.wentDown(from, ping.upFrom()) && ping.mapEpoch() <= map.epoch();
        if (died) {
            connection.sendMessage(pings.youDied(ping));
        } else if (ping.mapEpoch() > map.epoch()) {
            host.requestMap(ping.mapEpoch());
        }
    }

    private void heard(Connection connection, MOSDPing ping) {
        for (Peer peer : peers.values()) {
            for (Path path : peer.paths()) {
                if (path.connection.equals(connection)) {
                    path.lastHeardNanos = Math.max(path.lastHeardNanos, pings.sentNanos(ping));
                    heard(peer);
                }
            }
        }
        if (ping.mapEpoch() > maps.epoch()) {
            host.requestMap(ping.mapEpoch());
        }
    }

    private void heard(Peer peer) {
        if (peer.state.is(PeerState.SILENT) && peer.silentNanos(center.nanoTime()) < graceNanos()) {
            log.info("{}: osd.{} answers again", osd, peer.id);
            peer.state.become(PeerState.ALIVE, "answers again");
            report(peer, 0, 0);
        }
    }
}
