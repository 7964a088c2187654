// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.msgr;

import io.netty.buffer.ByteBuf;
import org.inkwire.msgr.onwire.CrcOnWire;
import org.inkwire.msgr.onwire.LateStatus;
import org.inkwire.msgr.onwire.OnWire;
import org.inkwire.wire.message.Message;

class CrcOnWireTest extends OnWireContract {
    private static final int EPILOGUE_BYTES = 13;

    @Override
    protected OnWire sender() {
        return new CrcOnWire();
    }

    @Override
    protected OnWire receiver() {
        return new CrcOnWire();
    }

    @Override
    protected ByteBuf aborted(OnWire sender, Message message) {
        ByteBuf bytes = written(sender, w -> w.message(message, 1, 0, 0));
        return bytes.setByte(bytes.writerIndex() - EPILOGUE_BYTES, LateStatus.ABORTED);
    }
}
