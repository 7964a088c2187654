// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.message;

import io.netty.buffer.ByteBuf;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageHeader;

/**
 * OSD → OSD on the cluster messenger: one {@link PeerMessage} about one PG. Stands for Ceph's MOSDRepOp, MOSDPGQuery2,
 * MOSDPGNotify2, MOSDPGLog, MOSDPGPush and their kin, whose contents (store transactions above all) are internal to Ceph.
 * Private: a real OSD never sees it.
 *
 * <p>Front, v1: s32 sender, u32 sender's map epoch, u8 kind, then the kind's fields. Data: its payload.
 */
public final class MOSDPGPeer extends Message {
    public static final int TYPE = 0x6f01;
    public static final int HEAD_VERSION = 1;

    private final int from;
    private final int mapEpoch;
    private final PeerMessage body;

    private MOSDPGPeer(int from, int mapEpoch, PeerMessage body) {
        super(TYPE, HEAD_VERSION, 1);
        this.from = from;
        this.mapEpoch = mapEpoch;
        this.body = body;
    }

    /**
     * To be sent.
     *
     * @param from own id
     * @param mapEpoch of our newest map: the receiver fetches it, or shares a newer one
     * @param body its payload is taken
     */
    public static MOSDPGPeer of(int from, int mapEpoch, PeerMessage body) {
        MOSDPGPeer message = new MOSDPGPeer(from, mapEpoch, body);
        message.data(body.payload());
        return message;
    }

    public int from() {
        return from;
    }

    public int mapEpoch() {
        return mapEpoch;
    }

    /** Given: holds its own reference on the payload. */
    public PeerMessage takeBody() {
        body.payload().retain();
        return body;
    }

    /** For the registry. */
    public static MOSDPGPeer decode(MessageHeader header, Decoder in, ByteBuf data) {
        return new MOSDPGPeer(in.s32(), in.s32(), PeerCodec.decode(in, data));
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        out.s32(from);
        out.s32(mapEpoch);
        PeerCodec.encode(body, out);
    }

    @Override
    public String typeName() {
        return "MOSDPGPeer." + body.getClass().getSimpleName();
    }

    @Override
    public String toString() {
        return typeName() + "(" + body.pgid() + " interval " + body.interval() + " e" + mapEpoch + ")";
    }
}
