// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.message;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.store.ByteString;
import org.inkwire.store.Transaction;
import org.inkwire.store.ValueEncoder;
import org.jspecify.annotations.Nullable;

/**
 * Messages between the members of a PG. Each names the PG and the interval (its first epoch) it belongs to: a member in
 * a later interval ignores it, one in an earlier interval keeps it until its map has caught up. Any message may be lost
 * or arrive twice; a sender that needs an answer asks again.
 *
 * <p>Immutable. Messages with a payload own it: the receiver releases it. Carried by {@link MOSDPGPeer}.
 */
public sealed interface PeerMessage {
    SpgId pgid();

    /** First epoch of the interval this belongs to. */
    int interval();

    /** Bulk bytes: borrowed. Empty for most. */
    default ByteBuf payload() {
        return Unpooled.EMPTY_BUFFER;
    }

    void dispatchTo(Handler handler);

    /** One method per message. */
    interface Handler {
        void onQuery(Query m);

        void onInfo(Info m);

        void onSync(Sync m);

        void onSyncDone(SyncDone m);

        void onFetchLog(FetchLog m);

        void onLog(Log m);

        void onFetchObjects(FetchObjects m);

        void onObjects(Objects m);

        void onActivate(Activate m);

        void onActivateAck(ActivateAck m);

        void onRepOp(RepOp m);

        void onRepOpReply(RepOpReply m);

        void onLease(Lease m);

        void onLeaseAck(LeaseAck m);

        void onScan(Scan m);

        void onScanned(Scanned m);

        void onRecover(Recover m);

        void onRecovered(Recovered m);

        void onBackfill(Backfill m);

        void onBackfillProgress(BackfillProgress m);

        void onRemove(Remove m);
    }

    /** Primary → member of the prior set: what do you have? */
    record Query(SpgId pgid, int interval) implements PeerMessage {
        @Override
        public void dispatchTo(Handler handler) {
            handler.onQuery(this);
        }
    }

    /**
     * Answer to {@link Query}; also sent unasked by an OSD that has a copy and is not in the acting set. Once it is sent,
     * its sender accepts no write of an earlier interval.
     *
     * @param storeBornEpoch since when the sender's store has existed: it cannot speak for earlier intervals
     * @param promisedTo primary the sender last granted a read lease, −1 for none
     * @param promisedUpFrom that primary's incarnation
     * @param promisedIn interval it was granted in
     * @param promiseNanos how much longer that lease may be relied upon, from now
     * @param pastIntervals that the sender knows of
     */
    record Info(
            SpgId pgid,
            int interval,
            PgInfo info,
            int storeBornEpoch,
            int promisedTo,
            int promisedUpFrom,
            int promisedIn,
            long promiseNanos,
            List<PastInterval> pastIntervals)
            implements PeerMessage {
        public Info {
            pastIntervals = List.copyOf(pastIntervals);
        }

        /** The sender has no copy, and has granted no lease. */
        public static Info absent(SpgId pgid, int interval, int storeBornEpoch) {
            return new Info(pgid, interval, PgInfo.ABSENT, storeBornEpoch, -1, 0, 0, 0, List.of());
        }

        /** The same sender with another copy. */
        public Info withInfo(PgInfo other) {
            return new Info(
                    pgid,
                    interval,
                    other,
                    storeBornEpoch,
                    promisedTo,
                    promisedUpFrom,
                    promisedIn,
                    promiseNanos,
                    pastIntervals);
        }

        @Override
        public void dispatchTo(Handler handler) {
            handler.onInfo(this);
        }
    }

    /** Primary → acting member: take over my log. Answered by {@link SyncDone}. */
    record Sync(SpgId pgid, int interval, PgInfo info) implements PeerMessage {
        @Override
        public void dispatchTo(Handler handler) {
            handler.onSync(this);
        }
    }

    /**
     * @param info what the sender's copy is now; not complete if the logs have nothing in common
     * @param missing what it does not have, with the versions it needs
     */
    record SyncDone(SpgId pgid, int interval, PgInfo info, List<ObjectVersion> missing) implements PeerMessage {
        public SyncDone {
            missing = List.copyOf(missing);
        }

        @Override
        public void dispatchTo(Handler handler) {
            handler.onSyncDone(this);
        }
    }

