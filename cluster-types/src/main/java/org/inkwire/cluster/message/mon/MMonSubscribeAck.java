// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.mon;

import io.netty.buffer.ByteBuf;
import java.util.UUID;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.Uuids;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageHeader;

/**
 * Acknowledges a subscription request of a peer older than Jewel; never sent to peers with MON_STATEFUL_SUB. Front: u32
 * interval, fsid.
 */
public final class MMonSubscribeAck extends Message {
    public static final int TYPE = 16;

    static final int HEAD_VERSION = 1;
    private static final int COMPAT_VERSION = 1;

    private final long interval;
    private final UUID fsid;

    /**
     * @param interval seconds until the subscription must be renewed
     */
    public MMonSubscribeAck(long interval, UUID fsid) {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION);
        this.interval = interval;
        this.fsid = fsid;
        priority(PRIORITY_HIGH);
    }

    /** Seconds until the subscription must be renewed. */
    public long interval() {
        return interval;
    }

    public UUID fsid() {
        return fsid;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        out.u32(interval);
        Uuids.encode(fsid, out);
    }

    static MMonSubscribeAck decode(MessageHeader header, Decoder in, ByteBuf data) {
        return new MMonSubscribeAck(in.u32(), Uuids.decode(in));
    }
}
