// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim.guide;

import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageRegistry;

class Note extends Message {
    static final MessageRegistry TYPES = MessageRegistry.builder()
            .add(0x8000, "Note", 1, (header, front, data) -> new Note(front.string()))
            .build();

    final String text;

    Note(String text) {
        super(0x8000, 1, 1); // number, version written, oldest version that can read it
        this.text = text;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        out.string(text);
    }
}