    /**
     * Member → source: your log, please.
     *
     * @param since a version in the asker's log: if the source's has it too, later entries will do; zero: all entries
     */
    record FetchLog(SpgId pgid, int interval, long tid, EVersion since) implements PeerMessage {
        @Override
        public void dispatchTo(Handler handler) {
            handler.onFetchLog(this);
        }
    }

    /**
     * @param info of the source's copy
     * @param after version before the first entry: the one asked for, or the log's tail
     * @param entries oldest first: all after {@code after}; the whole log begins with its dups, which are older
     */
    record Log(SpgId pgid, int interval, long tid, PgInfo info, EVersion after, List<PgLogEntry> entries)
            implements PeerMessage {
        public Log {
            entries = List.copyOf(entries);
        }

        @Override
        public void dispatchTo(Handler handler) {
            handler.onLog(this);
        }
    }

    /**
     * OSD that lacks objects → source: a bounded chunk of these, in this order.
     *
     * @param resume how much of the first one has been copied
     */
    record FetchObjects(SpgId pgid, int interval, long tid, List<HObject> wanted, ObjectPosition resume)
            implements PeerMessage {
        public FetchObjects {
            wanted = List.copyOf(wanted);
        }

        @Override
        public void dispatchTo(Handler handler) {
            handler.onFetchObjects(this);
        }
    }

    /**
     * @param parts in the order asked, as many as fit; only the last may be incomplete
     * @param payload the parts' bytes, concatenated
     */
    record Objects(SpgId pgid, int interval, long tid, List<ObjectPart> parts, ByteBuf payload) implements PeerMessage {
        public Objects {
            parts = List.copyOf(parts);
        }

        @Override
        public void dispatchTo(Handler handler) {
            handler.onObjects(this);
        }
    }

    /** OSD being backfilled → primary: what is there from {@code from} on? */
    record Scan(SpgId pgid, int interval, long tid, HObject from) implements PeerMessage {
        @Override
        public void dispatchTo(Handler handler) {
            handler.onScan(this);
        }
    }

    /**
     * @param lastUpdate of the primary's copy when it looked
     * @param objects all between {@code from} and {@code next}, in listing order, as they should be there
     * @param next where the listing continues; {@link HObject#MAX} at its end
     */
    record Scanned(SpgId pgid, int interval, long tid, EVersion lastUpdate, List<ObjectVersion> objects, HObject next)
            implements PeerMessage {
        public Scanned {
            objects = List.copyOf(objects);
        }

        @Override
        public void dispatchTo(Handler handler) {
            handler.onScanned(this);
        }
    }

    /** Primary → acting member: fetch these from me, as they are missing at yours. Answered by {@link Recovered}. */
    record Recover(SpgId pgid, int interval, List<ObjectVersion> objects) implements PeerMessage {
        public Recover {
            objects = List.copyOf(objects);
        }

        @Override
        public void dispatchTo(Handler handler) {
            handler.onRecover(this);
        }
    }

    /** @param objects which the sender now has durably, as its log says */
    record Recovered(SpgId pgid, int interval, List<HObject> objects) implements PeerMessage {
        public Recovered {
            objects = List.copyOf(objects);
        }

        @Override
        public void dispatchTo(Handler handler) {
            handler.onRecovered(this);
        }
    }

    /**
     * Primary → OSD that should have a copy and is not acting: fill yours from mine. Repeated until it is complete.
     *
     * @param logTail of the primary: a copy that was completed before is not complete enough
     */
    record Backfill(SpgId pgid, int interval, EVersion logTail) implements PeerMessage {
        @Override
        public void dispatchTo(Handler handler) {
            handler.onBackfill(this);
        }
    }

    /**
     * Answer to {@link Backfill}, also sent as it goes on.
     *
     * @param info of the sender's copy: once it is complete, the backfill is done
     * @param started it has a slot
     * @param objects how many objects are as they should be so far
     */
    record BackfillProgress(SpgId pgid, int interval, PgInfo info, boolean started, long objects)
            implements PeerMessage {
        @Override
        public void dispatchTo(Handler handler) {
            handler.onBackfillProgress(this);
        }
    }

