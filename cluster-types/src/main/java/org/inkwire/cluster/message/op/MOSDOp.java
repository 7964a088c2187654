// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.op;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.cluster.osd.ObjectLocator;
import org.inkwire.cluster.osd.OsdFlag;
import org.inkwire.cluster.osd.OsdReqId;
import org.inkwire.cluster.osd.SnapContext;
import org.inkwire.cluster.osd.SnapId;
import org.inkwire.cluster.osd.op.OSDOp;
import org.inkwire.cluster.osd.op.OSDOpCodec;
import org.inkwire.cluster.osd.op.OpCode;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.MalformedInputException;
import org.inkwire.wire.UTime;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageHeader;

/**
 * Operations on one object, applied all or not at all. Front: spg, u32 hash, u32 map epoch, u32 flags, reqid, 24 zero
 * bytes, u32 client inc, utime mtime, object locator, string oid, u16 count and ops of 38 bytes, u64 snap, snap
 * context, s32 retry attempt, u64 features. Data: the ops' inputs, joined (protocol: osd section 1).
 *
 * <p>Ownership. A message built here borrows the ops and retains their inputs for itself, without copying: the ops may
 * be sent again in another message, and their creator releases them. The ops of a received message borrow slices of its
 * data segment: they are valid while the message is retained; to keep an input longer, retain that slice.
 *
 * <p>Answered by {@link MOSDOpReply}.
 */
public final class MOSDOp extends Message {
    public static final int TYPE = 42;

    /** {@code osd_client_op_priority}. */
    public static final int CLIENT_OP_PRIORITY = 63;

    static final int HEAD_VERSION = 8;
    private static final int COMPAT_VERSION = 3;

    /** The first layout with the full hash and PG shard; every peer since Luminous sends it. */
    private static final int OLDEST_VERSION = 8;

    private final SpgId pgid;
    private final int hash;
    private final long mapEpoch;
    private final int flags;
    private final OsdReqId reqid;
    private final long clientInc;
    private final UTime mtime;
    private final ObjectLocator locator;
    private final String oid;
    private final List<OSDOp> ops;
    private final long snap;
    private final SnapContext snapContext;
    private final int retryAttempt;
    private final long features;

