// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.mon;

import io.netty.buffer.ByteBuf;
import java.util.UUID;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.Uuids;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageHeader;

/** Acknowledges that the log is stored up to an entry. Front: fsid, u64 last, string channel. */
public final class MLogAck extends Message {
    public static final int TYPE = 53;

    static final int HEAD_VERSION = 1;
    private static final int COMPAT_VERSION = 1;

    private final UUID fsid;
    private final long last;
    private final String channel;

    /**
     * @param last sequence number of the last stored entry
     */
    public MLogAck(UUID fsid, long last, String channel) {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION);
        this.fsid = fsid;
        this.last = last;
        this.channel = channel;
        priority(PRIORITY_HIGH);
    }

    public UUID fsid() {
        return fsid;
    }

    /** Sequence number of the last stored entry. */
    public long last() {
        return last;
    }

    public String channel() {
        return channel;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        Uuids.encode(fsid, out);
        out.u64(last);
        out.string(channel);
    }

    static MLogAck decode(MessageHeader header, Decoder in, ByteBuf data) {
        return new MLogAck(Uuids.decode(in), in.u64(), in.string());
    }
}
