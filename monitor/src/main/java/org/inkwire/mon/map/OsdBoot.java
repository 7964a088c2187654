// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.map;

import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.conf.Options;
import org.inkwire.cluster.crush.CrushMap;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.OSDMapFlags;
import org.inkwire.cluster.map.OSDMapIncremental;
import org.inkwire.cluster.map.OsdInfo;
import org.inkwire.cluster.map.OsdState;
import org.inkwire.cluster.map.OsdXInfo;
import org.inkwire.cluster.message.osdmon.MOSDBoot;
import org.inkwire.cluster.message.osdmon.OSDSuperblock;
import org.inkwire.mon.service.ClusterLog;
import org.inkwire.mon.session.MonSession;
import org.inkwire.mon.session.Routes;
import org.inkwire.wire.Uuids;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles OSD boots (protocol: mon section 6). Confined to the monitor's center. Ceph: {@code
 * OSDMonitor::preprocess_boot}, {@code prepare_boot}.
 */
public final class OsdBoot {
    private static final Logger log = LoggerFactory.getLogger(OsdBoot.class);

    /** Weight of one boot in the laggy estimate ({@code mon_osd_laggy_weight}). */
    private static final double LAGGY_WEIGHT = 0.3;

    private final OsdMonitor osds;
    private final CephConf conf;
    private final OsdMetadata metadata;
    private final FailureReports failures;
    private final OsdTimeouts timeouts;
    private final ClusterLog clusterLog;

    public OsdBoot(
            OsdMonitor osds,
            CephConf conf,
            OsdMetadata metadata,
            FailureReports failures,
            OsdTimeouts timeouts,
            ClusterLog clusterLog) {
        this.osds = osds;
        this.conf = conf;
        this.metadata = metadata;
        this.failures = failures;
        this.timeouts = timeouts;
        this.clusterLog = clusterLog;
    }

    public void addTo(Routes routes) {
        routes.add(MOSDBoot.TYPE, MOSDBoot.class, this::onBoot);
    }

    private void onBoot(MonSession session, MOSDBoot m) {
        OSDSuperblock sb = m.superblock();
        int osd = sb.whoami();
        OSDMap map = osds.map();
        if (!sb.clusterFsid().equals(osds.fsid())) {
            log.warn("ignoring a boot of osd.{} for cluster {}", osd, sb.clusterFsid());
            return;
        }
        if (session.peerType() != EntityType.OSD) {
            log.warn("{} sent a boot of osd.{}, ignoring it", session, osd);
            return;
        }
        if (!map.exists(osd)) {
            log.warn("ignoring a boot of osd.{}, which does not exist", osd);
            return;
        }
        boolean uuidKnown = !map.osdUuid(osd).equals(Uuids.ZERO);
        if (uuidKnown && !map.osdUuid(osd).equals(sb.osdFsid())) {
            log.warn("ignoring a boot of osd.{} with uuid {} instead of {}", osd, sb.osdFsid(), map.osdUuid(osd));
            return;
        }
        if (isHeldDown(osd, map)) {
            log.info("osd.{} may not come up: noup", osd);
            osds.sendMaps(session, m.version() + 1);
            return;
        }
        if (map.isUp(osd) && isSameIncarnation(session, m, map)) {
            osds.sendMaps(session, m.version() + 1);
            return;
        }
        osds.whenWritable(() -> prepare(session, m));
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

    private void prepare(MonSession session, MOSDBoot m) {
        int osd = m.superblock().whoami();
        OSDMap map = osds.map();
        OSDMapIncremental.Builder changes = osds.pending();
        if (!map.exists(osd) || changes.isPendingUp(osd)) {
            return;
        }
        if (map.isUp(osd)) {
            // A new incarnation: mark the old one down first, so that every PG sees the interval change.
            osds.markDown(osd);
            osds.afterCommit(() -> osds.whenWritable(() -> prepare(session, m)));
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
        metadata.put(osd, m.metadata());
        clusterLog.info("osd." + osd + " " + addrs + " boot");
        timeouts.heard(osd);
        osds.afterCommit(() -> osds.sendMaps(session, m.version() + 1));
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

    /** Decays the laggy estimate: an OSD that boots was really down, not merely slow. */
    private static OsdXInfo laggyAfterBoot(int osd, OSDMap map, OSDMapIncremental.Builder changes) {
        OsdXInfo info = changes.pendingXInfo(osd, map);
        if (info.downStamp().isZero()) {
            return info;
        }
        double probability = info.laggyProbability() / OsdXInfo.LAGGY_ONE;
        double decayed = probability * (1.0 - LAGGY_WEIGHT);
        return info.withLaggy(
                (long) (decayed * OsdXInfo.LAGGY_ONE), (long) (info.laggyInterval() * (1.0 - LAGGY_WEIGHT)));
    }

    private void markInIfDue(int osd, OSDMap map, OSDMapIncremental.Builder changes) {
        if ((map.flags() & OSDMapFlags.NOIN) != 0 || (map.state(osd) & OsdState.NOIN) != 0) {
            return;
        }
        boolean autoOut = (map.state(osd) & OsdState.AUTOOUT) != 0;
        boolean isNew = (map.state(osd) & OsdState.NEW) != 0;
        boolean due = autoOut && conf.get(Options.MON_OSD_AUTO_MARK_AUTO_OUT_IN)
                || isNew && conf.get(Options.MON_OSD_AUTO_MARK_NEW_IN)
                || conf.get(Options.MON_OSD_AUTO_MARK_IN);
        if (due) {
            OsdXInfo info = changes.pendingXInfo(osd, map);
            long weight = info.oldWeight() > 0 ? info.oldWeight() : CrushMap.WEIGHT_ONE;
            changes.weight(osd, weight);
            changes.xinfo(osd, info.withOldWeight(0));
        }
    }
}
