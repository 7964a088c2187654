// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.mon;

import io.netty.buffer.ByteBuf;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageHeader;

/**
 * Answers {@link MAuth}. Front: u32 protocol, s32 result, u64 global id, bl payload, string message.
 */
public final class MAuthReply extends Message {
    public static final int TYPE = 18;

    static final int HEAD_VERSION = 1;
    private static final int COMPAT_VERSION = 1;

    private final long protocol;
    private final int result;
    private final long globalId;
    private final byte[] payload;
    private final String message;

    /**
     * @param protocol auth method: 2 cephx
     * @param result 0 or a negative errno
     * @param payload given, not copied
     * @param message human-readable text, mostly empty
     */
    public MAuthReply(long protocol, int result, long globalId, byte[] payload, String message) {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION);
        this.protocol = protocol;
        this.result = result;
        this.globalId = globalId;
        this.payload = payload;
        this.message = message;
        priority(PRIORITY_HIGH);
    }

    /** Auth method: 2 cephx. */
    public long protocol() {
        return protocol;
    }

    /** 0 or a negative errno. */
    public int result() {
        return result;
    }

    public long globalId() {
        return globalId;
    }

    /** Given, not copied. */
    public byte[] payload() {
        return payload;
    }

    /** Human-readable text, mostly empty. */
    public String message() {
        return message;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        out.u32(protocol);
        out.s32(result);
        out.u64(globalId);
        out.blob(payload);
        out.string(message);
    }

    static MAuthReply decode(MessageHeader header, Decoder in, ByteBuf data) {
        return new MAuthReply(in.u32(), in.s32(), in.u64(), in.blob(), in.string());
    }
}
