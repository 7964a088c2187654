// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.reference;

import java.util.List;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/**
 * State of one PG as its primary sees it, for the monitor's {@code status}, {@code pg stat} and {@code df}. The part of
 * Ceph's {@code pg_stat_t} that the reference monitor prints. Immutable.
 *
 * <p>Wire, struct v2 c1: s64 pool, u32 seed, string state, u32 epoch, u64 version, u32 version epoch, list s32 up, list
 * s32 acting, u64 objects, u64 bytes, u64 log entries, u64 degraded, since v2 u64 misplaced, u64 unfound.
 *
 * @param state Ceph's words joined by {@code +}: {@code active+clean}, {@code peering}, {@code down}
 * @param epoch of the map the primary reports under
 * @param version of the last update
 */
public record PgStat(
        PgId pgid, String state, int epoch, EVersion version, List<Integer> up, List<Integer> acting, Counts counts) {
    /**
     * What the PG holds.
     *
     * @param objects client objects
     * @param bytes their sizes, summed
     * @param logSize entries in the PG log
     * @param objectCopiesDegraded copies that should exist and do not
     * @param objectCopiesMisplaced copies that should be elsewhere
     * @param objectsUnfound objects of which no OSD that is up has the newest version
     */
    public record Counts(
            long objects,
            long bytes,
            long logSize,
            long objectCopiesDegraded,
            long objectCopiesMisplaced,
            long objectsUnfound) {
        /** Everything is where it should be. */
        public static Counts clean(long objects, long bytes, long logSize) {
            return new Counts(objects, bytes, logSize, 0, 0, 0);
        }
    }

    /** Shortest encoded form. */
    static final int MIN_BYTES = 6 + 8 + 4 + 4 + 4 + 8 + 4 + 4 + 4 + 8 + 8 + 8 + 8;

    public PgStat {
        up = List.copyOf(up);
        acting = List.copyOf(acting);
    }

    void encode(Encoder out) {
        out.start(2, 1);
        out.s64(pgid.pool());
        out.s32(pgid.seed());
        out.string(state);
        out.s32(epoch);
        out.u64(version.version());
        out.s32((int) version.epoch());
        out.list(up, (osd, e) -> e.s32(osd));
        out.list(acting, (osd, e) -> e.s32(osd));
        out.u64(counts.objects);
        out.u64(counts.bytes);
        out.u64(counts.logSize);
        out.u64(counts.objectCopiesDegraded);
        out.u64(counts.objectCopiesMisplaced);
        out.u64(counts.objectsUnfound);
        out.finish();
    }

    static PgStat decode(Decoder in) {
        in.start(2);
        PgId pgid = new PgId(in.s64(), in.s32());
        String state = in.string();
        int epoch = in.s32();
        long version = in.u64();
        PgStat stat = new PgStat(
                pgid,
                state,
                epoch,
                new EVersion(version, Integer.toUnsignedLong(in.s32())),
                in.list(4, Decoder::s32),
                in.list(4, Decoder::s32),
                new Counts(in.u64(), in.u64(), in.u64(), in.u64(), in.u64(), in.u64()));
        in.finish();
        return stat;
    }
}
