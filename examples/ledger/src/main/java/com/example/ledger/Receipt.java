// SPDX-License-Identifier: Apache-2.0
package com.example.ledger;

import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.Message;

/** Ledger to teller: every entry up to {@code upTo} is on disk. */
final class Receipt extends Message {
    static final int TYPE = 0x8002;

    final long upTo;

    Receipt(long upTo) {
        super(TYPE, 1, 1);
        this.upTo = upTo;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        out.u64(upTo);
    }

    static Receipt decode(Decoder in) {
        return new Receipt(in.u64());
    }
}
