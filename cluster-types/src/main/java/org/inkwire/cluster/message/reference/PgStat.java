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
 * <p>Wire, struct v1 c1: s64 pool, u32 seed, string state, u32 epoch, u64 version, u32 version epoch, list s32 up, list
 * s32 acting, u64 objects, u64 bytes, u64 log entries, u64 degraded, u64 misplaced, u64 unfound, u64 reads, u64 bytes
 * read, u64 writes, u64 bytes written, u64 copies recovered, u64 bytes recovered.
 *
 * @param state Ceph's words joined by {@code +}: {@code active+clean}, {@code peering}, {@code down}
 * @param epoch of the map the primary reports under
 * @param version of the last update
 * @param io since the primary took over
 */
public record PgStat(
        PgId pgid,
        String state,
        int epoch,
        EVersion version,
        List<Integer> up,
        List<Integer> acting,
        Counts counts,
        Io io) {
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

    /**
     * What was done in it: sums since its primary took over, differences, or rates per second.
     *
     * @param reads operations
     * @param writes operations
     * @param recoveredObjects copies of objects brought up to date
     */
    public record Io(
            long reads, long readBytes, long writes, long writeBytes, long recoveredObjects, long recoveredBytes) {
        public static final Io NONE = new Io(0, 0, 0, 0, 0, 0);

        public Io plus(Io o) {
            return new Io(
                    reads + o.reads,
                    readBytes + o.readBytes,
                    writes + o.writes,
                    writeBytes + o.writeBytes,
                    recoveredObjects + o.recoveredObjects,
                    recoveredBytes + o.recoveredBytes);
        }

        public Io minus(Io o) {
            return plus(o.times(-1));
        }

        /** Rounded. */
        public Io times(double factor) {
            return new Io(
                    Math.round(reads * factor),
                    Math.round(readBytes * factor),
                    Math.round(writes * factor),
                    Math.round(writeBytes * factor),
                    Math.round(recoveredObjects * factor),
                    Math.round(recoveredBytes * factor));
        }

        /** Whether these sums may follow {@code earlier} ones of the same counters. */
        public boolean continues(Io earlier) {
            return reads >= earlier.reads
                    && readBytes >= earlier.readBytes
                    && writes >= earlier.writes
                    && writeBytes >= earlier.writeBytes
                    && recoveredObjects >= earlier.recoveredObjects
                    && recoveredBytes >= earlier.recoveredBytes;
        }
    }

    private static final int IO_BYTES = 6 * 8;

    /** Shortest encoded form. */
    static final int MIN_BYTES = 6 + 8 + 4 + 4 + 4 + 8 + 4 + 4 + 4 + 8 + 8 + 8 + 8 + IO_BYTES;

    /** Of a PG in which nothing has been done. */
    public PgStat(
            PgId pgid,
            String state,
            int epoch,
            EVersion version,
            List<Integer> up,
            List<Integer> acting,
            Counts counts) {
        this(pgid, state, epoch, version, up, acting, counts, Io.NONE);
    }

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
        out.u64(io.reads);
        out.u64(io.readBytes);
        out.u64(io.writes);
        out.u64(io.writeBytes);
        out.u64(io.recoveredObjects);
        out.u64(io.recoveredBytes);
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
                new Counts(in.u64(), in.u64(), in.u64(), in.u64(), in.u64(), in.u64()),
                new Io(in.u64(), in.u64(), in.u64(), in.u64(), in.u64(), in.u64()));
        in.finish();
        return stat;
    }
}
