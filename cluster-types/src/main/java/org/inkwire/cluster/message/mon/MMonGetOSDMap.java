// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.mon;

import io.netty.buffer.ByteBuf;
import org.inkwire.cluster.message.common.MOSDMap;
import org.inkwire.cluster.message.common.PaxosServiceMessage;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.MessageHeader;

/**
 * Asks for ranges of OSDMaps, osd to mon, answered by {@link MOSDMap}. Front: PX, four u32 epochs; 0 for an empty
 * range (protocol: mon section 1, from source only).
 */
public final class MMonGetOSDMap extends PaxosServiceMessage {
    public static final int TYPE = 6;

    static final int HEAD_VERSION = 1;
    private static final int COMPAT_VERSION = 1;

    private final long fullFirst;
    private final long fullLast;
    private final long incFirst;
    private final long incLast;

    /** @param version the sender's version of the service's map; 0 if none */
    public MMonGetOSDMap(long version, long fullFirst, long fullLast, long incFirst, long incLast) {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION, version);
        this.fullFirst = fullFirst;
        this.fullLast = fullLast;
        this.incFirst = incFirst;
        this.incLast = incLast;
    }

    public long fullFirst() {
        return fullFirst;
    }

    public long fullLast() {
        return fullLast;
    }

    public long incFirst() {
        return incFirst;
    }

    public long incLast() {
        return incLast;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        encodePaxos(out);
        out.u32(fullFirst);
        out.u32(fullLast);
        out.u32(incFirst);
        out.u32(incLast);
    }

    static MMonGetOSDMap decode(MessageHeader header, Decoder in, ByteBuf data) {
        return new MMonGetOSDMap(decodePaxos(in), in.u32(), in.u32(), in.u32(), in.u32());
    }
}
