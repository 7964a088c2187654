// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.osdmon;

import io.netty.buffer.ByteBuf;
import org.inkwire.cluster.message.common.PaxosServiceMessage;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.MessageHeader;

/**
 * An OSD's fullness changed. Front: PX, u32 epoch, u32 state (protocol: mon section 1, from source only).
 */
public final class MOSDFull extends PaxosServiceMessage {
    public static final int TYPE = 75;

    static final int HEAD_VERSION = 1;
    private static final int COMPAT_VERSION = 1;

    private final long mapEpoch;
    private final long state;

    /**
     * @param version the sender's version of the service's map; 0 if none
     * @param state OSD state bits: NEARFULL, BACKFILLFULL, FULL
     */
    public MOSDFull(long version, long mapEpoch, long state) {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION, version);
        this.mapEpoch = mapEpoch;
        this.state = state;
    }

    public long mapEpoch() {
        return mapEpoch;
    }

    /** OSD state bits: NEARFULL, BACKFILLFULL, FULL. */
    public long state() {
        return state;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        encodePaxos(out);
        out.u32(mapEpoch);
        out.u32(state);
    }

    static MOSDFull decode(MessageHeader header, Decoder in, ByteBuf data) {
        return new MOSDFull(decodePaxos(in), in.u32(), in.u32());
    }
}
