// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.mon;

import io.netty.buffer.ByteBuf;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageHeader;

/**
 * Asks a monitor for its MonMap, answered by {@link MMonMap}. Front: empty.
 */
public final class MMonGetMap extends Message {
    public static final int TYPE = 5;

    static final int HEAD_VERSION = 1;
    private static final int COMPAT_VERSION = 1;

    public MMonGetMap() {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION);
    }

    @Override
    protected void encodeFront(Encoder out, long features) {}

    static MMonGetMap decode(MessageHeader header, Decoder in, ByteBuf data) {
        return new MMonGetMap();
    }
}
