// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.mon;

import io.netty.buffer.ByteBuf;
import java.util.UUID;
import org.inkwire.cluster.message.common.PaxosServiceMessage;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.Uuids;
import org.inkwire.wire.message.MessageHeader;
import org.jspecify.annotations.Nullable;

/** Answers {@link MPoolOp}. Front: PX, fsid, s32 code, u32 epoch, optional of bl response. */
public final class MPoolOpReply extends PaxosServiceMessage {
    public static final int TYPE = 48;

    static final int HEAD_VERSION = 1;
    private static final int COMPAT_VERSION = 1;

    private final UUID fsid;
    private final int replyCode;
    private final long epoch;
    private final byte @Nullable [] response;

    /**
     * @param version the sender's version of the OSDMap
     * @param replyCode 0 or a negative errno
     * @param epoch of the OSDMap that shows the change: the client waits for it
     * @param response op-specific, such as the u64 id of a new snapshot: given, not copied
     */
    public MPoolOpReply(long version, UUID fsid, int replyCode, long epoch, byte @Nullable [] response) {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION, version);
        this.fsid = fsid;
        this.replyCode = replyCode;
        this.epoch = epoch;
        this.response = response;
        priority(PRIORITY_HIGH);
    }

    public UUID fsid() {
        return fsid;
    }

    public int replyCode() {
        return replyCode;
    }

    public long epoch() {
        return epoch;
    }

    public byte @Nullable [] response() {
        return response;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        encodePaxos(out);
        Uuids.encode(fsid, out);
        out.s32(replyCode);
        out.u32(epoch);
        byte[] bytes = response;
        out.bool(bytes != null);
        if (bytes != null) {
            out.blob(bytes);
        }
    }

    static MPoolOpReply decode(MessageHeader header, Decoder in, ByteBuf data) {
        return new MPoolOpReply(decodePaxos(in), Uuids.decode(in), in.s32(), in.u32(), in.bool() ? in.blob() : null);
    }
}
