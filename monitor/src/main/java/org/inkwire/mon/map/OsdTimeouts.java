// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.map;

import java.time.InstantSource;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.conf.Options;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.OSDMapFlags;
import org.inkwire.cluster.map.OSDMapIncremental;
import org.inkwire.cluster.map.OsdState;
import org.inkwire.mon.format.Units;
import org.inkwire.mon.service.ClusterLog;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.wire.UTime;

/**
 * Time-driven changes: silent OSDs are marked down, OSDs that stay down are marked out, blocklist entries expire.
 * Confined to the monitor's center. Ceph: {@code OSDMonitor::tick}, {@code handle_osd_timeouts}.
 */
public final class OsdTimeouts {
    private static final double NANOS = 1e9;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final OsdMonitor osds;
    private final CephConf conf;
    private final FailureReports failures;
    private final ClusterLog log;
    private final EventCenter center;
    private final InstantSource wallClock;

    /** Monotonic time since when an OSD has been seen down, in ns. */
    private final NavigableMap<Integer, Long> downSince = new TreeMap<>();

    /** Monotonic time of the last beacon of an OSD that is up, in ns. */
    private final NavigableMap<Integer, Long> lastReport = new TreeMap<>();

    public OsdTimeouts(
            OsdMonitor osds,
            CephConf conf,
            FailureReports failures,
            ClusterLog log,
            EventCenter center,
            InstantSource wallClock) {
        this.osds = osds;
        this.conf = conf;
        this.failures = failures;
        this.log = log;
        this.center = center;
        this.wallClock = wallClock;
        osds.onCommit(this::onOsdMap);
    }

    /** Records that an OSD has just been heard from. */
    void heard(int osd) {
        lastReport.put(osd, center.nanoTime());
    }

    /** Records which OSDs are up and down. */
    private void onOsdMap(OSDMap map) {
        long now = center.nanoTime();
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
    }

    public void tick() {
        osds.whenWritable(() -> {
            markSilentDown();
            failures.check();
            markDownOut();
            expireBlocklist();
        });
    }

    private void markSilentDown() {
        long timeout = conf.get(Options.MON_OSD_REPORT_TIMEOUT).toNanos();
        long now = center.nanoTime();
        OSDMap map = osds.map();
        for (Map.Entry<Integer, Long> e : new TreeMap<>(lastReport).entrySet()) {
            if (map.isUp(e.getKey()) && now - e.getValue() > timeout) {
                failures.markFailed(e.getKey(), "no beacon for " + Units.general((now - e.getValue()) / NANOS) + " s");
            }
        }
    }

    private void markDownOut() {
        OSDMap map = osds.map();
        long interval = conf.get(Options.MON_OSD_DOWN_OUT_INTERVAL).toNanos();
        if (interval == 0 || (map.flags() & OSDMapFlags.NOOUT) != 0) {
            return;
        }
        long now = center.nanoTime();
        for (Map.Entry<Integer, Long> e : downSince.entrySet()) {
            int osd = e.getKey();
            boolean due = now - e.getValue() >= interval;
            if (due && map.exists(osd) && !map.isUp(osd) && map.weight(osd) != 0 && mayGoOut(osd, map)) {
                OSDMapIncremental.Builder changes = osds.pending();
                if (changes.pendingWeight(osd) == null) {
                    changes.xinfo(osd, changes.pendingXInfo(osd, map).withOldWeight(map.weight(osd)));
                    changes.weight(osd, 0);
                    changes.flipState(osd, OsdState.AUTOOUT);
                    log.info("Marking osd." + osd + " out (has been down for " + (now - e.getValue()) / NANOS_PER_SECOND
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
        double minIn = conf.get(Options.MON_OSD_MIN_IN_RATIO);
        return in > all * minIn && !isWholeSubtreeDown(osd, map);
    }

    /**
     * Whether everything under the OSD's ancestor at the limiting level is down, in which case the OSD is not at fault.
     */
    private boolean isWholeSubtreeDown(int osd, OSDMap map) {
        String level = conf.get(Options.MON_OSD_DOWN_OUT_SUBTREE_LIMIT);
        String name = map.crush().location(osd).get(level);
        Integer ancestor = name == null ? null : map.crush().idOf(name);
        return ancestor != null
                && CrushDevices.under(map.crush(), ancestor).stream().noneMatch(map::isUp);
    }

    private void expireBlocklist() {
        UTime now = UTime.of(wallClock.instant());
        osds.map().blocklist().forEach((addr, until) -> {
            if (until.compareTo(now) < 0) {
                osds.pending().unblocklist(addr);
                osds.propose(false);
            }
        });
    }
}
