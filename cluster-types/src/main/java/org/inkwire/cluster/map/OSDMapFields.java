// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.map;

import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import org.inkwire.cluster.crush.CrushMap;
import org.inkwire.cluster.crush.CrushMapBuilder;
import org.inkwire.wire.UTime;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;

/**
 * The fields of an OSDMap, in wire order: mutable while a map is decoded, built or has an incremental applied, frozen
 * inside an {@link OSDMap}. All arrays by OSD have {@code maxOsd} entries; {@code primaryAffinity} may be empty
 * instead.
 */
final class OSDMapFields {
    /** More OSDs than any cluster has; bounds the allocation that a small incremental can cause. */
    static final int MAX_OSDS = 1 << 17;

    UUID fsid = Uuids.ZERO;
    long epoch;
    UTime created = UTime.ZERO;
    UTime modified = UTime.ZERO;
    final NavigableMap<Long, PgPool> pools = new TreeMap<>();
    final NavigableMap<Long, String> poolNames = new TreeMap<>();
    int poolMax;
    int flags;
    int maxOsd;
    int[] osdState = {};
    int[] osdWeight = {};
    EntityAddrVec[] clientAddrs = {};
    final NavigableMap<PgId, List<Integer>> pgTemp = new TreeMap<>();
    final NavigableMap<PgId, Integer> primaryTemp = new TreeMap<>();
    int[] primaryAffinity = {};
    CrushMap crush = CrushMapBuilder.empty().build();
    final NavigableMap<String, NavigableMap<String, String>> erasureCodeProfiles = new TreeMap<>(WireOrder.STRINGS);
    final NavigableMap<PgId, List<Integer>> pgUpmap = new TreeMap<>();
    final NavigableMap<PgId, List<UpmapItem>> pgUpmapItems = new TreeMap<>();
    long crushVersion;
    final NavigableMap<Long, IntervalSet> newRemovedSnaps = new TreeMap<>();
    final NavigableMap<Long, IntervalSet> newPurgedSnaps = new TreeMap<>();
    UTime lastUpChange = UTime.ZERO;
    UTime lastInChange = UTime.ZERO;
    /** Reef and later. */
    final NavigableMap<PgId, Integer> pgUpmapPrimaries = new TreeMap<>();

    EntityAddrVec[] hbBackAddrs = {};
    OsdInfo[] osdInfo = {};
    final NavigableMap<EntityAddr, UTime> blocklist = new TreeMap<>();
    EntityAddrVec[] clusterAddrs = {};
    long clusterSnapshotEpoch;
    String clusterSnapshot = "";
    UUID[] osdUuid = {};
    OsdXInfo[] osdXInfo = {};
    EntityAddrVec[] hbFrontAddrs = {};
    float nearfullRatio;
    float fullRatio;
    float backfillfullRatio;
    int requireMinCompatClient;
    int requireOsdRelease;
    final NavigableMap<Long, IntervalSet> removedSnapsQueue = new TreeMap<>();
    final NavigableMap<Integer, Long> crushNodeFlags = new TreeMap<>();
    final NavigableMap<Integer, Long> deviceClassFlags = new TreeMap<>();
    StretchMode stretchMode = StretchMode.NONE;
    final NavigableMap<EntityAddr, UTime> rangeBlocklist = new TreeMap<>();
    /** Reef and later. */
    boolean allowCrimson;

    /** Versions to encode the two sections with: ours, or a later one if one of its fields is in use. */
    int clientVersion() {
        return pgUpmapPrimaries.isEmpty() ? 9 : 10;
    }

    int extendedVersion() {
        if (allowCrimson) {
            return 12;
        }
        if (!rangeBlocklist.isEmpty()) {
            return 11;
        }
        return stretchMode.equals(StretchMode.NONE) ? 9 : 10;
    }

