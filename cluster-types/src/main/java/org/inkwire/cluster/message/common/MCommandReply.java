// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.common;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.message.MessageHeader;

/** Result of a {@link MCommand}. */
public final class MCommandReply extends CommandResult {
    public static final int TYPE = 98;

    static final int HEAD_VERSION = VERSION;

    /**
     * @param result 0 or a negative errno
     * @param status one line for stderr
     * @param data output of the command: taken
     */
    public MCommandReply(int result, String status, ByteBuf data) {
        super(TYPE, result, status, data);
    }

    static MCommandReply decode(MessageHeader header, Decoder in, ByteBuf data) {
        return new MCommandReply(in.s32(), in.string(), Unpooled.EMPTY_BUFFER);
    }
}