    /**
     * Primary → acting member that has the log: record that this interval has begun.
     *
     * @param lastUpdate where the member must be
     * @param leaseStamp primary's clock, echoed: activation grants the first lease
     */
    record Activate(SpgId pgid, int interval, EVersion lastUpdate, long leaseStamp, long leaseNanos)
            implements PeerMessage {
        @Override
        public void dispatchTo(Handler handler) {
            handler.onActivate(this);
        }
    }

    record ActivateAck(SpgId pgid, int interval, long leaseStamp) implements PeerMessage {
        @Override
        public void dispatchTo(Handler handler) {
            handler.onActivateAck(this);
        }
    }

    /**
     * Primary → acting member: one write.
     *
     * @param previous version of the entry before: a member that does not have it ignores this one
     * @param trimTo log entries up to here may go
     * @param historyLastEpochStarted see {@link PgInfo}
     * @param objectsDelta the write's change to the number of client objects
     * @param bytesDelta its change to their sizes
     * @param record the entry, encoded
     * @param transaction encoded store transaction, without its data, as received; not copied
     * @param payload the transaction's data
     * @param shared of one that is to be sent: all of it but its payload, encoded once for all its receivers; not copied
     */
    record RepOp(
            SpgId pgid,
            int interval,
            PgLogEntry entry,
            ByteString record,
            EVersion previous,
            EVersion trimTo,
            int historyLastEpochStarted,
            long objectsDelta,
            long bytesDelta,
            byte[] transaction,
            ByteBuf payload,
            @Nullable ByteString shared)
            implements PeerMessage {
        private static final byte[] NONE = {};

        /**
         * A write that only its primary has.
         *
         * @param record the entry, encoded
         */
        public static RepOp local(
                SpgId pgid,
                int interval,
                PgLogEntry entry,
                ByteString record,
                EVersion previous,
                EVersion trimTo,
                int historyLastEpochStarted,
                long objectsDelta,
                long bytesDelta) {
            return new RepOp(
                    pgid,
                    interval,
                    entry,
                    record,
                    previous,
                    trimTo,
                    historyLastEpochStarted,
                    objectsDelta,
                    bytesDelta,
                    NONE,
                    Unpooled.EMPTY_BUFFER,
                    null);
        }

        /**
         * The same write for members.
         *
         * @param t borrowed: its changes, without the data, are encoded here, once
         * @param data the data of {@code t}: taken
         */
        public RepOp toSend(Transaction t, ByteBuf data, ValueEncoder values) {
            return with(data, PeerCodec.encodeShared(this, t, values));
        }

        /** The same for another receiver, on the same payload: one more owner. */
        public RepOp retainedDuplicate() {
            return with(payload.retainedDuplicate(), shared);
        }

        private RepOp with(ByteBuf data, @Nullable ByteString encoded) {
            return new RepOp(
                    pgid,
                    interval,
                    entry,
                    record,
                    previous,
                    trimTo,
                    historyLastEpochStarted,
                    objectsDelta,
                    bytesDelta,
                    transaction,
                    data,
                    encoded);
        }

        @Override
        public void dispatchTo(Handler handler) {
            handler.onRepOp(this);
        }
    }

    /**
     * @param version everything up to and including it is durable at the sender
     * @param full the sender's store takes no new writes
     */
    record RepOpReply(SpgId pgid, int interval, EVersion version, boolean full) implements PeerMessage {
        @Override
        public void dispatchTo(Handler handler) {
            handler.onRepOpReply(this);
        }
    }

    /**
     * Primary → acting member: let me answer reads alone for {@code leaseNanos} from {@code leaseStamp}. The member
     * promises to tell the next primary how long that still holds.
     */
    record Lease(SpgId pgid, int interval, long leaseStamp, long leaseNanos, int historyLastEpochStarted)
            implements PeerMessage {
        @Override
        public void dispatchTo(Handler handler) {
            handler.onLease(this);
        }
    }

    record LeaseAck(SpgId pgid, int interval, long leaseStamp) implements PeerMessage {
        @Override
        public void dispatchTo(Handler handler) {
            handler.onLeaseAck(this);
        }
    }

    /** Primary of a clean PG → OSD outside the acting set with a copy that is no longer needed. */
    record Remove(SpgId pgid, int interval) implements PeerMessage {
        @Override
        public void dispatchTo(Handler handler) {
            handler.onRemove(this);
        }
    }
}
