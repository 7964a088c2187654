// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.inkwire.cluster.conf.Options;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.message.osdmon.MOSDFailure;
import org.inkwire.wire.entity.EntityType;

/**
 * OSDs that others say do not answer. One is believed down when reporters from {@code mon_osd_min_down_reporters} different
 * subtrees say so for longer than the grace; at once if its port refuses connections. Ceph: {@code
 * OSDMonitor::prepare_failure}, {@code check_failure}. Confined to the monitor's center.
 */
final class FailureReports {
    private static final double NANOS = 1e9;

    private final Monitor monitor;
    private final OsdMonitor osds;

    /** Target to reporter to the monotonic time, in ns, since when the target has been silent. */
    private final NavigableMap<Integer, NavigableMap<Integer, Long>> reports = new TreeMap<>();

    FailureReports(Monitor monitor, OsdMonitor osds) {
        this.monitor = monitor;
        this.osds = osds;
    }

    void onFailure(MonSession session, MOSDFailure m, OsdLifecycle lifecycle) {
        int target = m.targetOsd();
        int reporter = (int) session.number();
        OSDMap map = osds.map();
        if (!m.fsid().equals(monitor.fsid())
                || session.peerType() != EntityType.OSD
                || reporter < 0
                || !map.isUp(reporter)
                || !map.clientAddrs(reporter).equals(session.addrs())) {
            return;
        }
        if (!map.isUp(target)
                || map.upFrom(target) > m.epoch()
                || !map.clientAddrs(target).equals(m.targetAddrs())) {
            // Known already, or another incarnation is meant: the reporter's map is old.
            session.sendMaps(m.epoch() + 1);
            return;
        }
        if (!m.isFailed()) {
            withdraw(target, reporter);
            return;
        }
        if (!OsdLifecycle.mayGoDown(target, map)) {
            return;
        }
        if (m.isImmediate()) {
            osds.whenWritable(() -> lifecycle.markFailed(target, "reported immediately failed by osd." + reporter));
            return;
        }
        long since = monitor.nanoTime() - m.failedFor() * 1_000_000_000L;
        reports.computeIfAbsent(target, t -> new TreeMap<>()).merge(reporter, since, Math::min);
        osds.whenWritable(() -> check(target, lifecycle));
    }

    private void withdraw(int target, int reporter) {
        NavigableMap<Integer, Long> of = reports.get(target);
        if (of != null && of.remove(reporter) != null && of.isEmpty()) {
            reports.remove(target);
        }
    }

    void forget(int target) {
        reports.remove(target);
    }

    /** Drops reports about, and by, OSDs that are not up. */
    void onOsdMap(OSDMap map) {
        reports.keySet().removeIf(target -> !map.isUp(target));
        reports.values().forEach(of -> of.keySet().removeIf(reporter -> !map.isUp(reporter)));
        reports.values().removeIf(Map::isEmpty);
    }

    /** Looks again at all reports: time has passed. */
    void check() {
        for (int target : new TreeMap<>(reports).keySet()) {
            check(target, monitor.lifecycle());
        }
    }

    private void check(int target, OsdLifecycle lifecycle) {
        NavigableMap<Integer, Long> of = reports.get(target);
        if (of == null || !osds.map().isUp(target)) {
            return;
        }
        Set<String> subtrees = new HashSet<>();
        String level = monitor.conf().get(Options.MON_OSD_REPORTER_SUBTREE_LEVEL);
        long now = monitor.nanoTime();
        long longest = 0;
        for (Map.Entry<Integer, Long> e : of.entrySet()) {
            String ancestor = osds.map().crush().location(e.getKey()).get(level);
            // An OSD outside such a subtree counts by itself.
            subtrees.add(ancestor == null ? "osd." + e.getKey() : ancestor);
            longest = Math.max(longest, now - e.getValue());
        }
        long grace = monitor.conf().get(Options.OSD_HEARTBEAT_GRACE).toNanos();
        if (longest >= grace && subtrees.size() >= monitor.conf().getInt(Options.MON_OSD_MIN_DOWN_REPORTERS)) {
            lifecycle.markFailed(
                    target,
                    of.size() + " reporters from different " + level + " after " + Units.general(longest / NANOS)
                            + " >= grace " + Units.general(grace / NANOS));
        }
    }

    /** OSDs that somebody reports. */
    Set<Integer> targets() {
        return reports.keySet();
    }
}
