// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench;

import io.netty.buffer.ByteBuf;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessagePool;
import org.inkwire.wire.message.MessageRegistry;

/** A payload, a stamp that comes back with the answer, and the length of that. Front: s64 stamp, s32 bytes. */
public final class EchoMessage extends Message {
    private static final int TYPE = 0x7002;

    private static final MessagePool<EchoMessage> POOL = new MessagePool<>(EchoMessage::new);

    private long stamp;
    private int answerBytes;

    private EchoMessage(MessagePool.Home home) {
        super(TYPE, 1, 1, home);
    }

    /** @param payload taken */
    public static EchoMessage of(long stamp, int answerBytes, ByteBuf payload) {
        EchoMessage message = of(stamp, answerBytes);
        message.data(payload);
        return message;
    }

    private static EchoMessage of(long stamp, int answerBytes) {
        EchoMessage message = POOL.take();
        message.stamp = stamp;
        message.answerBytes = answerBytes;
        return message;
    }

    public static MessageRegistry registry() {
        return MessageRegistry.builder()
                .add(TYPE, "EchoMessage", 1, (header, front, data) -> of(front.s64(), front.s32()))
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
