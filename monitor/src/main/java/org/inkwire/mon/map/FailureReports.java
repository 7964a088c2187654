// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.map;

import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.conf.Options;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.OSDMapFlags;
import org.inkwire.cluster.map.OSDMapIncremental;
import org.inkwire.cluster.map.OsdState;
import org.inkwire.cluster.message.osdmon.MOSDFailure;
import org.inkwire.mon.format.Units;
import org.inkwire.mon.service.ClusterLog;
import org.inkwire.mon.session.MonSession;
import org.inkwire.mon.session.Routes;
import org.inkwire.msgr.event.EventCenter;

/**
 * OSDs reported as unresponsive by other OSDs. An OSD is marked down when reporters from {@code
 * mon_osd_min_down_reporters} different subtrees have reported it for longer than the grace period; at once if its port
 * refuses connections. Ceph: {@code OSDMonitor::prepare_failure}, {@code check_failure}. Confined to the monitor's
 * center.
 */
public final class FailureReports {
    private static final double NANOS = 1e9;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final OsdMonitor osds;
    private final CephConf conf;
    private final ClusterLog log;
    private final EventCenter center;

    /** Target to reporter to the monotonic time, in ns, since when the target has been silent. */
    private final NavigableMap<Integer, NavigableMap<Integer, Long>> reports = new TreeMap<>();

    public FailureReports(OsdMonitor osds, CephConf conf, ClusterLog log, EventCenter center) {
        this.osds = osds;
        this.conf = conf;
        this.log = log;
        this.center = center;
        osds.onCommit(this::onOsdMap);
    }

    public void addTo(Routes routes) {
        routes.add(MOSDFailure.TYPE, MOSDFailure.class, this::onFailure);
    }

    private void onFailure(MonSession session, MOSDFailure m) {
        int target = m.targetOsd();
        int reporter = (int) session.number();
        OSDMap map = osds.map();
        if (!m.fsid().equals(osds.fsid()) || !osds.isUp(session)) {
            return;
        }
        if (!map.isUp(target)
                || map.upFrom(target) > m.epoch()
                || !map.clientAddrs(target).equals(m.targetAddrs())) {
            // Already known, or about another incarnation: the reporter's map is old.
            osds.sendMaps(session, m.epoch() + 1);
            return;
        }
        if (!m.isFailed()) {
            withdraw(target, reporter);
            return;
        }
        if (!mayGoDown(target, map)) {
            return;
        }
        if (m.isImmediate()) {
            osds.whenWritable(() -> markDead(target, "reported immediately failed by osd." + reporter));
            return;
        }
        long since = center.nanoTime() - m.failedFor() * NANOS_PER_SECOND;
        reports.computeIfAbsent(target, t -> new TreeMap<>()).merge(reporter, since, Math::min);
        osds.whenWritable(() -> check(target));
    }

    private void withdraw(int target, int reporter) {
        NavigableMap<Integer, Long> of = reports.get(target);
        if (of != null && of.remove(reporter) != null && of.isEmpty()) {
            reports.remove(target);
        }
    }

    /** Drops the reports about an OSD that came up or goes down. */
    void forget(int target) {
        reports.remove(target);
    }

    /** Drops reports about, and by, OSDs that are not up. */
    private void onOsdMap(OSDMap map) {
        reports.keySet().removeIf(target -> !map.isUp(target));
        reports.values().forEach(of -> of.keySet().removeIf(reporter -> !map.isUp(reporter)));
        reports.values().removeIf(Map::isEmpty);
    }

    /** Re-evaluates all reports as time passes. */
    void check() {
        for (int target : new TreeMap<>(reports).keySet()) {
            check(target);
        }
    }

    private void check(int target) {
        NavigableMap<Integer, Long> of = reports.get(target);
        if (of == null || !osds.map().isUp(target)) {
            return;
        }
        Set<String> subtrees = new HashSet<>();
        String level = conf.get(Options.MON_OSD_REPORTER_SUBTREE_LEVEL);
        long now = center.nanoTime();
        long longest = 0;
        for (Map.Entry<Integer, Long> e : of.entrySet()) {
            String ancestor = osds.map().crush().location(e.getKey()).get(level);
            // An OSD outside any such subtree counts on its own.
            subtrees.add(ancestor == null ? "osd." + e.getKey() : ancestor);
            longest = Math.max(longest, now - e.getValue());
        }
        long grace = conf.get(Options.OSD_HEARTBEAT_GRACE).toNanos();
        if (longest >= grace && subtrees.size() >= conf.getInt(Options.MON_OSD_MIN_DOWN_REPORTERS)) {
            markFailed(
                    target,
                    of.size() + " reporters from different " + level + " after " + Units.general(longest / NANOS)
                            + " >= grace " + Units.general(grace / NANOS));
        }
    }

    /**
     * Marks down an OSD whose process is gone. The map says so ({@code dead_epoch}), so that no PG waits for a read
     * lease of that process. Ceph: {@code OSDMonitor::force_failure}.
     */
    private void markDead(int osd, String why) {
        OSDMap map = osds.map();
        if (map.isUp(osd) && mayGoDown(osd, map)) {
            OSDMapIncremental.Builder changes = osds.pending();
            changes.xinfo(osd, changes.pendingXInfo(osd, map).withDeadEpoch(map.epoch() + 1));
            markFailed(osd, why);
        }
    }

    /** Marks a failed OSD down, unless a nodown flag of the cluster or the OSD forbids it. */
    void markFailed(int osd, String why) {
        OSDMap map = osds.map();
        if (!map.isUp(osd) || !mayGoDown(osd, map)) {
            return;
        }
        osds.markDown(osd);
        forget(osd);
        log.info("osd." + osd + " failed (" + why + ")");
        osds.propose(true);
    }

    /** False with flag nodown. */
    static boolean mayGoDown(int osd, OSDMap map) {
        return (map.flags() & OSDMapFlags.NODOWN) == 0 && (map.state(osd) & OsdState.NODOWN) == 0;
    }
}
