// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.common;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageHeader;

/** Shows that the sender is alive. Front: empty; in a monitor's answer a string, JSON about its state. */
public final class MPing extends Message {
    public static final int TYPE = 2;

    static final int HEAD_VERSION = 1;
    private static final int COMPAT_VERSION = 1;
    private static final byte[] NO_PAYLOAD = {};

    private final byte[] payload;

    public MPing() {
        this(NO_PAYLOAD);
    }

    private MPing(byte[] payload) {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION);
        this.payload = payload;
    }

    /** A monitor's answer. */
    public static MPing answer(String state) {
        ByteBuf buffer = Unpooled.buffer();
        new Encoder(buffer).string(state);
        return new MPing(ByteBufUtil.getBytes(buffer));
    }

    /**
     * What an answer tells; empty in a request.
     *
     * @throws org.inkwire.wire.MalformedInputException if the payload is no string
     */
    public String state() {
        return payload.length == 0 ? "" : new Decoder(Unpooled.wrappedBuffer(payload)).string();
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        out.raw(payload);
    }

    static MPing decode(MessageHeader header, Decoder in, ByteBuf data) {
        return in.remaining() == 0 ? new MPing() : new MPing(in.raw(in.remaining()));
    }
}
