// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.session;

import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.Message;

/** A message of no bytes. */
final class Note extends Message {
    Note() {
        super(1, 1, 1);
    }

    @Override
    protected void encodeFront(Encoder out, long features) {}
}