    private MOSDOp(Builder b) {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION);
        pgid = b.pgid;
        hash = b.hash;
        mapEpoch = b.mapEpoch;
        flags = b.flags;
        reqid = b.reqid;
        clientInc = b.clientInc;
        mtime = b.mtime;
        locator = b.locator;
        oid = b.oid;
        ops = List.copyOf(b.ops);
        snap = b.snap;
        snapContext = b.snapContext;
        retryAttempt = b.retryAttempt;
        features = b.features;
        priority(CLIENT_OP_PRIORITY);
    }

    /**
     * @param pgid where the object is: the real PG, seed below pg_num
     * @param hash full placement hash of the object
     */
    public static Builder builder(SpgId pgid, int hash, ObjectLocator locator, String oid) {
        return new Builder(pgid, hash, locator, oid);
    }

    /** Not thread-safe. */
    public static final class Builder {
        private final SpgId pgid;
        private final int hash;
        private final ObjectLocator locator;
        private final String oid;
        private long mapEpoch;
        private int flags;
        private OsdReqId reqid = OsdReqId.NONE;
        private long clientInc;
        private UTime mtime = UTime.ZERO;
        private List<OSDOp> ops = List.of();
        private long snap = SnapId.HEAD;
        private SnapContext snapContext = SnapContext.EMPTY;
        private int retryAttempt;
        private long features;

        private Builder(SpgId pgid, int hash, ObjectLocator locator, String oid) {
            this.pgid = pgid;
            this.hash = hash;
            this.locator = locator;
            this.oid = oid;
        }

        /** Epoch of the sender's map. */
        public Builder mapEpoch(long epoch) {
            mapEpoch = epoch;
            return this;
        }

        /** Bits of {@link OsdFlag}. */
        public Builder flags(int newFlags) {
            flags = newFlags;
            return this;
        }

        /** Left out by clients: the OSD derives it from the session's name and the message's tid. */
        public Builder reqid(OsdReqId id) {
            reqid = id;
            return this;
        }

        /** 0 for librados; an OSD's own objecter sends its boot epoch. */
        public Builder clientInc(long inc) {
            clientInc = inc;
            return this;
        }

        /** The client's clock; becomes the object's mtime. */
        public Builder mtime(UTime time) {
            mtime = time;
            return this;
        }

        /** @param newOps borrowed; at most 65535 */
        public Builder ops(List<OSDOp> newOps) {
            ops = newOps;
            return this;
        }

        /** The snapshot to read: {@link SnapId#HEAD} by default. */
        public Builder snap(long id) {
            snap = id;
            return this;
        }

        /** For writes. */
        public Builder snapContext(SnapContext context) {
            snapContext = context;
            return this;
        }

        /** The number of times this request was sent before. */
        public Builder retryAttempt(int attempt) {
            retryAttempt = attempt;
            return this;
        }

        /** Feature bits of the session. */
        public Builder features(long bits) {
            features = bits;
            return this;
        }

        /** @return with one reference */
        public MOSDOp build() {
            MOSDOp message = new MOSDOp(this);
            message.data(OpData.join(message.ops, OSDOp::input));
            return message;
        }
    }

    public SpgId pgid() {
        return pgid;
    }

    /** Full placement hash of the object. */
    public int hash() {
        return hash;
    }

    public long mapEpoch() {
        return mapEpoch;
    }

    /** Bits of {@link OsdFlag}, unknown ones included. */
    public int flags() {
        return flags;
    }

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** {@link OsdReqId#NONE} from librados. */
    public OsdReqId reqid() {
        return reqid;
    }

    public long clientInc() {
        return clientInc;
    }

    public UTime mtime() {
        return mtime;
    }

    public ObjectLocator locator() {
        return locator;
    }

    public String oid() {
        return oid;
    }

    /** The ops, with their inputs: see the class for ownership. */
    public List<OSDOp> ops() {
        return ops;
    }

    public long snap() {
        return snap;
    }

    public SnapContext snapContext() {
        return snapContext;
    }

    public int retryAttempt() {
        return retryAttempt;
    }

    public long features() {
        return features;
    }

    /** The target object, at {@link #snap()}. */
    public HObject hobject() {
        return new HObject(locator.key(), oid, snap, hash, false, locator.nspace(), locator.pool());
    }

    /** The target object's present state, whatever {@link #snap()} is. */
    public HObject head() {
        return HObject.head(locator, oid, hash);
    }

    @Override
    protected void encodeFront(Encoder out, long sessionFeatures) {
        pgid.encode(out);
        out.u32(hash);
        out.u32(mapEpoch);
        out.s32(flags);
        reqid.encode(out);
        out.zeros(OpData.BLKIN_TRACE_BYTES);
        out.u32(clientInc);
        mtime.encode(out);
        locator.encode(out);
        out.string(oid);
        out.u16(ops.size());
        for (int i = 0; i < ops.size(); i++) {
            OSDOpCodec.encode(ops.get(i), out, ops.get(i).inputLength());
        }
        out.u64(snap);
        snapContext.encode(out);
        out.s32(retryAttempt);
        out.u64(features);
    }

    static MOSDOp decode(MessageHeader header, Decoder in, ByteBuf data) {
        if (header.version() < OLDEST_VERSION) {
            throw new MalformedInputException("layout older than " + OLDEST_VERSION);
        }
        SpgId pgid = SpgId.decode(in);
        int hash = (int) in.u32();
        long mapEpoch = in.u32();
        int flags = in.s32();
        OsdReqId reqid = OsdReqId.decode(in);
        in.skip(OpData.BLKIN_TRACE_BYTES);
        long clientInc = in.u32();
        UTime mtime = UTime.decode(in);
        ObjectLocator locator = ObjectLocator.decode(in);
        Builder b = builder(pgid, hash, locator, in.string());
        List<OSDOp> ops = OSDOpCodec.list(in.u16(), in, OSDOpCodec::decodeRequest);
        OpData.splitInputs(ops, data);
        return new MOSDOp(b.mapEpoch(mapEpoch)
                .flags(flags)
                .reqid(reqid)
                .clientInc(clientInc)
                .mtime(mtime)
                .ops(ops)
                .snap(in.u64())
                .snapContext(SnapContext.decode(in))
                .retryAttempt(in.s32())
                .features(in.u64()));
    }

    @Override
    public String toString() {
        StringBuilder s = new StringBuilder("osd_op(tid ").append(tid());
        s.append(' ').append(pgid).append(' ');
        if (ops.stream().anyMatch(op -> OpCode.isPg(op.code()))) {
            s.append("pg");
        } else {
            s.append(hobject());
        }
        return s.append(' ')
                .append(ops)
                .append(" e")
                .append(mapEpoch)
                .append(')')
                .toString();
    }
}
