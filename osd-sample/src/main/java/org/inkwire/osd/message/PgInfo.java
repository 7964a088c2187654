// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.message;

import org.inkwire.cluster.osd.EVersion;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/**
 * What one OSD knows of its copy of a PG: the part of Ceph's {@code pg_info_t} that decisions need. A copy is always
 * whole: exactly the state after {@link #lastUpdate}, because syncing replaces it in one transaction. Immutable.
 *
 * @param exists false: this OSD has no copy (all else is zero)
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
 */
public record PgInfo(
        boolean exists,
        EVersion lastUpdate,
        EVersion logTail,
        long lastUserVersion,
        int lastEpochStarted,
        int historyLastEpochStarted,
        int epochCreated,
        long numObjects,
        long numBytes) {

    /** No copy here. */
    public static final PgInfo ABSENT = new PgInfo(false, EVersion.ZERO, EVersion.ZERO, 0, 0, 0, 0, 0, 0);

    /** A new copy without objects. */
    public static PgInfo created(int epochCreated) {
        return new PgInfo(true, EVersion.ZERO, EVersion.ZERO, 0, 0, 0, epochCreated, 0, 0);
    }

    /** With the log advanced, and a write's effect on the statistics. */
    public PgInfo written(EVersion update, EVersion tail, long userVersion, long objectsDelta, long bytesDelta) {
        return new PgInfo(
                exists,
                update,
                tail,
                Math.max(lastUserVersion, userVersion),
                lastEpochStarted,
                historyLastEpochStarted,
                epochCreated,
                numObjects + objectsDelta,
                numBytes + bytesDelta);
    }

    /** With another part of the history. */
    public PgInfo withLog(EVersion update, EVersion tail) {
        return new PgInfo(
                exists,
                update,
                tail,
                lastUserVersion,
                lastEpochStarted,
                historyLastEpochStarted,
                epochCreated,
                numObjects,
                numBytes);
    }

    public PgInfo withStats(long objects, long bytes) {
        return new PgInfo(
                exists,
                lastUpdate,
                logTail,
                lastUserVersion,
                lastEpochStarted,
                historyLastEpochStarted,
                epochCreated,
                objects,
                bytes);
    }

    /** Of a PG that this one and another become; without its versions. */
    public PgInfo joined(PgInfo other) {
        return new PgInfo(
                exists,
                lastUpdate,
                logTail,
                Math.max(lastUserVersion, other.lastUserVersion),
                Math.min(lastEpochStarted, other.lastEpochStarted),
                Math.min(historyLastEpochStarted, other.historyLastEpochStarted),
                Math.min(epochCreated, other.epochCreated),
                numObjects + other.numObjects,
                numBytes + other.numBytes);
    }

    public PgInfo withLastEpochStarted(int epoch) {
        return new PgInfo(
                exists,
                lastUpdate,
                logTail,
                lastUserVersion,
                epoch,
                historyLastEpochStarted,
                epochCreated,
                numObjects,
                numBytes);
    }

    /** Never goes back. */
    public PgInfo withHistoryLastEpochStarted(int epoch) {
        return epoch <= historyLastEpochStarted
                ? this
                : new PgInfo(
                        exists,
                        lastUpdate,
                        logTail,
                        lastUserVersion,
                        lastEpochStarted,
                        epoch,
                        epochCreated,
                        numObjects,
                        numBytes);
    }

    public void encode(Encoder out) {
        out.start(1, 1);
        out.bool(exists);
        lastUpdate.encode(out);
        logTail.encode(out);
        out.u64(lastUserVersion);
        out.s32(lastEpochStarted);
        out.s32(historyLastEpochStarted);
        out.s32(epochCreated);
        out.u64(numObjects);
        out.u64(numBytes);
        out.finish();
    }

    public static PgInfo decode(Decoder in) {
        in.start(1);
        PgInfo info = new PgInfo(
                in.bool(),
                EVersion.decode(in),
                EVersion.decode(in),
                in.u64(),
                in.s32(),
                in.s32(),
                in.s32(),
                in.u64(),
                in.u64());
        in.finish();
        return info;
    }

    @Override
    public String toString() {
        return exists
                ? "(" + logTail + "," + lastUpdate + "] les " + lastEpochStarted + "/" + historyLastEpochStarted
                : "absent";
    }
}
