// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.inkwire.cluster.conf.Options;
import org.inkwire.cluster.crush.CrushMap;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.OSDMapFlags;
import org.inkwire.cluster.map.OSDMapIncremental;
import org.inkwire.cluster.map.OsdInfo;
import org.inkwire.cluster.map.OsdState;
import org.inkwire.cluster.map.OsdXInfo;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.map.Uuids;
import org.inkwire.cluster.message.osdmon.MOSDAlive;
import org.inkwire.cluster.message.osdmon.MOSDBeacon;
import org.inkwire.cluster.message.osdmon.MOSDBoot;
import org.inkwire.cluster.message.osdmon.MOSDFull;
import org.inkwire.cluster.message.osdmon.MOSDMarkMeDown;
import org.inkwire.cluster.message.osdmon.MOSDPGTemp;
import org.inkwire.cluster.message.osdmon.OSDSuperblock;
import org.inkwire.wire.UTime;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * OSDs come up, stay, and go: what they tell of themselves, and what their silence tells (protocol: mon section 6). Ceph:
 * {@code OSDMonitor::prepare_boot} and its neighbours. Confined to the monitor's center.
 */
final class OsdLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(OsdLifecycle.class);
    private static final int FULL_STATES = OsdState.FULL | OsdState.NEARFULL | OsdState.BACKFILLFULL;
    private static final double NANOS = 1e9;

    /** Probability 1 in an OSD's laggy estimate. */
    private static final double LAGGY_ONE = 4294967295.0;

    /** What one boot counts in the estimate ({@code mon_osd_laggy_weight}). */
    private static final double LAGGY_WEIGHT = 0.3;

    private final Monitor monitor;
    private final OsdMonitor osds;
    private final FailureReports failures;

    /** Monotonic time since when an OSD has been seen down, in ns. */
    private final NavigableMap<Integer, Long> downSince = new TreeMap<>();

    /** Monotonic time of the last beacon of an OSD that is up, in ns. */
    private final NavigableMap<Integer, Long> lastReport = new TreeMap<>();

    OsdLifecycle(Monitor monitor, OsdMonitor osds, FailureReports failures) {
        this.monitor = monitor;
        this.osds = osds;
        this.failures = failures;
    }

    // ------------------------------------------------------------ boot

    void onBoot(MonSession session, MOSDBoot m) {
        OSDSuperblock sb = m.superblock();
        int osd = sb.whoami();
        OSDMap map = osds.map();
        if (!sb.clusterFsid().equals(monitor.fsid())) {
            LOG.warn("{} osd.{} boots for cluster {}, ignored", monitor.name(), osd, sb.clusterFsid());
            return;
        }
        if (session.peerType() != EntityType.OSD) {
            LOG.warn("{} {} sends a boot of osd.{}, ignored", monitor.name(), session, osd);
            return;
        }
        if (!map.exists(osd)) {
            LOG.warn("{} osd.{} boots but does not exist, ignored", monitor.name(), osd);
            return;
        }
        boolean uuidKnown = !map.osdUuid(osd).equals(Uuids.ZERO);
        if (uuidKnown && !map.osdUuid(osd).equals(sb.osdFsid())) {
            LOG.warn(
                    "{} osd.{} boots with uuid {} instead of {}, ignored",
                    monitor.name(),
                    osd,
                    sb.osdFsid(),
                    map.osdUuid(osd));
            return;
        }
        if (isHeldDown(osd, map)) {
            LOG.info("{} osd.{} may not come up: noup", monitor.name(), osd);
            session.sendMaps(m.version() + 1);
            return;
        }
        if (map.isUp(osd) && isSameIncarnation(session, m, map)) {
            session.sendMaps(m.version() + 1);
            return;
        }
        osds.whenWritable(() -> prepareBoot(session, m));
    }

    private static boolean isHeldDown(int osd, OSDMap map) {
        return (map.flags() & OSDMapFlags.NOUP) != 0 || (map.state(osd) & OsdState.NOUP) != 0;
    }

    private static boolean isSameIncarnation(MonSession session, MOSDBoot m, OSDMap map) {
        int osd = m.superblock().whoami();
        return map.clientAddrs(osd).equals(session.addrs())
                && map.clusterAddrs(osd).equals(m.clusterAddrs())
                && m.bootEpoch() <= map.osdInfo(osd).upFrom();
    }

    private void prepareBoot(MonSession session, MOSDBoot m) {
        int osd = m.superblock().whoami();
        OSDMap map = osds.map();
        OSDMapIncremental.Builder changes = osds.pending();
        if (!map.exists(osd) || changes.isPendingUp(osd)) {
            return;
        }
        if (map.isUp(osd)) {
            // Another incarnation of it: first down, so that every PG sees the interval change.
            markDown(osd, changes);
            osds.afterCommit(() -> osds.whenWritable(() -> prepareBoot(session, m)));
            osds.propose(true);
            return;
        }
        EntityAddrVec addrs = session.addrs();
        changes.up(osd, addrs, m.clusterAddrs(), m.hbBackAddrs(), m.hbFrontAddrs());
        lastCleanInterval(osd, m.superblock(), changes, map);
        if (map.osdUuid(osd).equals(Uuids.ZERO)) {
            changes.uuid(osd, m.superblock().osdFsid());
        }
        changes.xinfo(osd, laggyAfterBoot(osd, map, changes).withFeatures(m.osdFeatures()));
        markInIfDue(osd, map, changes);
        failures.forget(osd);
        monitor.osdMetadata(osd, m.metadata());
        monitor.log(ClusterLog.PRIO_INFO, "osd." + osd + " " + addrs + " boot");
        lastReport.put(osd, monitor.nanoTime());
        osds.afterCommit(() -> session.sendMaps(m.version() + 1));
        osds.propose(true);
    }

    private static void lastCleanInterval(int osd, OSDSuperblock sb, OSDMapIncremental.Builder changes, OSDMap map) {
        if (sb.mounted() == 0) {
            return;
        }
        OsdInfo info = map.osdInfo(osd);
        boolean newer = sb.mounted() > info.lastCleanBegin()
                || sb.mounted() == info.lastCleanBegin() && sb.cleanThru() > info.lastCleanEnd();
        if (newer) {
            changes.lastCleanInterval(osd, sb.mounted(), sb.cleanThru());
        }
    }

    /** An OSD that boots was down for a reason, not merely slow: the estimate fades. */
    private OsdXInfo laggyAfterBoot(int osd, OSDMap map, OSDMapIncremental.Builder changes) {
        OsdXInfo info = changes.pendingXInfo(osd, map);
        if (info.downStamp().isZero()) {
            return info;
        }
        double probability = info.laggyProbability() / LAGGY_ONE;
        double decayed = probability * (1.0 - LAGGY_WEIGHT);
        return info.withLaggy((long) (decayed * LAGGY_ONE), (long) (info.laggyInterval() * (1.0 - LAGGY_WEIGHT)));
    }

    private void markInIfDue(int osd, OSDMap map, OSDMapIncremental.Builder changes) {
        if ((map.flags() & OSDMapFlags.NOIN) != 0 || (map.state(osd) & OsdState.NOIN) != 0) {
            return;
        }
        boolean autoOut = (map.state(osd) & OsdState.AUTOOUT) != 0;
        boolean isNew = (map.state(osd) & OsdState.NEW) != 0;
        boolean due = autoOut && monitor.conf().get(Options.MON_OSD_AUTO_MARK_AUTO_OUT_IN)
                || isNew && monitor.conf().get(Options.MON_OSD_AUTO_MARK_NEW_IN)
                || monitor.conf().get(Options.MON_OSD_AUTO_MARK_IN);
        if (due) {
            OsdXInfo info = changes.pendingXInfo(osd, map);
            long weight = info.oldWeight() > 0 ? info.oldWeight() : CrushMap.WEIGHT_ONE;
            changes.weight(osd, weight);
            changes.xinfo(osd, info.withOldWeight(0));
        }
    }

    // ------------------------------------------------------------ down

    /** Puts an OSD's going down into the change. */
    void markDown(int osd, OSDMapIncremental.Builder changes) {
        if (osds.map().isUp(osd) && (changes.pendingState(osd) & OsdState.UP) == 0) {
            changes.flipState(osd, OsdState.UP);
        }
    }

    /** Marks down what failed, unless the cluster or the OSD is told not to. */
    void markFailed(int osd, String why) {
        OSDMap map = osds.map();
        if (!map.isUp(osd) || !mayGoDown(osd, map)) {
            return;
        }
        markDown(osd, osds.pending());
        failures.forget(osd);
        monitor.log(ClusterLog.PRIO_INFO, "osd." + osd + " failed (" + why + ")");
        osds.propose(true);
    }

    /** False with flag nodown. */
    static boolean mayGoDown(int osd, OSDMap map) {
        return (map.flags() & OSDMapFlags.NODOWN) == 0 && (map.state(osd) & OsdState.NODOWN) == 0;
    }

    void onMarkMeDown(MonSession session, MOSDMarkMeDown m) {
        int osd = m.targetOsd();
        OSDMap map = osds.map();
        boolean meant = m.fsid().equals(monitor.fsid())
                && map.exists(osd)
                && map.isUp(osd)
                && map.clientAddrs(osd).equals(m.targetAddrs());
        if (!meant || !mayGoDown(osd, map)) {
            acknowledge(session, m);
            return;
        }
        osds.whenWritable(() -> {
            if (osds.map().isUp(osd)) {
                OSDMapIncremental.Builder changes = osds.pending();
                markDown(osd, changes);
                if (m.downAndDead()) {
                    changes.xinfo(osd, changes.pendingXInfo(osd, osds.map()).withDeadEpoch(m.epoch()));
                }
                failures.forget(osd);
                monitor.log(
                        ClusterLog.PRIO_INFO,
                        "osd." + osd + " marked itself down" + (m.downAndDead() ? " and dead" : ""));
            }
            osds.afterCommit(() -> acknowledge(session, m));
            osds.propose(true);
        });
    }

    private void acknowledge(MonSession session, MOSDMarkMeDown m) {
        if (m.requestAck()) {
            MOSDMarkMeDown ack = new MOSDMarkMeDown(
                    osds.map().epoch(),
                    m.fsid(),
                    m.targetOsd(),
                    m.targetAddrs(),
                    osds.map().epoch(),
                    false,
                    false);
            ack.priority(MOSDMarkMeDown.PRIORITY_HIGH);
            session.send(ack);
        }
    }

    // ------------------------------------------------------------ alive

    void onAlive(MonSession session, MOSDAlive m) {
        int osd = (int) session.number();
        OSDMap map = osds.map();
        if (!fromCurrent(session, map)) {
            return;
        }
        if (map.osdInfo(osd).upThru() >= m.want()) {
            session.sendMaps(m.version() + 1);
            return;
        }
        osds.whenWritable(() -> {
            if (osds.map().isUp(osd)) {
                // Up through the epoch it has seen, which may be newer than the one it needs.
                osds.pending().upThru(osd, m.version());
                osds.afterCommit(() -> session.sendMaps(m.version() + 1));
                osds.propose(false);
            }
        });
    }

    /** Whether the sender is the OSD of that number that the map shows up. */
    private static boolean fromCurrent(MonSession session, OSDMap map) {
        int osd = (int) session.number();
        return session.peerType() == EntityType.OSD
                && osd >= 0
                && map.isUp(osd)
                && map.clientAddrs(osd).equals(session.addrs());
    }

    void onPgTemp(MonSession session, MOSDPGTemp m) {
        if (!fromCurrent(session, osds.map())) {
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
            // The primary must be past the epoch it asks in when it serves with the set it asks for.
            int osd = (int) session.number();
            if (!changes.isEmpty() && map.isUp(osd)) {
                changes.upThru(osd, m.mapEpoch());
            }
            osds.afterCommit(() -> session.sendMaps(m.version() + 1));
            osds.propose(false);
        });
    }

    void onBeacon(MonSession session, MOSDBeacon m) {
        if (fromCurrent(session, osds.map())) {
            lastReport.put((int) session.number(), monitor.nanoTime());
        }
    }

    void onFull(MonSession session, MOSDFull m) {
        int osd = (int) session.number();
        if (!fromCurrent(session, osds.map())) {
            return;
        }
        osds.whenWritable(() -> {
            int wanted = (int) m.state() & FULL_STATES;
            int flip = (osds.map().state(osd) & FULL_STATES) ^ wanted;
            if (flip != 0) {
                osds.pending().clearState(osd).flipState(osd, flip);
                osds.propose(true);
            }
            osds.afterCommit(() -> session.sendMaps(m.version() + 1));
        });
    }

    // ------------------------------------------------------------ time

    /** Notes who is up and down. */
    void onOsdMap(OSDMap map) {
        long now = monitor.nanoTime();
        for (int osd = 0; osd < map.maxOsd(); osd++) {
            if (map.isUp(osd)) {
                downSince.remove(osd);
                lastReport.putIfAbsent(osd, now);
            } else {
                lastReport.remove(osd);
                if (map.exists(osd)) {
                    downSince.putIfAbsent(osd, now);
                } else {
                    downSince.remove(osd);
                }
            }
        }
        failures.onOsdMap(map);
    }

    /** Marks OSDs down that have been silent, and out that have been down, for too long. */
    void tick() {
        osds.whenWritable(() -> {
            markSilentDown();
            failures.check();
            markDownOut();
            expireBlocklist();
        });
    }

    private void markSilentDown() {
        long timeout = monitor.conf().get(Options.MON_OSD_REPORT_TIMEOUT).toNanos();
        long now = monitor.nanoTime();
        OSDMap map = osds.map();
        for (Map.Entry<Integer, Long> e : new TreeMap<>(lastReport).entrySet()) {
            if (map.isUp(e.getKey()) && now - e.getValue() > timeout) {
                markFailed(e.getKey(), "no beacon for " + Units.general((now - e.getValue()) / NANOS) + " s");
            }
        }
    }

    private void markDownOut() {
        OSDMap map = osds.map();
        long interval = monitor.conf().get(Options.MON_OSD_DOWN_OUT_INTERVAL).toNanos();
        if (interval == 0 || (map.flags() & OSDMapFlags.NOOUT) != 0) {
            return;
        }
        long now = monitor.nanoTime();
        for (Map.Entry<Integer, Long> e : downSince.entrySet()) {
            int osd = e.getKey();
            boolean due = now - e.getValue() >= interval;
            if (due && map.exists(osd) && !map.isUp(osd) && map.weight(osd) != 0 && mayGoOut(osd, map)) {
                OSDMapIncremental.Builder changes = osds.pending();
                if (changes.pendingWeight(osd) == null) {
                    changes.xinfo(osd, changes.pendingXInfo(osd, map).withOldWeight(map.weight(osd)));
                    changes.weight(osd, 0);
                    changes.flipState(osd, OsdState.AUTOOUT);
                    monitor.log(
                            ClusterLog.PRIO_INFO,
                            "Marking osd." + osd + " out (has been down for " + (now - e.getValue()) / 1_000_000_000L
                                    + " seconds)");
                    osds.propose(true);
                }
            }
        }
    }

    private boolean mayGoOut(int osd, OSDMap map) {
        if ((map.state(osd) & (OsdState.NOOUT | OsdState.DESTROYED)) != 0) {
            return false;
        }
        int in = 0;
        int all = 0;
        for (int i = 0; i < map.maxOsd(); i++) {
            if (map.exists(i)) {
                all++;
                in += map.weight(i) != 0 ? 1 : 0;
            }
        }
        double minIn = monitor.conf().get(Options.MON_OSD_MIN_IN_RATIO);
        return in > all * minIn && !isWholeSubtreeDown(osd, map);
    }

    /** Whether everything under the OSD's ancestor of the limiting level is down: then the fault is not the OSD's. */
    private boolean isWholeSubtreeDown(int osd, OSDMap map) {
        String level = monitor.conf().get(Options.MON_OSD_DOWN_OUT_SUBTREE_LIMIT);
        String name = map.crush().location(osd).get(level);
        Integer ancestor = name == null ? null : map.crush().idOf(name);
        return ancestor != null
                && CrushTree.devicesUnder(map.crush(), ancestor).stream().noneMatch(map::isUp);
    }

    private void expireBlocklist() {
        UTime now = UTime.of(monitor.now());
        osds.map().blocklist().forEach((addr, until) -> {
            if (until.compareTo(now) < 0) {
                osds.pending().unblocklist(addr);
                osds.propose(false);
            }
        });
    }
}
