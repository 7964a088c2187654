// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.msgr;

import io.netty.buffer.ByteBuf;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageRegistry;

/** A test-only message: the front is a string, the data is arbitrary. */
public final class TextMessage extends Message {
    public static final int TYPE = 0x7001;
    private static final int HEAD_VERSION = 1;

    private final String text;

    public TextMessage(String text) {
        super(TYPE, HEAD_VERSION, 1);
        this.text = text;
    }

    /** @param data taken */
    public TextMessage(String text, ByteBuf data) {
        this(text);
        data(data);
    }

    public static MessageRegistry registry() {
        return MessageRegistry.builder()
                .add(TYPE, "TextMessage", HEAD_VERSION, (header, front, data) -> new TextMessage(front.string()))
                .build();
    }

    public String text() {
        return text;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        out.string(text);
    }

    @Override
    public String toString() {
        return "TextMessage(" + text + ")";
    }
}
