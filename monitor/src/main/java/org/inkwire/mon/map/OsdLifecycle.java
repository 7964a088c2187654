// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.map;

import java.util.List;
import java.util.Map;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.OSDMapIncremental;
import org.inkwire.cluster.map.OsdState;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.message.osdmon.MOSDAlive;
import org.inkwire.cluster.message.osdmon.MOSDBeacon;
import org.inkwire.cluster.message.osdmon.MOSDFull;
import org.inkwire.cluster.message.osdmon.MOSDMarkMeDown;
import org.inkwire.cluster.message.osdmon.MOSDPGTemp;
import org.inkwire.mon.service.ClusterLog;
import org.inkwire.mon.session.MonSession;
import org.inkwire.mon.session.Routes;

/**
 * Handles what an OSD sends between boot and shutdown: beacons, requests for an {@code up_thru} or a {@code pg_temp},
 * fullness, its own shutdown (protocol: mon section 6). Confined to the monitor's center. Ceph: {@code
 * OSDMonitor::prepare_alive} and related methods.
 */
public final class OsdLifecycle {
    private static final int FULL_STATES = OsdState.FULL | OsdState.NEARFULL | OsdState.BACKFILLFULL;

    private final OsdMonitor osds;
    private final FailureReports failures;
    private final OsdTimeouts timeouts;
    private final ClusterLog log;

    public OsdLifecycle(OsdMonitor osds, FailureReports failures, OsdTimeouts timeouts, ClusterLog log) {
        this.osds = osds;
        this.failures = failures;
        this.timeouts = timeouts;
        this.log = log;
    }

    public void addTo(Routes routes) {
        routes.add(MOSDBeacon.TYPE, MOSDBeacon.class, this::onBeacon);
        routes.add(MOSDAlive.TYPE, MOSDAlive.class, this::onAlive);
        routes.add(MOSDPGTemp.TYPE, MOSDPGTemp.class, this::onPgTemp);
        routes.add(MOSDFull.TYPE, MOSDFull.class, this::onFull);
        routes.add(MOSDMarkMeDown.TYPE, MOSDMarkMeDown.class, this::onMarkMeDown);
    }

    private void onBeacon(MonSession session, MOSDBeacon m) {
        if (osds.isUp(session)) {
            timeouts.heard((int) session.number());
        }
    }

    private void onAlive(MonSession session, MOSDAlive m) {
        int osd = (int) session.number();
        if (!osds.isUp(session)) {
            return;
        }
        if (osds.map().osdInfo(osd).upThru() >= m.want()) {
            osds.sendMaps(session, m.version() + 1);
            return;
        }
        osds.whenWritable(() -> {
            if (osds.map().isUp(osd)) {
                // Raise it to the epoch the OSD has seen, which may be newer than the one it needs.
                raiseUpThru(osd, m.version());
                osds.afterCommit(() -> osds.sendMaps(session, m.version() + 1));
                osds.propose(false);
            }
        });
    }

    private void onPgTemp(MonSession session, MOSDPGTemp m) {
        if (!osds.isUp(session)) {
            return;
        }
        osds.whenWritable(() -> {
            OSDMap map = osds.map();
            OSDMapIncremental.Builder changes = osds.pending();
            for (Map.Entry<PgId, List<Integer>> e : m.pgTemp().entrySet()) {
                boolean known = map.pool(e.getKey().pool()) != null;
                boolean usable = e.getValue().isEmpty() || e.getValue().stream().anyMatch(map::isUp);
                boolean change = m.forced() || !e.getValue().equals(map.pgTemp().getOrDefault(e.getKey(), List.of()));
                if (known && usable && change) {
                    changes.pgTemp(e.getKey(), e.getValue());
                }
            }
            // The primary's up_thru must reach the epoch of its request before it serves with the requested set.
            int osd = (int) session.number();
            if (!changes.isEmpty() && map.isUp(osd)) {
                raiseUpThru(osd, m.mapEpoch());
            }
            osds.afterCommit(() -> osds.sendMaps(session, m.version() + 1));
            osds.propose(false);
        });
    }

    /** A request may arrive late: what a newer one asked for stays. */
    private void raiseUpThru(int osd, long epoch) {
        OSDMapIncremental.Builder changes = osds.pending();
        Long asked = changes.pendingUpThru(osd);
        long now = Math.max(osds.map().osdInfo(osd).upThru(), asked == null ? 0 : asked);
        if (epoch > now) {
            changes.upThru(osd, epoch);
        }
    }

    private void onFull(MonSession session, MOSDFull m) {
        int osd = (int) session.number();
        if (!osds.isUp(session)) {
            return;
        }
        osds.whenWritable(() -> {
            int wanted = (int) m.state() & FULL_STATES;
            int flip = (osds.map().state(osd) & FULL_STATES) ^ wanted;
            if (flip != 0) {
                osds.pending().clearState(osd).flipState(osd, flip);
                osds.propose(true);
            }
            osds.afterCommit(() -> osds.sendMaps(session, m.version() + 1));
        });
    }

    private void onMarkMeDown(MonSession session, MOSDMarkMeDown m) {
        int osd = m.targetOsd();
        OSDMap map = osds.map();
        boolean meant = m.fsid().equals(osds.fsid())
                && map.exists(osd)
                && map.isUp(osd)
                && map.clientAddrs(osd).equals(m.targetAddrs());
        if (!meant || !FailureReports.mayGoDown(osd, map)) {
            acknowledge(session, m);
            return;
        }
        osds.whenWritable(() -> {
            if (osds.map().isUp(osd)) {
                osds.markDown(osd);
                if (m.downAndDead()) {
                    OSDMapIncremental.Builder changes = osds.pending();
                    changes.xinfo(osd, changes.pendingXInfo(osd, osds.map()).withDeadEpoch(m.epoch()));
                }
                failures.forget(osd);
                log.info("osd." + osd + " marked itself down" + (m.downAndDead() ? " and dead" : ""));
            }
            osds.afterCommit(() -> acknowledge(session, m));
            osds.propose(true);
        });
    }

    private void acknowledge(MonSession session, MOSDMarkMeDown m) {
        if (m.requestAck()) {
            long epoch = osds.map().epoch();
            MOSDMarkMeDown ack =
                    new MOSDMarkMeDown(epoch, m.fsid(), m.targetOsd(), m.targetAddrs(), epoch, false, false);
            ack.priority(MOSDMarkMeDown.PRIORITY_HIGH);
            session.send(ack);
        }
    }
}
