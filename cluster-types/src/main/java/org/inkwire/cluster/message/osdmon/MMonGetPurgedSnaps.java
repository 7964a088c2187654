// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.osdmon;

import io.netty.buffer.ByteBuf;
import org.inkwire.cluster.message.common.PaxosServiceMessage;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.MessageHeader;

/**
 * Asks which snapshots were purged in a range of epochs. Front: PX, u32 start, u32 last (protocol: mon section 1,
 * from source only).
 */
public final class MMonGetPurgedSnaps extends PaxosServiceMessage {
    public static final int TYPE = 76;

    static final int HEAD_VERSION = 1;
    private static final int COMPAT_VERSION = 1;

    private final long start;
    private final long last;

    /**
     * @param version the sender's version of the service's map; 0 if none
     * @param last inclusive
     */
    public MMonGetPurgedSnaps(long version, long start, long last) {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION, version);
        this.start = start;
        this.last = last;
    }

    public long start() {
        return start;
    }

    /** Inclusive. */
    public long last() {
        return last;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        encodePaxos(out);
        out.u32(start);
        out.u32(last);
    }

    static MMonGetPurgedSnaps decode(MessageHeader header, Decoder in, ByteBuf data) {
        return new MMonGetPurgedSnaps(decodePaxos(in), in.u32(), in.u32());
    }
}
