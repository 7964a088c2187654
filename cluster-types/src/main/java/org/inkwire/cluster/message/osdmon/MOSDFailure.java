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
 * One OSD reports another down, or withdraws the report. Front: PX, fsid, s32 osd, addrvec, u32 epoch, u8 flags, s32
 * failed for.
 */
public final class MOSDFailure extends PaxosServiceMessage {
    public static final int TYPE = 72;

    static final int HEAD_VERSION = 4;
    private static final int COMPAT_VERSION = 4;

    /** Without it the message withdraws an earlier report. */
    public static final int FAILED = 1;

    /** The connection was refused: nothing listens there. */
    public static final int IMMEDIATE = 2;

    private final UUID fsid;
    private final int targetOsd;
    private final EntityAddrVec targetAddrs;
    private final long epoch;
    private final int flags;
    private final int failedFor;

    /**
     * @param version the sender's version of the service's map; 0 if none
     * @param targetAddrs distinguishes the reported OSD from a restarted one
     * @param epoch epoch of the reporter's map
     * @param flags {@link #FAILED} | {@link #IMMEDIATE}; 0: still alive
     * @param failedFor seconds without an answer
     */
    public MOSDFailure(
            long version, UUID fsid, int targetOsd, EntityAddrVec targetAddrs, long epoch, int flags, int failedFor) {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION, version);
        this.fsid = fsid;
        this.targetOsd = targetOsd;
        this.targetAddrs = targetAddrs;
        this.epoch = epoch;
        this.flags = flags;
        this.failedFor = failedFor;
    }

    public UUID fsid() {
        return fsid;
    }

    public int targetOsd() {
        return targetOsd;
    }

    /** Distinguishes the reported OSD from a restarted one. */
    public EntityAddrVec targetAddrs() {
        return targetAddrs;
    }

    /** Epoch of the reporter's map. */
    public long epoch() {
        return epoch;
    }

    /** {@link #FAILED} | {@link #IMMEDIATE}; 0: still alive. */
    public int flags() {
        return flags;
    }

    /** Seconds without an answer. */
    public int failedFor() {
        return failedFor;
    }

    public boolean isFailed() {
        return (flags & FAILED) != 0;
    }

    public boolean isImmediate() {
        return (flags & IMMEDIATE) != 0;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        encodePaxos(out);
        Uuids.encode(fsid, out);
        out.s32(targetOsd);
        targetAddrs.encode(out);
        out.u32(epoch);
        out.u8(flags);
        out.s32(failedFor);
    }

    static MOSDFailure decode(MessageHeader header, Decoder in, ByteBuf data) {
        return new MOSDFailure(
                decodePaxos(in), Uuids.decode(in), in.s32(), EntityAddrVec.decode(in), in.u32(), in.u8(), in.s32());
    }
}
