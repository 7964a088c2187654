// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.mon;

import io.netty.buffer.ByteBuf;
import java.util.Map;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageHeader;

/**
 * Options from the config database that apply to the receiver. Front: map of string to string.
 */
public final class MConfig extends Message {
    public static final int TYPE = 62;

    static final int HEAD_VERSION = 1;
    private static final int COMPAT_VERSION = 1;

    private final Map<String, String> options;

    /**
     * @param options in key order
     */
    public MConfig(Map<String, String> options) {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION);
        this.options = options;
        priority(PRIORITY_HIGH);
    }

    /** In key order. */
    public Map<String, String> options() {
        return options;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        out.stringMap(options);
    }

    static MConfig decode(MessageHeader header, Decoder in, ByteBuf data) {
        return new MConfig(in.stringMap());
    }
}
