// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.common;

import io.netty.buffer.ByteBuf;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageHeader;

/** Shows that the sender is alive. Front: empty. */
public final class MPing extends Message {
    public static final int TYPE = 2;

    static final int HEAD_VERSION = 1;
    private static final int COMPAT_VERSION = 1;

    public MPing() {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION);
    }

    @Override
    protected void encodeFront(Encoder out, long features) {}

    static MPing decode(MessageHeader header, Decoder in, ByteBuf data) {
        return new MPing();
    }
}
