// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.msgr;

import io.netty.buffer.ByteBuf;
import org.inkwire.msgr.onwire.CrcOnWire;
import org.inkwire.msgr.onwire.LateStatus;
import org.inkwire.msgr.onwire.OnWire;
import org.inkwire.wire.message.Message;

class CompressedCrcTest extends OnWireContract {
    private static final int EPILOGUE_BYTES = 13;

    @Override
    protected OnWire sender() {
        return new CompressedShape(new CrcOnWire(), allocator);
    }

    @Override
    protected OnWire receiver() {
        return new CompressedShape(new CrcOnWire(), allocator);
    }

    @Override
    protected ByteBuf aborted(OnWire sender, Message message) {
        ByteBuf bytes = written(sender, w -> w.message(message, 1, 0, 0));
        return bytes.setByte(bytes.writerIndex() - EPILOGUE_BYTES, LateStatus.ABORTED);
    }

    @Override
    protected boolean showsPriority(int bytes) {
        return bytes < CompressedShape.MIN_BYTES;
    }
}
