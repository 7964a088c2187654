// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench;

import io.netty.buffer.ByteBuf;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageRegistry;

/** A payload, a stamp that comes back with the answer, and the length of that. Front: s64 stamp, s32 bytes. */
public final class EchoMessage extends Message {
    private static final int TYPE = 0x7002;

    private final long stamp;
    private final int answerBytes;

    /** @param payload taken */
    public EchoMessage(long stamp, int answerBytes, ByteBuf payload) {
        this(stamp, answerBytes);
        data(payload);
    }

    private EchoMessage(long stamp, int answerBytes) {
        super(TYPE, 1, 1);
        this.stamp = stamp;
        this.answerBytes = answerBytes;
    }

    public static MessageRegistry registry() {
        return MessageRegistry.builder()
                .add(TYPE, "EchoMessage", 1, (header, front, data) -> new EchoMessage(front.s64(), front.s32()))
                .build();
    }

    public long stamp() {
        return stamp;
    }

    public int answerBytes() {
        return answerBytes;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        out.s64(stamp);
        out.s32(answerBytes);
    }
}
