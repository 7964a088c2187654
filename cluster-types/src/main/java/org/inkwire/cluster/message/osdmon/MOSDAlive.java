// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.osdmon;

import io.netty.buffer.ByteBuf;
import org.inkwire.cluster.message.common.PaxosServiceMessage;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.MessageHeader;

/** A peering primary asks for its up_thru to be raised. Front: PX (version: its map epoch), u32 want. */
public final class MOSDAlive extends PaxosServiceMessage {
    public static final int TYPE = 73;

    static final int HEAD_VERSION = 1;
    private static final int COMPAT_VERSION = 1;

    private final long want;

    /**
     * @param version the sender's version of the service's map; 0 if none
     * @param want epoch that up_thru should reach
     */
    public MOSDAlive(long version, long want) {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION, version);
        this.want = want;
    }

    /** Epoch that up_thru should reach. */
    public long want() {
        return want;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        encodePaxos(out);
        out.u32(want);
    }

    static MOSDAlive decode(MessageHeader header, Decoder in, ByteBuf data) {
        return new MOSDAlive(decodePaxos(in), in.u32());
    }
}
