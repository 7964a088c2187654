// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.op;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.cluster.osd.OsdFlag;
import org.inkwire.cluster.osd.RequestRedirect;
import org.inkwire.cluster.osd.op.OSDOp;
import org.inkwire.cluster.osd.op.OSDOpCodec;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.MalformedInputException;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageHeader;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@link MOSDOp}. Front: string oid, pg, s64 flags, s32 result, eversion bad_replay_version, u32 epoch, u32
 * count and the request's ops (payload length = output), s32 retry attempt, s32 result per op, eversion replay_version,
 * u64 user version, bool and redirect, 24 zero bytes. Data: the ops' outputs, joined (protocol: osd section 2).
 *
 * <p>Ownership. A reply built here borrows the ops and retains their outputs for itself, without copying. The ops of a
 * received reply borrow slices of its data segment: they are valid while the reply is retained.
 */
public final class MOSDOpReply extends Message {
    public static final int TYPE = 43;

    static final int HEAD_VERSION = 8;
    private static final int COMPAT_VERSION = 2;

    /** Every peer since Luminous sends 8. */
    private static final int OLDEST_VERSION = 8;

    private static final int ACK_FLAGS = OsdFlag.ACK | OsdFlag.ONNVRAM | OsdFlag.ONDISK;

    private static final PgId NO_PG = new PgId(0, 0);

    /** {@link #retryAttempt} of an answer that does not know its request's. */
    private static final int ANY_ATTEMPT = -1;

    private final String oid;
    private final PgId pgid;
    private final long flags;
    private final int result;
    private final long mapEpoch;
    private final List<OSDOp> ops;
    private final int retryAttempt;

    /** These are set once, by the reply's creator. */
    private EVersion badReplayVersion = EVersion.ZERO;

    private EVersion replayVersion = EVersion.ZERO;
    private long userVersion;
    private @Nullable RequestRedirect redirect;

