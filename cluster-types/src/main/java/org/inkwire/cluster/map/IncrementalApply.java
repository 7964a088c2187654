// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.map;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.inkwire.cluster.crush.CrushMap;
import org.inkwire.wire.MalformedInputException;
import org.inkwire.wire.UTime;
import org.inkwire.wire.Uuids;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;

/**
 * Applies an incremental to a map, in Ceph's order of steps: every daemon must arrive at the same bytes (protocol:
 * osdmap-crush section 2). What an incremental does not change, the two maps share; the rest is copied before its first
 * change.
 */
final class IncrementalApply {
    private static final int CLEAR_WHEN_IN = OsdState.AUTOOUT | OsdState.NEW;
    private static final int MUTATE_SET = 1;

    private final OSDMapFields base;
    private final OSDMapFields m;
    private final IncrementalFields inc;

    private IncrementalApply(OSDMapFields base, IncrementalFields inc) {
        this.base = base;
        this.m = base.sharing();
        this.inc = inc;
    }

    /** Throws if the incremental is of another cluster or epoch. */
    static void check(OSDMapFields base, IncrementalFields inc) {
        if (inc.epoch != base.epoch + 1) {
            throw new MalformedInputException("incremental " + inc.epoch + " does not follow epoch " + base.epoch);
        }
        if (inc.epoch != 1 && !inc.fsid.equals(base.fsid)) {
            throw new MalformedInputException("incremental of cluster " + inc.fsid + " for a map of " + base.fsid);
        }
    }

    /** @param inc checked, and without a full map */
    static OSDMapFields apply(OSDMapFields base, IncrementalFields inc) {
        IncrementalApply apply = new IncrementalApply(base, inc);
        apply.run();
        return apply.m;
    }

