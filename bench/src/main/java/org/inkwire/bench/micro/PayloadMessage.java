// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.micro;

import io.netty.buffer.ByteBuf;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageRegistry;

/** The smallest message that carries something. Front: u64 number. Data: any. */
final class PayloadMessage extends Message {
    private static final int TYPE = 0x7003;

    private final long number;

    PayloadMessage(long number) {
        super(TYPE, 1, 1);
        this.number = number;
    }

    /** @param payload taken */
    PayloadMessage(long number, ByteBuf payload) {
        this(number);
        data(payload);
    }

    static MessageRegistry registry() {
        return MessageRegistry.builder()
                .add(TYPE, "PayloadMessage", 1, (header, front, data) -> new PayloadMessage(front.u64()))
                .build();
    }

    long number() {
        return number;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        out.u64(number);
    }
}
