// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.map;

import java.util.Map;
import java.util.UUID;
import org.inkwire.cluster.crush.CrushMap;
import org.inkwire.wire.MalformedInputException;
import org.inkwire.wire.UTime;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;

/**
 * Applies an incremental to a map, in Ceph's order of steps: every daemon must arrive at the same bytes (protocol:
 * osdmap-crush section 2).
 */
final class IncrementalApply {
    private static final int CLEAR_WHEN_IN = OsdState.AUTOOUT | OsdState.NEW;
    private static final int MUTATE_SET = 1;

    private final OSDMapFields m;
    private final IncrementalFields inc;

    private IncrementalApply(OSDMapFields base, IncrementalFields inc) {
        this.m = base;
        this.inc = inc;
    }

    static OSDMap apply(OSDMapFields base, IncrementalFields inc) {
        if (inc.epoch != base.epoch + 1) {
            throw new MalformedInputException("incremental " + inc.epoch + " does not follow epoch " + base.epoch);
        }
        if (inc.epoch != 1 && !inc.fsid.equals(base.fsid)) {
            throw new MalformedInputException("incremental of cluster " + inc.fsid + " for a map of " + base.fsid);
        }
        if (inc.fullMap.length > 0) {
            return OSDMap.decode(inc.fullMap);
        }
        OSDMapFields next = base.copy();
        next.fsid = inc.fsid;
        new IncrementalApply(next, inc).run();
        return new OSDMap(next);
    }

    private void run() {
        m.epoch++;
        m.modified = inc.modified;
        if (inc.newFlags >= 0) {
            m.flags = inc.newFlags;
        }
        if (inc.newMaxOsd >= 0) {
            if (inc.newMaxOsd > OSDMapFields.MAX_OSDS) {
                throw new MalformedInputException("max_osd " + inc.newMaxOsd);
            }
            m.setMaxOsd(inc.newMaxOsd);
        }
        pools();
        snaps();
        weights();
        profiles();
        states();
        ups();
        infos();
        groups();
        blocklists();
        settings();
        crush();
    }

    private int osd(int osd) {
        if (osd < 0 || osd >= m.maxOsd) {
            throw new MalformedInputException("incremental " + inc.epoch + " changes osd." + osd + " of " + m.maxOsd);
        }
        return osd;
    }

    private void pools() {
        if (inc.newPoolMax != -1) {
            m.poolMax = (int) inc.newPoolMax;
        }
        // The last_change of a pool in the incremental predates this epoch.
        inc.newPools.forEach((id, pool) -> m.pools.put(id, pool.with(b -> b.lastChange(m.epoch))));
        m.poolNames.putAll(inc.newPoolNames);
        for (long id : inc.oldPools) {
            m.pools.remove(id);
            m.poolNames.remove(id);
        }
    }

    private void snaps() {
        m.newRemovedSnaps.clear();
        m.newRemovedSnaps.putAll(inc.newRemovedSnaps);
        m.newPurgedSnaps.clear();
        m.newPurgedSnaps.putAll(inc.newPurgedSnaps);
        inc.newRemovedSnaps.forEach((pool, snaps) -> m.removedSnapsQueue.merge(pool, snaps, IntervalSet::union));
        inc.newPurgedSnaps.forEach((pool, snaps) -> {
            IntervalSet left =
                    m.removedSnapsQueue.getOrDefault(pool, IntervalSet.EMPTY).minus(snaps);
            if (left.isEmpty()) {
                m.removedSnapsQueue.remove(pool);
            } else {
                m.removedSnapsQueue.put(pool, left);
            }
        });
        if (!inc.newLastUpChange.isZero()) {
            m.lastUpChange = inc.newLastUpChange;
        }
        if (!inc.newLastInChange.isZero()) {
            m.lastInChange = inc.newLastInChange;
        }
    }

    private void weights() {
        for (Map.Entry<Integer, Long> e : inc.newWeight.entrySet()) {
            int osd = osd(e.getKey());
            m.osdWeight[osd] = (int) (long) e.getValue();
            if (e.getValue() != 0) {
                m.osdState[osd] = (m.osdState[osd] | OsdState.EXISTS) & ~CLEAR_WHEN_IN;
                m.osdXInfo[osd] = m.osdXInfo[osd].withOldWeight(0);
            }
        }
        for (Map.Entry<Integer, Integer> e : inc.newPrimaryAffinity.entrySet()) {
            m.setPrimaryAffinity(osd(e.getKey()), e.getValue());
        }
    }

    private void profiles() {
        inc.oldErasureCodeProfiles.forEach(m.erasureCodeProfiles::remove);
        m.erasureCodeProfiles.putAll(inc.newErasureCodeProfiles);
    }

    private void states() {
        for (Map.Entry<Integer, Integer> e : inc.newState.entrySet()) {
            int osd = osd(e.getKey());
            int flip = e.getValue() == 0 ? OsdState.UP : e.getValue();
            int both = m.osdState[osd] & flip;
            if ((both & OsdState.UP) != 0) {
                m.osdInfo[osd] = m.osdInfo[osd].withDownAt(m.epoch);
                m.osdXInfo[osd] = m.osdXInfo[osd].withDownStamp(m.modified);
            }
            if ((both & OsdState.EXISTS) != 0) {
                forget(osd);
            } else {
                m.osdState[osd] ^= flip;
            }
        }
    }

    private void forget(int osd) {
        m.osdUuid[osd] = Uuids.ZERO;
        m.osdInfo[osd] = OsdInfo.NONE;
        m.osdXInfo[osd] = OsdXInfo.NONE;
        m.setPrimaryAffinity(osd, OSDMap.DEFAULT_PRIMARY_AFFINITY);
        m.clientAddrs[osd] = EntityAddrVec.EMPTY;
        m.clusterAddrs[osd] = EntityAddrVec.EMPTY;
        m.hbFrontAddrs[osd] = EntityAddrVec.EMPTY;
        m.hbBackAddrs[osd] = EntityAddrVec.EMPTY;
        m.osdState[osd] = 0;
    }

