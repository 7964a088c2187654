// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.mon;

import io.netty.buffer.ByteBuf;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageHeader;

/**
 * The monitors of the cluster, mon to all. Front: bl monmap.
 */
public final class MMonMap extends Message {
    public static final int TYPE = 4;

    static final int HEAD_VERSION = 1;
    private static final int COMPAT_VERSION = 1;

    private final byte[] monmap;

    /**
     * @param monmap encoded MonMap: given, not copied
     */
    public MMonMap(byte[] monmap) {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION);
        this.monmap = monmap;
        priority(PRIORITY_HIGH);
    }

    /** Encoded MonMap: given, not copied. */
    public byte[] monmap() {
        return monmap;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        out.blob(monmap);
    }

    static MMonMap decode(MessageHeader header, Decoder in, ByteBuf data) {
        return new MMonMap(in.blob());
    }
}
