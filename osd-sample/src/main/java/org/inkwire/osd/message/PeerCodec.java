// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.message;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.List;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.store.ByteString;
import org.inkwire.store.Transaction;
import org.inkwire.store.ValueEncoder;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.MalformedInputException;

/** u8 kind, PG, s32 interval, then the fields of each {@link PeerMessage}, in the order of its record. */
final class PeerCodec implements PeerMessage.Handler {
    private static final int QUERY = 1;
    private static final int INFO = 2;
    private static final int SYNC = 3;
    private static final int SYNC_DONE = 4;
    private static final int FETCH_LOG = 5;
    private static final int LOG = 6;
    private static final int FETCH_OBJECTS = 7;
    private static final int OBJECTS = 8;
    private static final int ACTIVATE = 9;
    private static final int ACTIVATE_ACK = 10;
    private static final int REP_OP = 11;
    private static final int REP_OP_REPLY = 12;
    private static final int LEASE = 13;
    private static final int LEASE_ACK = 14;
    private static final int REMOVE = 15;
    private static final int SCAN = 16;
    private static final int SCANNED = 17;
    private static final int RECOVER = 18;
    private static final int RECOVERED = 19;
    private static final int BACKFILL = 20;
    private static final int BACKFILL_PROGRESS = 21;

    private static final int MIN_OBJECT_BYTES = 6;

    private final Encoder out;

    private PeerCodec(Encoder out) {
        this.out = out;
    }

    static void encode(PeerMessage message, Encoder out) {
        message.dispatchTo(new PeerCodec(out));
    }

    private void head(int kind, PeerMessage m) {
        out.u8(kind);
        m.pgid().encode(out);
        out.s32(m.interval());
    }

    /** @param data becomes the payload: borrowed */
    static PeerMessage decode(Decoder in, ByteBuf data) {
        int kind = in.u8();
        SpgId pgid = SpgId.decode(in);
        int interval = in.s32();
        return switch (kind) {
            case QUERY -> new PeerMessage.Query(pgid, interval);
            case INFO ->
                new PeerMessage.Info(
                        pgid,
                        interval,
                        PgInfo.decode(in),
                        in.s32(),
                        in.s32(),
                        in.s32(),
                        in.s32(),
                        in.s64(),
                        PastInterval.decodeList(in));
            case SYNC -> new PeerMessage.Sync(pgid, interval, PgInfo.decode(in));
            case SYNC_DONE -> new PeerMessage.SyncDone(pgid, interval, PgInfo.decode(in), versions(in));
            case FETCH_LOG -> new PeerMessage.FetchLog(pgid, interval, in.u64(), EVersion.decode(in));
            case LOG ->
                new PeerMessage.Log(
                        pgid,
                        interval,
                        in.u64(),
                        PgInfo.decode(in),
                        EVersion.decode(in),
                        in.list(PgLogEntry.MIN_BYTES, PgLogEntry::decode));
            case FETCH_OBJECTS ->
                new PeerMessage.FetchObjects(
                        pgid,
                        interval,
                        in.u64(),
                        in.list(MIN_OBJECT_BYTES, HObject::decode),
                        ObjectPosition.decode(in));
            case OBJECTS ->
                new PeerMessage.Objects(
                        pgid, interval, in.u64(), in.list(ObjectPart.MIN_BYTES, ObjectPart::decode), data);
            case ACTIVATE -> new PeerMessage.Activate(pgid, interval, EVersion.decode(in), in.s64(), in.s64());
            case ACTIVATE_ACK -> new PeerMessage.ActivateAck(pgid, interval, in.s64());
            case REP_OP -> repOp(pgid, interval, in, data);
            case REP_OP_REPLY -> new PeerMessage.RepOpReply(pgid, interval, EVersion.decode(in), in.bool());
            case LEASE -> new PeerMessage.Lease(pgid, interval, in.s64(), in.s64(), in.s32());
            case LEASE_ACK -> new PeerMessage.LeaseAck(pgid, interval, in.s64());
            case SCAN -> new PeerMessage.Scan(pgid, interval, in.u64(), HObject.decode(in));
            case SCANNED ->
                new PeerMessage.Scanned(
                        pgid, interval, in.u64(), EVersion.decode(in), versions(in), HObject.decode(in));
            case RECOVER -> new PeerMessage.Recover(pgid, interval, versions(in));
            case RECOVERED -> new PeerMessage.Recovered(pgid, interval, in.list(MIN_OBJECT_BYTES, HObject::decode));
            case BACKFILL -> new PeerMessage.Backfill(pgid, interval, EVersion.decode(in));
            case BACKFILL_PROGRESS ->
                new PeerMessage.BackfillProgress(pgid, interval, PgInfo.decode(in), in.bool(), in.u64());
            case REMOVE -> new PeerMessage.Remove(pgid, interval);
            default -> throw new MalformedInputException("peer message kind " + kind);
        };
    }

    private static PeerMessage repOp(SpgId pgid, int interval, Decoder in, ByteBuf data) {
        int start = in.buffer().readerIndex();
        PgLogEntry entry = PgLogEntry.decode(in);
        byte[] record = ByteBufUtil.getBytes(in.buffer(), start, in.buffer().readerIndex() - start);
        return new PeerMessage.RepOp(
                pgid,
                interval,
                entry,
                ByteString.wrap(record),
                EVersion.decode(in),
                EVersion.decode(in),
                in.s32(),
                in.s64(),
                in.s64(),
                in.blob(),
                data,
                null);
    }

