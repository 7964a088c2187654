// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.common;

import io.netty.buffer.ByteBuf;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.Message;

/** Result of an {@link FsidCommand}, with its tid. Front: s32 result, string status. Data: output. */
public abstract class CommandResult extends Message {
    /** Version of the layout, which has not changed. */
    protected static final int VERSION = 1;

    private final int result;
    private final String status;

    /**
     * @param result 0 or a negative errno
     * @param status one line for stderr
     * @param data output of the command: taken
     */
    protected CommandResult(int type, int result, String status, ByteBuf data) {
        super(type, VERSION, VERSION);
        this.result = result;
        this.status = status;
        data(data);
    }

    /** 0 or a negative errno. */
    public final int result() {
        return result;
    }

    /** One line for stderr. */
    public final String status() {
        return status;
    }

    @Override
    protected final void encodeFront(Encoder out, long features) {
        out.s32(result);
        out.string(status);
    }
}
