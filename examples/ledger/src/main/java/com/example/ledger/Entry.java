// SPDX-License-Identifier: Apache-2.0
package com.example.ledger;

import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.Message;

/** Teller to ledger: one numbered line. Numbers begin at 1 and have no gaps. */
final class Entry extends Message {
    static final int TYPE = 0x8001;

    final long number;
    final long amount;
    final String text;

    Entry(long number, long amount, String text) {
        super(TYPE, 1, 1);
        this.number = number;
        this.amount = amount;
        this.text = text;
    }

    /** Without it, send limits would not count the text. */
    @Override
    public long frontBytesHint() {
        return text.length();
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        out.u64(number);
        out.s64(amount);
        out.string(text);
    }

    static Entry decode(Decoder in) {
        return new Entry(in.u64(), in.s64(), in.string());
    }
}