    /**
     * A write, as {@link #encode} then writes it to each receiver.
     *
     * @param t borrowed
     */
    static ByteString encodeShared(PeerMessage.RepOp m, Transaction t, ValueEncoder values) {
        Encoder out = values.begin();
        new PeerCodec(out).repOp(m);
        ByteBuf buffer = out.buffer();
        int at = buffer.writerIndex();
        out.u32(0);
        t.encode(out);
        buffer.setIntLE(at, buffer.writerIndex() - at - Integer.BYTES);
        return values.end();
    }

    private static List<ObjectVersion> versions(Decoder in) {
        return in.list(ObjectVersion.MIN_BYTES, ObjectVersion::decode);
    }

    @Override
    public void onQuery(PeerMessage.Query m) {
        head(QUERY, m);
    }

    @Override
    public void onInfo(PeerMessage.Info m) {
        head(INFO, m);
        m.info().encode(out);
        out.s32(m.storeBornEpoch());
        out.s32(m.promisedTo());
        out.s32(m.promisedUpFrom());
        out.s32(m.promisedIn());
        out.s64(m.promiseNanos());
        PastInterval.encodeList(m.pastIntervals(), out);
    }

    @Override
    public void onSync(PeerMessage.Sync m) {
        head(SYNC, m);
        m.info().encode(out);
    }

    @Override
    public void onSyncDone(PeerMessage.SyncDone m) {
        head(SYNC_DONE, m);
        m.info().encode(out);
        out.list(m.missing(), ObjectVersion::encode);
    }

    @Override
    public void onFetchLog(PeerMessage.FetchLog m) {
        head(FETCH_LOG, m);
        out.u64(m.tid());
        m.since().encode(out);
    }

    @Override
    public void onLog(PeerMessage.Log m) {
        head(LOG, m);
        out.u64(m.tid());
        m.info().encode(out);
        m.after().encode(out);
        out.list(m.entries(), PgLogEntry::encode);
    }

    @Override
    public void onFetchObjects(PeerMessage.FetchObjects m) {
        head(FETCH_OBJECTS, m);
        out.u64(m.tid());
        out.list(m.wanted(), HObject::encode);
        m.resume().encode(out);
    }

    @Override
    public void onObjects(PeerMessage.Objects m) {
        head(OBJECTS, m);
        out.u64(m.tid());
        out.list(m.parts(), ObjectPart::encode);
    }

    @Override
    public void onActivate(PeerMessage.Activate m) {
        head(ACTIVATE, m);
        m.lastUpdate().encode(out);
        out.s64(m.leaseStamp());
        out.s64(m.leaseNanos());
    }

    @Override
    public void onActivateAck(PeerMessage.ActivateAck m) {
        head(ACTIVATE_ACK, m);
        out.s64(m.leaseStamp());
    }

    @Override
    public void onRepOp(PeerMessage.RepOp m) {
        ByteString shared = m.shared();
        if (shared == null) {
            throw new AssertionError("a write that was not made to be sent");
        }
        shared.writeTo(out.buffer());
    }

    /** All but the transaction. */
    private void repOp(PeerMessage.RepOp m) {
        head(REP_OP, m);
        m.record().writeTo(out.buffer());
        m.previous().encode(out);
        m.trimTo().encode(out);
        out.s32(m.historyLastEpochStarted());
        out.s64(m.objectsDelta());
        out.s64(m.bytesDelta());
    }

    @Override
    public void onRepOpReply(PeerMessage.RepOpReply m) {
        head(REP_OP_REPLY, m);
        m.version().encode(out);
        out.bool(m.full());
    }

    @Override
    public void onLease(PeerMessage.Lease m) {
        head(LEASE, m);
        out.s64(m.leaseStamp());
        out.s64(m.leaseNanos());
        out.s32(m.historyLastEpochStarted());
    }

    @Override
    public void onLeaseAck(PeerMessage.LeaseAck m) {
        head(LEASE_ACK, m);
        out.s64(m.leaseStamp());
    }

    @Override
    public void onRemove(PeerMessage.Remove m) {
        head(REMOVE, m);
    }

    @Override
    public void onScan(PeerMessage.Scan m) {
        head(SCAN, m);
        out.u64(m.tid());
        m.from().encode(out);
    }

    @Override
    public void onScanned(PeerMessage.Scanned m) {
        head(SCANNED, m);
        out.u64(m.tid());
        m.lastUpdate().encode(out);
        out.list(m.objects(), ObjectVersion::encode);
        m.next().encode(out);
    }

    @Override
    public void onRecover(PeerMessage.Recover m) {
        head(RECOVER, m);
        out.list(m.objects(), ObjectVersion::encode);
    }

    @Override
    public void onRecovered(PeerMessage.Recovered m) {
        head(RECOVERED, m);
        out.list(m.objects(), HObject::encode);
    }

    @Override
    public void onBackfill(PeerMessage.Backfill m) {
        head(BACKFILL, m);
        m.logTail().encode(out);
    }

    @Override
    public void onBackfillProgress(PeerMessage.BackfillProgress m) {
        head(BACKFILL_PROGRESS, m);
        m.info().encode(out);
        out.bool(m.started());
        out.u64(m.objects());
    }
}