    private void ups() {
        for (Map.Entry<Integer, EntityAddrVec> e : inc.newUpClient.entrySet()) {
            int osd = osd(e.getKey());
            m.osdState[osd] |= OsdState.EXISTS | OsdState.UP;
            m.clientAddrs[osd] = e.getValue();
            m.hbBackAddrs[osd] = inc.newHbBackUp.getOrDefault(osd, EntityAddrVec.EMPTY);
            m.hbFrontAddrs[osd] = inc.newHbFrontUp.getOrDefault(osd, EntityAddrVec.EMPTY);
            m.osdInfo[osd] = m.osdInfo[osd].withUpFrom(m.epoch);
        }
        for (Map.Entry<Integer, EntityAddrVec> e : inc.newUpCluster.entrySet()) {
            m.clusterAddrs[osd(e.getKey())] = e.getValue();
        }
    }

    private void infos() {
        for (Map.Entry<Integer, Long> e : inc.newUpThru.entrySet()) {
            int osd = osd(e.getKey());
            m.osdInfo[osd] = m.osdInfo[osd].withUpThru(e.getValue());
        }
        for (Map.Entry<Integer, IncrementalFields.Interval> e : inc.newLastCleanInterval.entrySet()) {
            int osd = osd(e.getKey());
            m.osdInfo[osd] = m.osdInfo[osd].withLastClean(
                    e.getValue().begin(), e.getValue().end());
        }
        for (Map.Entry<Integer, Long> e : inc.newLost.entrySet()) {
            int osd = osd(e.getKey());
            m.osdInfo[osd] = m.osdInfo[osd].withLostAt(e.getValue());
        }
        for (Map.Entry<Integer, OsdXInfo> e : inc.newXInfo.entrySet()) {
            m.osdXInfo[osd(e.getKey())] = e.getValue();
        }
        for (Map.Entry<Integer, UUID> e : inc.newUuid.entrySet()) {
            m.osdUuid[osd(e.getKey())] = e.getValue();
        }
    }

    private void groups() {
        inc.newPgTemp.forEach((pg, osds) -> {
            if (osds.isEmpty()) {
                m.pgTemp.remove(pg);
            } else {
                m.pgTemp.put(pg, osds);
            }
        });
        inc.newPrimaryTemp.forEach((pg, osd) -> {
            if (osd == -1) {
                m.primaryTemp.remove(pg);
            } else {
                m.primaryTemp.put(pg, osd);
            }
        });
        m.pgUpmap.putAll(inc.newPgUpmap);
        inc.oldPgUpmap.forEach(m.pgUpmap::remove);
        m.pgUpmapItems.putAll(inc.newPgUpmapItems);
        inc.oldPgUpmapItems.forEach(m.pgUpmapItems::remove);
        m.pgUpmapPrimaries.putAll(inc.newPgUpmapPrimaries);
        inc.oldPgUpmapPrimaries.forEach(m.pgUpmapPrimaries::remove);
    }

    private void blocklists() {
        // An address already listed keeps its expiry time.
        for (Map.Entry<EntityAddr, UTime> e : inc.newBlocklist.entrySet()) {
            m.blocklist.putIfAbsent(e.getKey(), e.getValue());
        }
        inc.oldBlocklist.forEach(m.blocklist::remove);
        for (Map.Entry<EntityAddr, UTime> e : inc.newRangeBlocklist.entrySet()) {
            m.rangeBlocklist.putIfAbsent(e.getKey(), e.getValue());
        }
        inc.oldRangeBlocklist.forEach(m.rangeBlocklist::remove);
    }

    private void settings() {
        m.clusterSnapshot = inc.clusterSnapshot;
        m.clusterSnapshotEpoch = inc.clusterSnapshot.isEmpty() ? 0 : m.epoch;
        if (inc.newNearfullRatio >= 0) {
            m.nearfullRatio = inc.newNearfullRatio;
        }
        if (inc.newBackfillfullRatio >= 0) {
            m.backfillfullRatio = inc.newBackfillfullRatio;
        }
        if (inc.newFullRatio >= 0) {
            m.fullRatio = inc.newFullRatio;
        }
        if (inc.newRequireMinCompatClient != IncrementalFields.NO_RELEASE) {
            m.requireMinCompatClient = inc.newRequireMinCompatClient;
        }
        if (inc.newRequireOsdRelease != IncrementalFields.NO_RELEASE) {
            m.requireOsdRelease = inc.newRequireOsdRelease;
        }
        setOrClear(m.crushNodeFlags, inc.newCrushNodeFlags);
        setOrClear(m.deviceClassFlags, inc.newDeviceClassFlags);
        if (inc.changeStretchMode) {
            m.stretchMode = inc.newStretchMode;
        }
        if (inc.mutateAllowCrimson != 0) {
            m.allowCrimson = inc.mutateAllowCrimson == MUTATE_SET;
        }
    }

    private static void setOrClear(Map<Integer, Long> flags, Map<Integer, Long> changes) {
        changes.forEach((key, value) -> {
            if (value == 0) {
                flags.remove(key);
            } else {
                flags.put(key, value);
            }
        });
    }

    private void crush() {
        if (inc.crush.length == 0) {
            return;
        }
        m.crush = CrushMap.decode(inc.crush);
        m.crushVersion++;
        m.deviceClassFlags.keySet().removeIf(id -> !m.crush.classNames().containsKey(id));
    }
}
