// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.map;

import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.inkwire.wire.UTime;
import org.inkwire.wire.Uuids;
import org.inkwire.wire.WireOrder;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;

/**
 * The fields of an incremental, in wire order; defaults mean "no change". Frozen inside an {@link OSDMapIncremental}.
 */
final class IncrementalFields {
    /** First and last epoch. */
    record Interval(long begin, long end) {}

    static final int NO_RELEASE = 0xff;

    UUID fsid = Uuids.ZERO;
    long epoch;
    UTime modified = UTime.ZERO;
    long newPoolMax = -1;
    int newFlags = -1;
    byte[] fullMap = {};
    byte[] crush = {};
    int newMaxOsd = -1;
    final NavigableMap<Long, PgPool> newPools = new TreeMap<>();
    final NavigableMap<Long, String> newPoolNames = new TreeMap<>();
    final NavigableSet<Long> oldPools = new TreeSet<>();
    final NavigableMap<Integer, EntityAddrVec> newUpClient = new TreeMap<>();
    final NavigableMap<Integer, Integer> newState = new TreeMap<>();
    final NavigableMap<Integer, Long> newWeight = new TreeMap<>();
    final NavigableMap<PgId, List<Integer>> newPgTemp = new TreeMap<>();
    final NavigableMap<PgId, Integer> newPrimaryTemp = new TreeMap<>();
    final NavigableMap<Integer, Integer> newPrimaryAffinity = new TreeMap<>();
    final NavigableMap<String, NavigableMap<String, String>> newErasureCodeProfiles = new TreeMap<>(WireOrder.STRINGS);
    final NavigableSet<String> oldErasureCodeProfiles = new TreeSet<>(WireOrder.STRINGS);
    final NavigableMap<PgId, List<Integer>> newPgUpmap = new TreeMap<>();
    final NavigableSet<PgId> oldPgUpmap = new TreeSet<>();
    final NavigableMap<PgId, List<UpmapItem>> newPgUpmapItems = new TreeMap<>();
    final NavigableSet<PgId> oldPgUpmapItems = new TreeSet<>();
    final NavigableMap<Long, IntervalSet> newRemovedSnaps = new TreeMap<>();
    final NavigableMap<Long, IntervalSet> newPurgedSnaps = new TreeMap<>();
    UTime newLastUpChange = UTime.ZERO;
    UTime newLastInChange = UTime.ZERO;
    /** Reef and later. */
    final NavigableMap<PgId, Integer> newPgUpmapPrimaries = new TreeMap<>();
    /** Reef and later. */
    final NavigableSet<PgId> oldPgUpmapPrimaries = new TreeSet<>();

    final NavigableMap<Integer, EntityAddrVec> newHbBackUp = new TreeMap<>();
    final NavigableMap<Integer, Long> newUpThru = new TreeMap<>();
    final NavigableMap<Integer, Interval> newLastCleanInterval = new TreeMap<>();
    final NavigableMap<Integer, Long> newLost = new TreeMap<>();
    final NavigableMap<EntityAddr, UTime> newBlocklist = new TreeMap<>();
    final NavigableSet<EntityAddr> oldBlocklist = new TreeSet<>();
    final NavigableMap<Integer, EntityAddrVec> newUpCluster = new TreeMap<>();
    String clusterSnapshot = "";
    final NavigableMap<Integer, UUID> newUuid = new TreeMap<>();
    final NavigableMap<Integer, OsdXInfo> newXInfo = new TreeMap<>();
    final NavigableMap<Integer, EntityAddrVec> newHbFrontUp = new TreeMap<>();
    long encodeFeatures = OSDMapIncremental.ENCODE_FEATURES;
    float newNearfullRatio = -1;
    float newFullRatio = -1;
    float newBackfillfullRatio = -1;
    int newRequireMinCompatClient = NO_RELEASE;
    int newRequireOsdRelease = NO_RELEASE;
    final NavigableMap<Integer, Long> newCrushNodeFlags = new TreeMap<>();
    final NavigableMap<Integer, Long> newDeviceClassFlags = new TreeMap<>();
    boolean changeStretchMode;
    StretchMode newStretchMode = StretchMode.NONE;
    final NavigableMap<EntityAddr, UTime> newRangeBlocklist = new TreeMap<>();
    final NavigableSet<EntityAddr> oldRangeBlocklist = new TreeSet<>();
    /** Reef and later: 0 no change, 1 set, 2 clear. */
    int mutateAllowCrimson;

