// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.mon;

import io.netty.buffer.ByteBuf;
import org.inkwire.cluster.message.common.PaxosServiceMessage;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.MessageHeader;

/**
 * One step of authentication after the login: rotating keys, ticket renewal. Front: PX, u32 protocol, bl payload,
 * u32 monmap epoch (protocol: auth section 6).
 */
public final class MAuth extends PaxosServiceMessage {
    public static final int TYPE = 17;

    static final int HEAD_VERSION = 1;
    private static final int COMPAT_VERSION = 1;

    private final long protocol;
    private final byte[] payload;
    private final long monmapEpoch;

    /**
     * @param version the sender's version of the service's map; 0 if none
     * @param protocol auth method: 2 cephx
     * @param payload given, not copied
     */
    public MAuth(long version, long protocol, byte[] payload, long monmapEpoch) {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION, version);
        this.protocol = protocol;
        this.payload = payload;
        this.monmapEpoch = monmapEpoch;
    }

    /** Auth method: 2 cephx. */
    public long protocol() {
        return protocol;
    }

    /** Given, not copied. */
    public byte[] payload() {
        return payload;
    }

    public long monmapEpoch() {
        return monmapEpoch;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        encodePaxos(out);
        out.u32(protocol);
        out.blob(payload);
        out.u32(monmapEpoch);
    }

    static MAuth decode(MessageHeader header, Decoder in, ByteBuf data) {
        return new MAuth(decodePaxos(in), in.u32(), in.blob(), in.u32());
    }
}