    private MOSDOpReply(
            String oid, PgId pgid, long flags, int result, long mapEpoch, List<OSDOp> ops, int retryAttempt) {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION);
        this.oid = oid;
        this.pgid = pgid;
        this.flags = flags;
        this.result = result;
        this.mapEpoch = mapEpoch;
        this.ops = List.copyOf(ops);
        this.retryAttempt = retryAttempt;
    }

    private void versions(EVersion badReplay, EVersion replay, long user) {
        badReplayVersion = badReplay;
        replayVersion = replay;
        userVersion = user;
    }

    /**
     * The answer to a request, with its tid, object, PG and retry attempt.
     *
     * @param request borrowed
     * @param result 0 or more, or a negative errno
     * @param mapEpoch of the OSD's map
     * @param ackFlags ACK | ONDISK normally; ONDISK alone for an error found before execution
     * @param ops the request's, with output, rval and reply fields set: borrowed, outputs are retained
     * @param replayVersion a write's version in the PG; {@link EVersion#ZERO} for a read
     * @param userVersion of the object, 0 if there is none
     * @return with one reference
     */
    public static MOSDOpReply to(
            MOSDOp request,
            int result,
            long mapEpoch,
            int ackFlags,
            List<OSDOp> ops,
            EVersion replayVersion,
            long userVersion) {
        // Ceph's old "bad replay" field: a write's version, or for a read the user version without an epoch.
        EVersion bad = replayVersion.equals(EVersion.ZERO) ? new EVersion(userVersion, 0) : replayVersion;
        return to(request, result, mapEpoch, ackFlags, ops, bad, replayVersion, userVersion);
    }

    /** As above, for cases where the two versions differ (an error with an entry in the PG's log). */
    public static MOSDOpReply to(
            MOSDOp request,
            int result,
            long mapEpoch,
            int ackFlags,
            List<OSDOp> ops,
            EVersion badReplayVersion,
            EVersion replayVersion,
            long userVersion) {
        MOSDOpReply reply = new MOSDOpReply(
                request.oid(),
                request.pgid().pgid(),
                (request.flags() & 0xffff_ffffL & ~ACK_FLAGS) | ackFlags,
                result,
                mapEpoch,
                ops,
                request.retryAttempt());
        reply.versions(badReplayVersion, replayVersion, userVersion);
        reply.tid(request.tid());
        reply.data(OpData.join(reply.ops, OSDOp::output));
        return reply;
    }

    /**
     * This answer without outputs and with another result.
     *
     * @return with one reference
     */
    public MOSDOpReply refused(Errno errno) {
        List<OSDOp> bare =
                ops.stream().map(op -> OSDOp.of(op.code()).flags(op.flags())).toList();
        MOSDOpReply reply = new MOSDOpReply(oid, pgid, flags, errno.result(), mapEpoch, bare, retryAttempt);
        reply.tid(tid());
        return reply;
    }

    /**
     * The answer to a request of which only the tid is known: it could not be received.
     *
     * @return with one reference
     */
    public static MOSDOpReply unreceived(long tid, Errno errno) {
        long flags = OsdFlag.ONDISK;
        MOSDOpReply reply = new MOSDOpReply("", NO_PG, flags, errno.result(), 0, List.of(), ANY_ATTEMPT);
        reply.tid(tid);
        return reply;
    }

    public String oid() {
        return oid;
    }

    public PgId pgid() {
        return pgid;
    }

    /** Bits of {@link OsdFlag}. */
    public long flags() {
        return flags;
    }

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** 0 or more, or a negative errno. */
    public int result() {
        return result;
    }

    public EVersion badReplayVersion() {
        return badReplayVersion;
    }

    /** Epoch of the OSD's map. */
    public long mapEpoch() {
        return mapEpoch;
    }

    /** The request's ops, with their outputs and results: see the class for ownership. */
    public List<OSDOp> ops() {
        return ops;
    }

    /** The attempt at the request that this answers. */
    public int retryAttempt() {
        return retryAttempt;
    }

    /** A write's version in the PG. */
    public EVersion replayVersion() {
        return replayVersion;
    }

    public long userVersion() {
        return userVersion;
    }

    /** Set if the op must be sent elsewhere. */
    public @Nullable RequestRedirect redirect() {
        return redirect;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        out.string(oid);
        pgid.encode(out);
        out.s64(flags);
        out.s32(result);
        badReplayVersion.encode(out);
        out.u32(mapEpoch);
        out.u32(ops.size());
        for (int i = 0; i < ops.size(); i++) {
            OSDOpCodec.encode(ops.get(i), out, ops.get(i).outputLength());
        }
        out.s32(retryAttempt);
        for (int i = 0; i < ops.size(); i++) {
            out.s32(ops.get(i).rval());
        }
        replayVersion.encode(out);
        out.u64(userVersion);
        RequestRedirect to = redirect;
        out.bool(to != null);
        if (to != null) {
            to.encode(out);
        }
        out.zeros(OpData.BLKIN_TRACE_BYTES);
    }

    static MOSDOpReply decode(MessageHeader header, Decoder in, ByteBuf data) {
        if (header.version() < OLDEST_VERSION) {
            throw new MalformedInputException("layout older than " + OLDEST_VERSION);
        }
        String oid = in.string();
        PgId pgid = PgId.decode(in);
        long flags = in.s64();
        int result = in.s32();
        EVersion badReplayVersion = EVersion.decode(in);
        long mapEpoch = in.u32();
        int n = in.count(OSDOpCodec.BYTES);
        List<OSDOp> ops = OSDOpCodec.list(n, in, OSDOpCodec::decodeReply);
        int retryAttempt = in.s32();
        for (int i = 0; i < n; i++) {
            ops.get(i).rval(in.s32());
        }
        OpData.splitOutputs(ops, data);
        EVersion replayVersion = EVersion.decode(in);
        long userVersion = in.u64();
        MOSDOpReply reply = new MOSDOpReply(oid, pgid, flags, result, mapEpoch, ops, retryAttempt);
        reply.versions(badReplayVersion, replayVersion, userVersion);
        reply.redirect = in.bool() ? RequestRedirect.decode(in) : null;
        in.skip(OpData.BLKIN_TRACE_BYTES);
        return reply;
    }

    @Override
    public String toString() {
        return "osd_op_reply(tid " + tid() + " " + oid + " " + ops + " v" + replayVersion + " uv" + userVersion + " = "
                + result + ")";
    }
}