    OSDMapFields copy() {
        OSDMapFields c = new OSDMapFields();
        c.fsid = fsid;
        c.epoch = epoch;
        c.created = created;
        c.modified = modified;
        c.pools.putAll(pools);
        c.poolNames.putAll(poolNames);
        c.poolMax = poolMax;
        c.flags = flags;
        c.maxOsd = maxOsd;
        c.osdState = osdState.clone();
        c.osdWeight = osdWeight.clone();
        c.clientAddrs = clientAddrs.clone();
        c.pgTemp.putAll(pgTemp);
        c.primaryTemp.putAll(primaryTemp);
        c.primaryAffinity = primaryAffinity.clone();
        c.crush = crush;
        c.erasureCodeProfiles.putAll(erasureCodeProfiles);
        c.pgUpmap.putAll(pgUpmap);
        c.pgUpmapItems.putAll(pgUpmapItems);
        c.crushVersion = crushVersion;
        c.newRemovedSnaps.putAll(newRemovedSnaps);
        c.newPurgedSnaps.putAll(newPurgedSnaps);
        c.lastUpChange = lastUpChange;
        c.lastInChange = lastInChange;
        c.pgUpmapPrimaries.putAll(pgUpmapPrimaries);
        c.hbBackAddrs = hbBackAddrs.clone();
        c.osdInfo = osdInfo.clone();
        c.blocklist.putAll(blocklist);
        c.clusterAddrs = clusterAddrs.clone();
        c.clusterSnapshotEpoch = clusterSnapshotEpoch;
        c.clusterSnapshot = clusterSnapshot;
        c.osdUuid = osdUuid.clone();
        c.osdXInfo = osdXInfo.clone();
        c.hbFrontAddrs = hbFrontAddrs.clone();
        c.nearfullRatio = nearfullRatio;
        c.fullRatio = fullRatio;
        c.backfillfullRatio = backfillfullRatio;
        c.requireMinCompatClient = requireMinCompatClient;
        c.requireOsdRelease = requireOsdRelease;
        c.removedSnapsQueue.putAll(removedSnapsQueue);
        c.crushNodeFlags.putAll(crushNodeFlags);
        c.deviceClassFlags.putAll(deviceClassFlags);
        c.stretchMode = stretchMode;
        c.rangeBlocklist.putAll(rangeBlocklist);
        c.allowCrimson = allowCrimson;
        return c;
    }

    /** Grows by nonexistent OSDs, or truncates. */
    void setMaxOsd(int max) {
        int old = maxOsd;
        maxOsd = max;
        osdState = Arrays.copyOf(osdState, max);
        osdWeight = Arrays.copyOf(osdWeight, max);
        clientAddrs = grown(clientAddrs, old, max, EntityAddrVec.EMPTY);
        clusterAddrs = grown(clusterAddrs, old, max, EntityAddrVec.EMPTY);
        hbBackAddrs = grown(hbBackAddrs, old, max, EntityAddrVec.EMPTY);
        hbFrontAddrs = grown(hbFrontAddrs, old, max, EntityAddrVec.EMPTY);
        osdInfo = grown(osdInfo, old, max, OsdInfo.NONE);
        osdXInfo = grown(osdXInfo, old, max, OsdXInfo.NONE);
        osdUuid = grown(osdUuid, old, max, Uuids.ZERO);
        if (primaryAffinity.length > 0) {
            primaryAffinity = Arrays.copyOf(primaryAffinity, max);
            if (max > old) {
                Arrays.fill(primaryAffinity, old, max, OSDMap.DEFAULT_PRIMARY_AFFINITY);
            }
        }
    }

    private static <T> T[] grown(T[] values, int old, int max, T fill) {
        T[] copy = Arrays.copyOf(values, max);
        if (max > old) {
            Arrays.fill(copy, old, max, fill);
        }
        return copy;
    }

    void setPrimaryAffinity(int osd, int affinity) {
        if (primaryAffinity.length == 0) {
            primaryAffinity = new int[maxOsd];
            Arrays.fill(primaryAffinity, OSDMap.DEFAULT_PRIMARY_AFFINITY);
        }
        primaryAffinity[osd] = affinity;
    }
}