    int clientVersion() {
        return newPgUpmapPrimaries.isEmpty() && oldPgUpmapPrimaries.isEmpty() ? 8 : 9;
    }

    int extendedVersion() {
        if (mutateAllowCrimson != 0) {
            return 12;
        }
        if (!newRangeBlocklist.isEmpty() || !oldRangeBlocklist.isEmpty()) {
            return 11;
        }
        return changeStretchMode || newStretchMode.enabled() ? 10 : 9;
    }

    /** Groups whose exceptions change, in order. */
    NavigableSet<PgId> groups() {
        NavigableSet<PgId> groups = new TreeSet<>();
        groups.addAll(newPgTemp.keySet());
        groups.addAll(newPrimaryTemp.keySet());
        groups.addAll(newPgUpmap.keySet());
        groups.addAll(oldPgUpmap);
        groups.addAll(newPgUpmapItems.keySet());
        groups.addAll(oldPgUpmapItems);
        groups.addAll(newPgUpmapPrimaries.keySet());
        groups.addAll(oldPgUpmapPrimaries);
        return groups;
    }

    boolean isEmpty() {
        return Arrays.equals(
                Wire.bytes(out -> IncrementalCodec.encode(this, 0, out)),
                Wire.bytes(out -> IncrementalCodec.encode(blank(), 0, out)));
    }

    private IncrementalFields blank() {
        IncrementalFields b = new IncrementalFields();
        b.fsid = fsid;
        b.epoch = epoch;
        b.modified = modified;
        return b;
    }

    IncrementalFields copy() {
        IncrementalFields c = blank();
        c.newPoolMax = newPoolMax;
        c.newFlags = newFlags;
        c.fullMap = fullMap;
        c.crush = crush;
        c.newMaxOsd = newMaxOsd;
        c.newPools.putAll(newPools);
        c.newPoolNames.putAll(newPoolNames);
        c.oldPools.addAll(oldPools);
        c.newUpClient.putAll(newUpClient);
        c.newState.putAll(newState);
        c.newWeight.putAll(newWeight);
        c.newPgTemp.putAll(newPgTemp);
        c.newPrimaryTemp.putAll(newPrimaryTemp);
        c.newPrimaryAffinity.putAll(newPrimaryAffinity);
        c.newErasureCodeProfiles.putAll(newErasureCodeProfiles);
        c.oldErasureCodeProfiles.addAll(oldErasureCodeProfiles);
        c.newPgUpmap.putAll(newPgUpmap);
        c.oldPgUpmap.addAll(oldPgUpmap);
        c.newPgUpmapItems.putAll(newPgUpmapItems);
        c.oldPgUpmapItems.addAll(oldPgUpmapItems);
        c.newRemovedSnaps.putAll(newRemovedSnaps);
        c.newPurgedSnaps.putAll(newPurgedSnaps);
        c.newLastUpChange = newLastUpChange;
        c.newLastInChange = newLastInChange;
        c.newPgUpmapPrimaries.putAll(newPgUpmapPrimaries);
        c.oldPgUpmapPrimaries.addAll(oldPgUpmapPrimaries);
        c.newHbBackUp.putAll(newHbBackUp);
        c.newUpThru.putAll(newUpThru);
        c.newLastCleanInterval.putAll(newLastCleanInterval);
        c.newLost.putAll(newLost);
        c.newBlocklist.putAll(newBlocklist);
        c.oldBlocklist.addAll(oldBlocklist);
        c.newUpCluster.putAll(newUpCluster);
        c.clusterSnapshot = clusterSnapshot;
        c.newUuid.putAll(newUuid);
        c.newXInfo.putAll(newXInfo);
        c.newHbFrontUp.putAll(newHbFrontUp);
        c.encodeFeatures = encodeFeatures;
        c.newNearfullRatio = newNearfullRatio;
        c.newFullRatio = newFullRatio;
        c.newBackfillfullRatio = newBackfillfullRatio;
        c.newRequireMinCompatClient = newRequireMinCompatClient;
        c.newRequireOsdRelease = newRequireOsdRelease;
        c.newCrushNodeFlags.putAll(newCrushNodeFlags);
        c.newDeviceClassFlags.putAll(newDeviceClassFlags);
        c.changeStretchMode = changeStretchMode;
        c.newStretchMode = newStretchMode;
        c.newRangeBlocklist.putAll(newRangeBlocklist);
        c.oldRangeBlocklist.addAll(oldRangeBlocklist);
        c.mutateAllowCrimson = mutateAllowCrimson;
        return c;
    }
}
