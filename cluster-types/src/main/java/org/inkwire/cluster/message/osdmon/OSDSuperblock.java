// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.osdmon;

import java.util.UUID;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.UTime;
import org.inkwire.wire.Uuids;

/**
 * An OSD's own state, inside {@link MOSDBoot}. Wire: struct v10 c5 (protocol: mon section 4). Immutable.
 *
 * @param osdFsid identity of its store; the monitor compares it with the one given at creation
 * @param cleanThru epoch it was last shut down cleanly in
 * @param mounted epoch it last came up in
 */
public record OSDSuperblock(
        UUID clusterFsid,
        UUID osdFsid,
        int whoami,
        Maps maps,
        double weight,
        CompatSet compatFeatures,
        long cleanThru,
        long mounted,
        PurgedSnaps purgedSnaps) {
    private static final int VERSION = 10;
    private static final int COMPAT = 5;

    /**
     * Epochs of OSDMaps.
     *
     * @param current newest map it has
     * @param oldest oldest map it stores
     * @param newest newest map it stores
     * @param trimLowerBound oldest map that the cluster has not trimmed, as far as the OSD knows
     */
    public record Maps(long current, long oldest, long newest, long trimLowerBound) {}

    /**
     * @param last newest epoch whose purged snapshots the OSD knows
     * @param lastScrub when it last compared them
     */
    public record PurgedSnaps(long last, UTime lastScrub) {
        public static final PurgedSnaps NONE = new PurgedSnaps(0, UTime.ZERO);
    }

    void encode(Encoder out) {
        out.start(VERSION, COMPAT);
        Uuids.encode(clusterFsid, out);
        out.s32(whoami);
        out.u32(maps.current);
        out.u32(maps.oldest);
        out.u32(maps.newest);
        out.f64(weight);
        compatFeatures.encode(out);
        out.u32(cleanThru);
        out.u32(mounted);
        Uuids.encode(osdFsid, out);
        // last_epoch_marked_full, long obsolete, then an empty map.
        out.u32(0);
        out.u32(0);
        out.u32(purgedSnaps.last);
        purgedSnaps.lastScrub.encode(out);
        out.u32(maps.trimLowerBound);
        out.finish();
    }

    static OSDSuperblock decode(Decoder in) {
        int version = in.start(VERSION);
        UUID clusterFsid = Uuids.decode(in);
        int whoami = in.s32();
        long currentEpoch = in.u32();
        long oldestMap = in.u32();
        long newestMap = in.u32();
        double weight = in.f64();
        CompatSet features = CompatSet.decode(in);
        long cleanThru = in.u32();
        long mounted = in.u32();
        UUID osdFsid = Uuids.decode(in);
        in.u32();
        in.map(12, Decoder::u64, Decoder::u32);
        PurgedSnaps purgedSnaps = version >= 9 ? new PurgedSnaps(in.u32(), UTime.decode(in)) : PurgedSnaps.NONE;
        long trimLowerBound = version >= 10 ? in.u32() : 0;
        in.finish();
        Maps maps = new Maps(currentEpoch, oldestMap, newestMap, trimLowerBound);
        return new OSDSuperblock(clusterFsid, osdFsid, whoami, maps, weight, features, cleanThru, mounted, purgedSnaps);
    }
}
