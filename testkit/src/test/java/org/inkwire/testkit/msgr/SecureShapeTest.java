// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.msgr;

import io.netty.buffer.ByteBuf;
import org.inkwire.msgr.onwire.OnWire;
import org.inkwire.wire.message.Message;

class SecureShapeTest extends OnWireContract {
    private static final byte[] KEY = new byte[16];
    private static final byte[] ONE = {1, 2, 3, 4, -1, -1, -1, -1, -1, -1, -1, -1};
    private static final byte[] OTHER = {4, 3, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0};

    static SecureShape one() {
        return new SecureShape(KEY, ONE, OTHER);
    }

    static SecureShape other() {
        return new SecureShape(KEY, OTHER, ONE);
    }

    @Override
    protected OnWire sender() {
        return one();
    }

    @Override
    protected OnWire receiver() {
        return other();
    }

    @Override
    protected ByteBuf aborted(OnWire sender, Message message) {
        ((SecureShape) sender).abortNext();
        return written(sender, w -> w.message(message, 1, 0, 0));
    }
}
