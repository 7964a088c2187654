// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.mon;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageHeader;

/** Result of a {@link MMgrCommand}. Front: s32 result, string status. Data: output. */
public final class MMgrCommandReply extends Message {
    public static final int TYPE = 0x70a;

    static final int HEAD_VERSION = 1;
    private static final int COMPAT_VERSION = 1;

    private final int result;
    private final String status;

    /**
     * @param result 0 or a negative errno
     * @param status one line for stderr
     * @param data output of the command: taken
     */
    public MMgrCommandReply(int result, String status, ByteBuf data) {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION);
        this.result = result;
        this.status = status;
        data(data);
    }

    /** 0 or a negative errno. */
    public int result() {
        return result;
    }

    /** One line for stderr. */
    public String status() {
        return status;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        out.s32(result);
        out.string(status);
    }

    static MMgrCommandReply decode(MessageHeader header, Decoder in, ByteBuf data) {
        return new MMgrCommandReply(in.s32(), in.string(), Unpooled.EMPTY_BUFFER);
    }
}
