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
import org.inkwire.wire.Uuids;
import org.inkwire.wire.WireOrder;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;

/**
 * The fields of an OSDMap, in wire order: mutable while a map is decoded, built or has an incremental applied, frozen
 * inside an {@link OSDMap}, and then shared with the maps after it. All arrays by OSD have {@code maxOsd} entries; {@code primaryAffinity} may be empty
 * instead.
 */
final class OSDMapFields {
    /** More OSDs than any cluster has; bounds the allocation that a small incremental can cause. */
    static final int MAX_OSDS = 1 << 17;

    private static final CrushMap NO_CRUSH = CrushMapBuilder.empty().build();

    UUID fsid = Uuids.ZERO;
    long epoch;
    UTime created = UTime.ZERO;
    UTime modified = UTime.ZERO;
    NavigableMap<Long, PgPool> pools = new TreeMap<>();
    NavigableMap<Long, String> poolNames = new TreeMap<>();
    int poolMax;
    int flags;
    int maxOsd;
    int[] osdState = {};
    int[] osdWeight = {};
    EntityAddrVec[] clientAddrs = {};
    NavigableMap<PgId, List<Integer>> pgTemp = new TreeMap<>();
    NavigableMap<PgId, Integer> primaryTemp = new TreeMap<>();
    int[] primaryAffinity = {};
    CrushMap crush = NO_CRUSH;
    NavigableMap<String, NavigableMap<String, String>> erasureCodeProfiles = new TreeMap<>(WireOrder.STRINGS);
    NavigableMap<PgId, List<Integer>> pgUpmap = new TreeMap<>();
    NavigableMap<PgId, List<UpmapItem>> pgUpmapItems = new TreeMap<>();
    long crushVersion;
    NavigableMap<Long, IntervalSet> newRemovedSnaps = new TreeMap<>();
    NavigableMap<Long, IntervalSet> newPurgedSnaps = new TreeMap<>();
    UTime lastUpChange = UTime.ZERO;
    UTime lastInChange = UTime.ZERO;
    /** Reef and later. */
    NavigableMap<PgId, Integer> pgUpmapPrimaries = new TreeMap<>();

    EntityAddrVec[] hbBackAddrs = {};
    OsdInfo[] osdInfo = {};
    NavigableMap<EntityAddr, UTime> blocklist = new TreeMap<>();
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
    NavigableMap<Long, IntervalSet> removedSnapsQueue = new TreeMap<>();
    NavigableMap<Integer, Long> crushNodeFlags = new TreeMap<>();
    NavigableMap<Integer, Long> deviceClassFlags = new TreeMap<>();
    StretchMode stretchMode = StretchMode.NONE;
    NavigableMap<EntityAddr, UTime> rangeBlocklist = new TreeMap<>();
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

    /** Shares maps and arrays with this one: a change must replace them. */
    OSDMapFields sharing() {
        OSDMapFields c = new OSDMapFields();
        c.fsid = fsid;
        c.epoch = epoch;
        c.created = created;
        c.modified = modified;
        c.pools = pools;
        c.poolNames = poolNames;
        c.poolMax = poolMax;
        c.flags = flags;
        c.maxOsd = maxOsd;
        c.osdState = osdState;
        c.osdWeight = osdWeight;
        c.clientAddrs = clientAddrs;
        c.pgTemp = pgTemp;
        c.primaryTemp = primaryTemp;
        c.primaryAffinity = primaryAffinity;
        c.crush = crush;
        c.erasureCodeProfiles = erasureCodeProfiles;
        c.pgUpmap = pgUpmap;
        c.pgUpmapItems = pgUpmapItems;
        c.crushVersion = crushVersion;
        c.newRemovedSnaps = newRemovedSnaps;
        c.newPurgedSnaps = newPurgedSnaps;
        c.lastUpChange = lastUpChange;
        c.lastInChange = lastInChange;
        c.pgUpmapPrimaries = pgUpmapPrimaries;
        c.hbBackAddrs = hbBackAddrs;
        c.osdInfo = osdInfo;
        c.blocklist = blocklist;
        c.clusterAddrs = clusterAddrs;
        c.clusterSnapshotEpoch = clusterSnapshotEpoch;
        c.clusterSnapshot = clusterSnapshot;
        c.osdUuid = osdUuid;
        c.osdXInfo = osdXInfo;
        c.hbFrontAddrs = hbFrontAddrs;
        c.nearfullRatio = nearfullRatio;
        c.fullRatio = fullRatio;
        c.backfillfullRatio = backfillfullRatio;
        c.requireMinCompatClient = requireMinCompatClient;
        c.requireOsdRelease = requireOsdRelease;
        c.removedSnapsQueue = removedSnapsQueue;
        c.crushNodeFlags = crushNodeFlags;
        c.deviceClassFlags = deviceClassFlags;
        c.stretchMode = stretchMode;
        c.rangeBlocklist = rangeBlocklist;
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
