// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.common;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.UUID;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Uuids;
import org.inkwire.wire.message.MessageHeader;

/** A command to an OSD, or to a monitor or manager itself ({@code ceph tell}). Answered by {@link MCommandReply}. */
public final class MCommand extends FsidCommand {
    public static final int TYPE = 97;

    static final int HEAD_VERSION = VERSION;

    /**
     * @param cmd one JSON object
     * @param data input of the command: taken
     */
    public MCommand(UUID fsid, List<String> cmd, ByteBuf data) {
        super(TYPE, fsid, cmd, data);
    }

    static MCommand decode(MessageHeader header, Decoder in, ByteBuf data) {
        return new MCommand(Uuids.decode(in), in.strings(), Unpooled.EMPTY_BUFFER);
    }
}
