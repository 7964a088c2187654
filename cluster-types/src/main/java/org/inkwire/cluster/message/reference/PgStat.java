// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.reference;

import java.util.List;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/**
 * State of one PG as its primary sees it, for the monitor's {@code status}, {@code pg stat} and {@code df}. The part of
 * Ceph's {@code pg_stat_t} that the reference monitor prints. Immutable.
 *
 * <p>Wire, struct v1 c1: s64 pool, u32 seed, string state, u32 epoch, u64 version, u32 version epoch, list s32 up, list
 * s32 acting, u64 objects, u64 bytes, u64 log entries, u64 degraded.
 *
 * @param pool pool id
 * @param seed the PG's number within the pool
 * @param state Ceph's words joined by {@code +}: {@code active+clean}, {@code peering}, {@code down}
 * @param epoch of the map the primary reports under
 * @param version the last update's number
 * @param versionEpoch the last update's epoch
 * @param numObjects client objects
 * @param numBytes their sizes, summed
 * @param logSize entries in the PG log
 * @param objectCopiesDegraded object copies that should exist but do not
 */
public record PgStat(
        long pool,
        int seed,
        String state,
        int epoch,
        long version,
        int versionEpoch,
        List<Integer> up,
        List<Integer> acting,
        long numObjects,
        long numBytes,
        long logSize,
        long objectCopiesDegraded) {
    /** Shortest encoded form. */
    static final int MIN_BYTES = 6 + 8 + 4 + 4 + 4 + 8 + 4 + 4 + 4 + 8 + 8 + 8 + 8;

    public PgStat {
        up = List.copyOf(up);
        acting = List.copyOf(acting);
    }

    void encode(Encoder out) {
        out.start(1, 1);
        out.s64(pool);
        out.s32(seed);
        out.string(state);
        out.s32(epoch);
        out.u64(version);
        out.s32(versionEpoch);
        out.list(up, (osd, e) -> e.s32(osd));
        out.list(acting, (osd, e) -> e.s32(osd));
        out.u64(numObjects);
        out.u64(numBytes);
        out.u64(logSize);
        out.u64(objectCopiesDegraded);
        out.finish();
    }

    static PgStat decode(Decoder in) {
        in.start(1);
        PgStat stat = new PgStat(
                in.s64(),
                in.s32(),
                in.string(),
                in.s32(),
                in.u64(),
                in.s32(),
                in.list(4, Decoder::s32),
                in.list(4, Decoder::s32),
                in.u64(),
                in.u64(),
                in.u64(),
                in.u64());
        in.finish();
        return stat;
    }
}
