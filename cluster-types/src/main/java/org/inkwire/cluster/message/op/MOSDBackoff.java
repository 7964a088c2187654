// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.op;

import io.netty.buffer.ByteBuf;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageHeader;

/**
 * Holds back or releases ops on a range of objects, osd to client and back. Front: spg, u32 map epoch, u8 op, u64
 * id, hobject begin, hobject end (protocol: osd section 8, from source only).
 */
public final class MOSDBackoff extends Message {
    public static final int TYPE = 61;

    static final int HEAD_VERSION = 1;
    private static final int COMPAT_VERSION = 1;

    public static final int BLOCK = 1;
    public static final int ACK_BLOCK = 2;
    public static final int UNBLOCK = 3;

    private final SpgId pgid;
    private final long mapEpoch;
    private final int op;
    private final long id;
    private final HObject begin;
    private final HObject end;

    /**
     * @param op {@link #BLOCK}, {@link #ACK_BLOCK} or {@link #UNBLOCK}
     * @param id the backoff's id, echoed
     * @param end exclusive
     */
    public MOSDBackoff(SpgId pgid, long mapEpoch, int op, long id, HObject begin, HObject end) {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION);
        this.pgid = pgid;
        this.mapEpoch = mapEpoch;
        this.op = op;
        this.id = id;
        this.begin = begin;
        this.end = end;
    }

    public SpgId pgid() {
        return pgid;
    }

    public long mapEpoch() {
        return mapEpoch;
    }

    /** {@link #BLOCK}, {@link #ACK_BLOCK} or {@link #UNBLOCK}. */
    public int op() {
        return op;
    }

    /** The backoff's id, echoed. */
    public long id() {
        return id;
    }

    public HObject begin() {
        return begin;
    }

    /** Exclusive. */
    public HObject end() {
        return end;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        pgid.encode(out);
        out.u32(mapEpoch);
        out.u8(op);
        out.u64(id);
        begin.encode(out);
        end.encode(out);
    }

    static MOSDBackoff decode(MessageHeader header, Decoder in, ByteBuf data) {
        return new MOSDBackoff(SpgId.decode(in), in.u32(), in.u8(), in.u64(), HObject.decode(in), HObject.decode(in));
    }
}
