// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.msgr;

import io.netty.buffer.ByteBuf;
import org.inkwire.msgr.onwire.OnWire;
import org.inkwire.wire.message.Message;

class CompressedSecureTest extends OnWireContract {
    @Override
    protected OnWire sender() {
        return new CompressedShape(SecureShapeTest.one(), allocator);
    }

    @Override
    protected OnWire receiver() {
        return new CompressedShape(SecureShapeTest.other(), allocator);
    }

    @Override
    protected ByteBuf aborted(OnWire sender, Message message) {
        ((SecureShape) ((CompressedShape) sender).inner()).abortNext();
        return written(sender, w -> w.message(message, 1, 0, 0));
    }

    @Override
    protected boolean showsPriority(int bytes) {
        return bytes < CompressedShape.MIN_BYTES;
    }
}
