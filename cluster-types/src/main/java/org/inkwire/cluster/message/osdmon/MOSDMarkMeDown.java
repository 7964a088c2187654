// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.osdmon;

import io.netty.buffer.ByteBuf;
import java.util.UUID;
import org.inkwire.cluster.message.common.PaxosServiceMessage;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.Uuids;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.message.MessageHeader;

/**
 * An OSD stops and asks to be marked down; the monitor answers with the same message and request_ack 0. Front: PX,
 * fsid, s32 osd, addrvec, u32 epoch, u8 request_ack, u8 down_and_dead. A monitor answers with PRIORITY_HIGH.
 */
public final class MOSDMarkMeDown extends PaxosServiceMessage {
    public static final int TYPE = 74;

    static final int HEAD_VERSION = 4;
    private static final int COMPAT_VERSION = 3;

    private final UUID fsid;
    private final int targetOsd;
    private final EntityAddrVec targetAddrs;
    private final long epoch;
    private final boolean requestAck;
    private final boolean downAndDead;

    /**
     * @param version the sender's version of the service's map; 0 if none
     * @param requestAck whether the sender waits for an answer
     * @param downAndDead whether the OSD has also stopped serving reads
     */
    public MOSDMarkMeDown(
            long version,
            UUID fsid,
            int targetOsd,
            EntityAddrVec targetAddrs,
            long epoch,
            boolean requestAck,
            boolean downAndDead) {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION, version);
        this.fsid = fsid;
        this.targetOsd = targetOsd;
        this.targetAddrs = targetAddrs;
        this.epoch = epoch;
        this.requestAck = requestAck;
        this.downAndDead = downAndDead;
    }

    public UUID fsid() {
        return fsid;
    }

    public int targetOsd() {
        return targetOsd;
    }

    public EntityAddrVec targetAddrs() {
        return targetAddrs;
    }

    public long epoch() {
        return epoch;
    }

    /** Whether the sender waits for an answer. */
    public boolean requestAck() {
        return requestAck;
    }

    /** Whether the OSD has also stopped serving reads. */
    public boolean downAndDead() {
        return downAndDead;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        encodePaxos(out);
        Uuids.encode(fsid, out);
        out.s32(targetOsd);
        targetAddrs.encode(out);
        out.u32(epoch);
        out.bool(requestAck);
        out.bool(downAndDead);
    }

    static MOSDMarkMeDown decode(MessageHeader header, Decoder in, ByteBuf data) {
        return new MOSDMarkMeDown(
                decodePaxos(in),
                Uuids.decode(in),
                in.s32(),
                EntityAddrVec.decode(in),
                in.u32(),
                in.bool(),
                header.version() >= 4 && in.bool());
    }
}
