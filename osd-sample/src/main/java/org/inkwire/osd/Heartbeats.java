// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd;

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
import org.inkwire.wire.UTime;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pings other OSDs on both networks and tells the monitor who is silent (protocol: osd section 10). Peers are those our
 * PGs share, and neighbours by id up to {@code osd_heartbeat_min_peers}. Confined to the OSD's center. Ceph: {@code
 * OSD::heartbeat}.
 */
final class Heartbeats {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

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
            connection.sendMessage(message(MOSDPing.PING, wallClock(), mono(), null));
        }
    }

    /** Confined to the center. */
    private final class Peer {
        private final int id;
        private final int upFrom;
        private final EntityAddrVec publicAddrs;
        private final Path back;
        private final Path front;
        private boolean reported;
        private boolean refused;

        private Peer(int id, OSDMap map, long now) {
            this.id = id;
            this.upFrom = (int) map.upFrom(id);
            this.publicAddrs = map.clientAddrs(id);
            this.back = new Path(messengers.hbBackClient, map.hbBackAddrs(id), now);
            this.front = new Path(messengers.hbFrontClient, map.hbFrontAddrs(id), now);
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

    private final OSD osd;
    private final OsdConfig config;
    private final EventCenter center;
    private final OsdMessengers messengers;
    private final Map<Integer, Peer> peers = new TreeMap<>();
    private EventCenter.@Nullable Timer timer;
    private boolean stopped;

    /** A process's monotonic clock may begin anywhere; on the wire it counts from here. */
    private final long startNanos;

    Heartbeats(OSD osd, OsdConfig config, EventCenter center, OsdMessengers messengers) {
        this.osd = osd;
        this.config = config;
        this.center = center;
        this.messengers = messengers;
        this.startNanos = center.nanoTime();
    }

    void stop() {
        stopped = true;
        EventCenter.Timer running = timer;
        if (running != null) {
            running.cancel();
        }
        peers.clear();
    }

    void onMap(OsdMapView view) {
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
            osd.collectPeers(this::setPeers);
        }
    }

    private void setPeers(SortedSet<Integer> wanted) {
        OsdMapView view = osd.maps().newest();
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

    /** The next and previous ones up always, then on upwards until there are enough. */
    private void addNeighbours(SortedSet<Integer> all, OSDMap map) {
        int n = map.maxOsd();
        int min = config.conf().getInt(Options.OSD_HEARTBEAT_MIN_PEERS);
        for (int step : new int[] {1, n - 1}) {
            for (int i = 1; i < n; i++) {
                int id = (int) Math.floorMod(osd.whoami() + (long) i * step, (long) n);
                if (id != osd.whoami() && map.isUp(id)) {
                    all.add(id);
                    break;
                }
            }
        }
        for (int i = 1; i < n && all.size() < min; i++) {
            int id = (osd.whoami() + i) % n;
            if (id != osd.whoami() && map.isUp(id)) {
                all.add(id);
            }
        }
    }

    // -- pinging ----------------------------------------------------------------------------------------------------

    private void tick() {
        if (stopped) {
            return;
        }
        Duration interval = config.conf().get(Options.OSD_HEARTBEAT_INTERVAL);
        timer = center.schedule(interval.toNanos(), this::tick);
        for (Peer peer : peers.values()) {
            check(peer);
            peer.paths().forEach(Path::ping);
        }
        if (!peers.isEmpty()) {
            osd.collectPeers(this::setPeers);
        }
    }

    private void check(Peer peer) {
        long silent = peer.silentNanos(center.nanoTime());
        Duration grace = config.conf().get(Options.OSD_HEARTBEAT_GRACE);
        if (silent > grace.toNanos() && osd.monitor().isActive()) {
            if (!peer.reported) {
                LOG.warn("osd.{}: no answer from osd.{} for {} s", osd.whoami(), peer.id, silent / NANOS_PER_SECOND);
            }
            peer.reported = true;
            report(peer, MOSDFailure.FAILED, silent);
        }
    }

    private void report(Peer peer, int flags, long silentNanos) {
        osd.monitor().sendFailure(peer.id, peer.publicAddrs, flags, (int) (silentNanos / NANOS_PER_SECOND));
    }

    /** A new monitor session: the old monitor may not have passed our reports on. */
    void reportAgain() {
        center.assertInThread();
        for (Peer peer : peers.values()) {
            if (peer.refused) {
                report(peer, MOSDFailure.FAILED | MOSDFailure.IMMEDIATE, 0);
            } else if (peer.reported) {
                report(peer, MOSDFailure.FAILED, peer.silentNanos(center.nanoTime()));
            }
        }
    }

    // -- events -----------------------------------------------------------------------------------------------------

    void onLost(Connection connection, boolean refused) {
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
        boolean fast = config.conf().get(Options.OSD_FAST_FAIL_ON_CONNECTION_REFUSED);
        if (refused && fast && !peer.refused) {
            LOG.info("osd.{}: osd.{} refuses connections at {}", osd.whoami(), peer.id, path.addrs);
            peer.refused = true;
            peer.reported = true;
            osd.sawRefused(peer.id, peer.upFrom);
            report(peer, MOSDFailure.FAILED | MOSDFailure.IMMEDIATE, 0);
        } else if (!refused && !stopped) {
            // A lossy session ended: the next one tells whether anybody is there.
            path.ping();
        }
    }

    /** @param ping borrowed */
    void onPing(Connection connection, MOSDPing ping) {
        center.assertInThread();
        if (stopped || !ping.fsid().equals(config.fsid())) {
            return;
        }
        switch (ping.op()) {
            case MOSDPing.PING -> answer(connection, ping);
            case MOSDPing.PING_REPLY -> heard(connection, ping);
            case MOSDPing.YOU_DIED ->
                osd.monitor().requestMap(Math.max(ping.mapEpoch(), osd.maps().epoch() + 1L));
            default -> LOG.debug("osd.{}: ping op {} from {}", osd.whoami(), ping.op(), connection.peerName());
        }
    }

    private void answer(Connection connection, MOSDPing ping) {
        connection.sendMessage(message(MOSDPing.PING_REPLY, ping.pingStamp(), ping.monoPingStamp(), null));
        int from = (int) connection.peerName().num();
        OsdMapView map = osd.maps().newest();
        if (map == null || from < 0) {
            return;
        }
        // Only of a peer whose map is not ahead of ours can we say that it died.
        boolean died = map.wentDown(from, ping.upFrom()) && ping.mapEpoch() <= map.epoch();
        if (died) {
            connection.sendMessage(message(MOSDPing.YOU_DIED, ping.pingStamp(), ping.monoPingStamp(), null));
        } else if (ping.mapEpoch() > map.epoch()) {
            osd.requestMap((int) ping.mapEpoch());
        }
    }

    private void heard(Connection connection, MOSDPing ping) {
        for (Peer peer : peers.values()) {
            for (Path path : peer.paths()) {
                if (path.connection.equals(connection)) {
                    path.lastHeardNanos = Math.max(path.lastHeardNanos, nanos(ping.monoPingStamp()));
                    stillAlive(peer);
                }
            }
        }
        if (ping.mapEpoch() > osd.maps().epoch()) {
            osd.monitor().requestMap(ping.mapEpoch());
        }
    }

    private void stillAlive(Peer peer) {
        Duration grace = config.conf().get(Options.OSD_HEARTBEAT_GRACE);
        if (peer.reported && !peer.refused && peer.silentNanos(center.nanoTime()) < grace.toNanos()) {
            LOG.info("osd.{}: osd.{} answers again", osd.whoami(), peer.id);
            peer.reported = false;
            report(peer, 0, 0);
        }
    }

    /** OSDs pinged, for the admin command. */
    List<Integer> peerIds() {
        return new ArrayList<>(peers.keySet());
    }

    // -- messages ---------------------------------------------------------------------------------------------------

    private MOSDPing message(int op, UTime stamp, UTime monoPing, MOSDPing.@Nullable Delta delta) {
        OsdMapView view = osd.maps().newest();
        int upFrom = view == null ? 0 : view.upFrom(osd.whoami());
        return new MOSDPing(
                config.fsid(),
                osd.maps().epoch(),
                op,
                stamp,
                upFrom,
                monoPing,
                mono(),
                delta,
                config.conf().getInt(Options.OSD_HEARTBEAT_MIN_SIZE));
    }

    private UTime wallClock() {
        return UTime.of(config.wallClock().instant());
    }

    private UTime mono() {
        long nanos = center.nanoTime() - startNanos;
        return new UTime(TimeUnit.NANOSECONDS.toSeconds(nanos), nanos % NANOS_PER_SECOND);
    }

    private long nanos(UTime mono) {
        return startNanos + mono.sec() * NANOS_PER_SECOND + mono.nsec();
    }
}