    private void run() {
        m.fsid = inc.fsid;
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
        if (!inc.newPools.isEmpty() || !inc.oldPools.isEmpty()) {
            m.pools = new TreeMap<>(m.pools);
        }
        if (!inc.newPoolNames.isEmpty() || !inc.oldPools.isEmpty()) {
            m.poolNames = new TreeMap<>(m.poolNames);
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
        m.newRemovedSnaps = new TreeMap<>(inc.newRemovedSnaps);
        m.newPurgedSnaps = new TreeMap<>(inc.newPurgedSnaps);
        if (!inc.newRemovedSnaps.isEmpty() || !inc.newPurgedSnaps.isEmpty()) {
            m.removedSnapsQueue = new TreeMap<>(m.removedSnapsQueue);
        }
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

    private void ownWeights() {
        m.osdWeight = m.osdWeight == base.osdWeight ? m.osdWeight.clone() : m.osdWeight;
    }

    private void ownStates() {
        m.osdState = m.osdState == base.osdState ? m.osdState.clone() : m.osdState;
    }

    private void ownAffinities() {
        m.primaryAffinity = m.primaryAffinity == base.primaryAffinity ? m.primaryAffinity.clone() : m.primaryAffinity;
    }

    private void ownInfos() {
        m.osdInfo = m.osdInfo == base.osdInfo ? m.osdInfo.clone() : m.osdInfo;
    }

    private void ownXInfos() {
        m.osdXInfo = m.osdXInfo == base.osdXInfo ? m.osdXInfo.clone() : m.osdXInfo;
    }

    private void ownUuids() {
        m.osdUuid = m.osdUuid == base.osdUuid ? m.osdUuid.clone() : m.osdUuid;
    }

    private void ownAddrs() {
        m.clientAddrs = m.clientAddrs == base.clientAddrs ? m.clientAddrs.clone() : m.clientAddrs;
        m.clusterAddrs = m.clusterAddrs == base.clusterAddrs ? m.clusterAddrs.clone() : m.clusterAddrs;
        m.hbBackAddrs = m.hbBackAddrs == base.hbBackAddrs ? m.hbBackAddrs.clone() : m.hbBackAddrs;
        m.hbFrontAddrs = m.hbFrontAddrs == base.hbFrontAddrs ? m.hbFrontAddrs.clone() : m.hbFrontAddrs;
    }

    private void weights() {
        if (!inc.newWeight.isEmpty()) {
            ownWeights();
            ownStates();
            ownXInfos();
        }
        for (Map.Entry<Integer, Long> e : inc.newWeight.entrySet()) {
            int osd = osd(e.getKey());
            m.osdWeight[osd] = (int) (long) e.getValue();
            if (e.getValue() != 0) {
                m.osdState[osd] = (m.osdState[osd] | OsdState.EXISTS) & ~CLEAR_WHEN_IN;
                m.osdXInfo[osd] = m.osdXInfo[osd].withOldWeight(0);
            }
        }
        if (!inc.newPrimaryAffinity.isEmpty()) {
            ownAffinities();
        }
        for (Map.Entry<Integer, Integer> e : inc.newPrimaryAffinity.entrySet()) {
            m.setPrimaryAffinity(osd(e.getKey()), e.getValue());
        }
    }

    private void profiles() {
        if (inc.oldErasureCodeProfiles.isEmpty() && inc.newErasureCodeProfiles.isEmpty()) {
            return;
        }
        m.erasureCodeProfiles = new TreeMap<>(m.erasureCodeProfiles);
        inc.oldErasureCodeProfiles.forEach(m.erasureCodeProfiles::remove);
        m.erasureCodeProfiles.putAll(inc.newErasureCodeProfiles);
    }

    private void states() {
        if (!inc.newState.isEmpty()) {
            ownStates();
            ownInfos();
            ownXInfos();
        }
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
        ownUuids();
        ownAffinities();
        ownAddrs();
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
        if (!inc.newUpClient.isEmpty() || !inc.newUpCluster.isEmpty()) {
            ownStates();
            ownAddrs();
            ownInfos();
        }
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
        if (!inc.newUpThru.isEmpty() || !inc.newLastCleanInterval.isEmpty() || !inc.newLost.isEmpty()) {
            ownInfos();
        }
        if (!inc.newXInfo.isEmpty()) {
            ownXInfos();
        }
        if (!inc.newUuid.isEmpty()) {
            ownUuids();
        }
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
        if (!inc.newPgTemp.isEmpty()) {
            m.pgTemp = new TreeMap<>(m.pgTemp);
            inc.newPgTemp.forEach((pg, osds) -> setOrClear(m.pgTemp, pg, osds, osds.isEmpty()));
        }
        if (!inc.newPrimaryTemp.isEmpty()) {
            m.primaryTemp = new TreeMap<>(m.primaryTemp);
            inc.newPrimaryTemp.forEach((pg, osd) -> setOrClear(m.primaryTemp, pg, osd, osd == -1));
        }
        m.pgUpmap = changed(m.pgUpmap, inc.newPgUpmap, inc.oldPgUpmap);
        m.pgUpmapItems = changed(m.pgUpmapItems, inc.newPgUpmapItems, inc.oldPgUpmapItems);
        m.pgUpmapPrimaries = changed(m.pgUpmapPrimaries, inc.newPgUpmapPrimaries, inc.oldPgUpmapPrimaries);
    }

    private static <K, V> NavigableMap<K, V> changed(NavigableMap<K, V> map, Map<K, V> added, Set<K> removed) {
        if (added.isEmpty() && removed.isEmpty()) {
            return map;
        }
        NavigableMap<K, V> changed = new TreeMap<>(map);
        changed.putAll(added);
        removed.forEach(changed::remove);
        return changed;
    }

    private void blocklists() {
        m.blocklist = listed(m.blocklist, inc.newBlocklist, inc.oldBlocklist);
        m.rangeBlocklist = listed(m.rangeBlocklist, inc.newRangeBlocklist, inc.oldRangeBlocklist);
    }

    private static NavigableMap<EntityAddr, UTime> listed(
            NavigableMap<EntityAddr, UTime> list, Map<EntityAddr, UTime> added, Set<EntityAddr> removed) {
        if (added.isEmpty() && removed.isEmpty()) {
            return list;
        }
        NavigableMap<EntityAddr, UTime> changed = new TreeMap<>(list);
        // An address already listed keeps its expiry time.
        added.forEach(changed::putIfAbsent);
        removed.forEach(changed::remove);
        return changed;
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
        m.crushNodeFlags = flags(m.crushNodeFlags, inc.newCrushNodeFlags);
        m.deviceClassFlags = flags(m.deviceClassFlags, inc.newDeviceClassFlags);
        if (inc.changeStretchMode) {
            m.stretchMode = inc.newStretchMode;
        }
        if (inc.mutateAllowCrimson != 0) {
            m.allowCrimson = inc.mutateAllowCrimson == MUTATE_SET;
        }
    }

    private static NavigableMap<Integer, Long> flags(NavigableMap<Integer, Long> flags, Map<Integer, Long> changes) {
        if (changes.isEmpty()) {
            return flags;
        }
        NavigableMap<Integer, Long> changed = new TreeMap<>(flags);
        changes.forEach((key, value) -> setOrClear(changed, key, value, value == 0));
        return changed;
    }

    private static <K, V> void setOrClear(Map<K, V> map, K key, V value, boolean clear) {
        if (clear) {
            map.remove(key);
        } else {
            map.put(key, value);
        }
    }

    private void crush() {
        if (inc.crush.length == 0) {
            return;
        }
        m.crush = CrushMap.decode(inc.crush);
        m.crushVersion++;
        m.deviceClassFlags = new TreeMap<>(m.deviceClassFlags);
        m.deviceClassFlags.keySet().removeIf(id -> !m.crush.classNames().containsKey(id));
    }
}
