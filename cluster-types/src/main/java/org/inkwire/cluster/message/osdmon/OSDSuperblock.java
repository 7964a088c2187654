// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.osdmon;

import java.util.UUID;
import org.inkwire.cluster.map.Uuids;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.UTime;

/**
 * What an OSD knows of itself, inside {@link MOSDBoot}. Wire: struct v10 c5 (protocol: mon section 4). Immutable.
 *
 * @param currentEpoch newest map it has
 * @param oldestMap epoch of the oldest map it stores
 * @param newestMap epoch of the newest map it stores
 * @param mounted epoch it last came up in
 * @param cleanThru epoch it was last shut down cleanly in
 * @param osdFsid identity of its store; the monitor compares it with the one given at creation
 */
public record OSDSuperblock(
        UUID clusterFsid,
        int whoami,
        long currentEpoch,
        long oldestMap,
        long newestMap,
        double weight,
        CompatSet compatFeatures,
        long cleanThru,
        long mounted,
        UUID osdFsid,
        long purgedSnapsLast,
        UTime lastPurgedSnapsScrub,
        long clusterOsdmapTrimLowerBound) {
    private static final int VERSION = 10;
    private static final int COMPAT = 5;

    void encode(Encoder out) {
        out.start(VERSION, COMPAT);
        Uuids.encode(clusterFsid, out);
        out.s32(whoami);
        out.u32(currentEpoch);
        out.u32(oldestMap);
        out.u32(newestMap);
        out.f64(weight);
        compatFeatures.encode(out);
        out.u32(cleanThru);
        out.u32(mounted);
        Uuids.encode(osdFsid, out);
        // last_epoch_marked_full of a release long gone, then an empty map.
        out.u32(0);
        out.u32(0);
        out.u32(purgedSnapsLast);
        lastPurgedSnapsScrub.encode(out);
        out.u32(clusterOsdmapTrimLowerBound);
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
        long purgedSnapsLast = version >= 9 ? in.u32() : 0;
        UTime lastScrub = version >= 9 ? UTime.decode(in) : UTime.ZERO;
        long trimLowerBound = version >= 10 ? in.u32() : 0;
        in.finish();
        return new OSDSuperblock(
                clusterFsid,
                whoami,
                currentEpoch,
                oldestMap,
                newestMap,
                weight,
                features,
                cleanThru,
                mounted,
                osdFsid,
                purgedSnapsLast,
                lastScrub,
                trimLowerBound);
    }
}
