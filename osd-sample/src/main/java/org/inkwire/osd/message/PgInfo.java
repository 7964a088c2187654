// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.message;

import org.inkwire.cluster.osd.EVersion;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/**
 * What one OSD knows of its copy of a PG: the part of Ceph's {@code pg_info_t} that decisions need. A complete copy is the
 * state after {@link #lastUpdate}, except for its missing objects. Immutable.
 *
 * @param exists false: this OSD has no copy (all else is zero)
 * @param fillingSince interval in which a backfill began to fill it, 0 for none: its objects are of various versions; it has
 *     no log, no rank, and speaks only for intervals since, which cannot have gone active with it
 * @param lastUpdate version of the newest log entry applied
 * @param logTail entries up to and including this one have been trimmed
 * @param lastUserVersion highest user version given out
 * @param lastEpochStarted start of the last interval in which this copy was activated: it then held every acknowledged
 *     write of every interval before
 * @param historyLastEpochStarted start of the last interval known to have been activated by <em>all</em> its members:
 *     intervals before it no longer matter
 * @param epochCreated first epoch the pool existed in
 * @param numObjects client objects
 * @param numBytes their sizes, summed
 * @param numMissing objects of which it does not have the state its log says
 */
public record PgInfo(
        boolean exists,
        int fillingSince,
        EVersion lastUpdate,
        EVersion logTail,
        long lastUserVersion,
        int lastEpochStarted,
        int historyLastEpochStarted,
        int epochCreated,
        long numObjects,
        long numBytes,
        int numMissing) {

    /** No copy here. */
    public static final PgInfo ABSENT = new PgInfo(false, 0, EVersion.ZERO, EVersion.ZERO, 0, 0, 0, 0, 0, 0, 0);

    /** A new copy without objects. */
    public static PgInfo created(int epochCreated) {
        return new PgInfo(true, 0, EVersion.ZERO, EVersion.ZERO, 0, 0, 0, epochCreated, 0, 0, 0);
    }

    /** With the log advanced, and a write's effect on the statistics. */
    public PgInfo written(EVersion update, EVersion tail, long userVersion, long objectsDelta, long bytesDelta) {
        return new PgInfo(
                exists,
                fillingSince,
                update,
                tail,
                Math.max(lastUserVersion, userVersion),
                lastEpochStarted,
                historyLastEpochStarted,
                epochCreated,
                numObjects + objectsDelta,
                numBytes + bytesDelta,
                numMissing);
    }

    /** With another part of the history. */
    public PgInfo withLog(EVersion update, EVersion tail) {
        return written(update, tail, lastUserVersion, 0, 0);
    }

    public PgInfo withStats(long objects, long bytes) {
        return written(lastUpdate, logTail, lastUserVersion, objects - numObjects, bytes - numBytes);
    }

    /** Of a PG that this one and another become; without its versions. */
    public PgInfo joined(PgInfo other) {
        return new PgInfo(
                exists,
                fillingSince,
                lastUpdate,
                logTail,
                Math.max(lastUserVersion, other.lastUserVersion),
                Math.min(lastEpochStarted, other.lastEpochStarted),
                Math.min(historyLastEpochStarted, other.historyLastEpochStarted),
                Math.min(epochCreated, other.epochCreated),
                numObjects + other.numObjects,
                numBytes + other.numBytes,
                numMissing + other.numMissing);
    }

    public PgInfo withLastEpochStarted(int epoch) {
        return new PgInfo(
                exists,
                fillingSince,
                lastUpdate,
                logTail,
                lastUserVersion,
                epoch,
                historyLastEpochStarted,
                epochCreated,
                numObjects,
                numBytes,
                numMissing);
    }

    /** Never goes back. */
    public PgInfo withHistoryLastEpochStarted(int epoch) {
        return epoch <= historyLastEpochStarted
                ? this
                : new PgInfo(
                        exists,
                        fillingSince,
                        lastUpdate,
                        logTail,
                        lastUserVersion,
                        lastEpochStarted,
                        epoch,
                        epochCreated,
                        numObjects,
                        numBytes,
                        numMissing);
    }

    public PgInfo withNumMissing(int missing) {
        return new PgInfo(
                exists,
                fillingSince,
                lastUpdate,
                logTail,
                lastUserVersion,
                lastEpochStarted,
                historyLastEpochStarted,
                epochCreated,
                numObjects,
                numBytes,
                missing);
    }

    /** Not being filled: the state its log ends with, except for its missing objects. */
    public boolean complete() {
        return exists && fillingSince == 0;
    }

    /** The same copy while a backfill fills it, which began in this interval. */
    public PgInfo filling(int interval) {
        return new PgInfo(
                exists,
                interval,
                EVersion.ZERO,
                EVersion.ZERO,
                lastUserVersion,
                0,
                historyLastEpochStarted,
                epochCreated,
                0,
                0,
                0);
    }

    /**
     * This copy once it has another one's log.
     *
     * @param other whose log it has now, back to {@code tail}
     * @param missing objects it does not have yet
     */
    public PgInfo withLogOf(PgInfo other, EVersion tail, int missing) {
        return new PgInfo(
                true,
                0,
                other.lastUpdate,
                tail,
                Math.max(lastUserVersion, other.lastUserVersion),
                // Not the other's: what this copy is worth is only known once it has been activated.
                lastEpochStarted,
                Math.max(historyLastEpochStarted, other.historyLastEpochStarted),
                other.epochCreated,
                other.numObjects,
                other.numBytes,
                missing);
    }

    public void encode(Encoder out) {
        out.start(1, 1);
        out.bool(exists);
        out.s32(fillingSince);
        lastUpdate.encode(out);
        logTail.encode(out);
        out.u64(lastUserVersion);
        out.s32(lastEpochStarted);
        out.s32(historyLastEpochStarted);
        out.s32(epochCreated);
        out.u64(numObjects);
        out.u64(numBytes);
        out.s32(numMissing);
        out.finish();
    }

    public static PgInfo decode(Decoder in) {
        in.start(1);
        PgInfo info = new PgInfo(
                in.bool(),
                in.s32(),
                EVersion.decode(in),
                EVersion.decode(in),
                in.u64(),
                in.s32(),
                in.s32(),
                in.s32(),
                in.u64(),
                in.u64(),
                in.s32());
        in.finish();
        return info;
    }

    @Override
    public String toString() {
        if (!exists) {
            return "absent";
        }
        String log = complete() ? "(" + logTail + "," + lastUpdate + "]" : "filling";
        String missing = numMissing == 0 ? "" : " missing " + numMissing;
        return log + " les " + lastEpochStarted + "/" + historyLastEpochStarted + missing;
    }
}
