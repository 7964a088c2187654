// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench;

import io.netty.buffer.ByteBuf;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageRegistry;

/** A payload and the time it was sent. Front: s64 nanos. */
final class EchoMessage extends Message {
    private static final int TYPE = 0x7002;

    private final long sentNanos;

    /** @param payload taken */
    EchoMessage(long sentNanos, ByteBuf payload) {
        super(TYPE, 1, 1);
        this.sentNanos = sentNanos;
        data(payload);
    }

    static MessageRegistry registry() {
        return MessageRegistry.builder()
                .add(
                        TYPE,
                        "EchoMessage",
                        1,
                        (header, front, data) -> new EchoMessage(front.s64(), io.netty.buffer.Unpooled.EMPTY_BUFFER))
                .build();
    }

    long sentNanos() {
        return sentNanos;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        out.s64(sentNanos);
    }
}
