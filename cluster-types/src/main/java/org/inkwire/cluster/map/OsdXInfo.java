// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.map;

import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.UTime;

/**
 * {@code osd_xinfo_t}: more about one OSD. Wire: struct v4 c1. Immutable.
 *
 * @param downStamp when it was last marked down
 * @param laggyProbability chance that it is slow rather than dead when reported, as a fraction of 2^32 - 1
 * @param laggyInterval seconds it usually is slow for
 * @param features feature bits it booted with
 * @param oldWeight its weight before it was marked out automatically, 16.16 fixed
 * @param lastPurgedSnapsScrub when it last scrubbed its purged snapshots
 * @param deadEpoch last epoch in which its process was known to be gone: it said so itself, or its port refused connections
 */
public record OsdXInfo(
        UTime downStamp,
        long laggyProbability,
        long laggyInterval,
        long features,
        long oldWeight,
        UTime lastPurgedSnapsScrub,
        long deadEpoch) {
    public static final OsdXInfo NONE = new OsdXInfo(UTime.ZERO, 0, 0, 0, 0, UTime.ZERO, 0);

    /** {@link #laggyProbability} of certainty. */
    public static final double LAGGY_ONE = 4294967295.0;

    static final int MIN_BYTES = 6;
    private static final int VERSION = 4;

    public OsdXInfo withDownStamp(UTime stamp) {
        return new OsdXInfo(
                stamp, laggyProbability, laggyInterval, features, oldWeight, lastPurgedSnapsScrub, deadEpoch);
    }

    public OsdXInfo withLaggy(long probability, long interval) {
        return new OsdXInfo(downStamp, probability, interval, features, oldWeight, lastPurgedSnapsScrub, deadEpoch);
    }

    public OsdXInfo withFeatures(long bits) {
        return new OsdXInfo(
                downStamp, laggyProbability, laggyInterval, bits, oldWeight, lastPurgedSnapsScrub, deadEpoch);
    }

    public OsdXInfo withOldWeight(long weight) {
        return new OsdXInfo(
                downStamp, laggyProbability, laggyInterval, features, weight, lastPurgedSnapsScrub, deadEpoch);
    }

    public OsdXInfo withLastPurgedSnapsScrub(UTime stamp) {
        return new OsdXInfo(downStamp, laggyProbability, laggyInterval, features, oldWeight, stamp, deadEpoch);
    }

    public OsdXInfo withDeadEpoch(long epoch) {
        return new OsdXInfo(
                downStamp, laggyProbability, laggyInterval, features, oldWeight, lastPurgedSnapsScrub, epoch);
    }

    void encode(Encoder out) {
        out.start(VERSION, 1);
        downStamp.encode(out);
        out.u32(laggyProbability);
        out.u32(laggyInterval);
        out.u64(features);
        out.u32(oldWeight);
        lastPurgedSnapsScrub.encode(out);
        out.u32(deadEpoch);
        out.finish();
    }

    static OsdXInfo decode(Decoder in) {
        int version = in.start(VERSION);
        OsdXInfo info = new OsdXInfo(
                UTime.decode(in),
                in.u32(),
                in.u32(),
                version >= 2 ? in.u64() : 0,
                version >= 3 ? in.u32() : 0,
                version >= 4 ? UTime.decode(in) : UTime.ZERO,
                version >= 4 ? in.u32() : 0);
        in.finish();
        return info;
    }
}
