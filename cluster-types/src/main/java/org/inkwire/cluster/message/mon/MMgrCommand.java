// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.mon;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.UUID;
import org.inkwire.cluster.message.common.FsidCommand;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Uuids;
import org.inkwire.wire.message.MessageHeader;

/**
 * A command to the cluster that the manager answers ({@code pg ls}); librados leaves the fsid out. Answered by {@link
 * MMgrCommandReply}. A command to the manager itself ({@code ceph tell mgr}) is an MCommand.
 */
public final class MMgrCommand extends FsidCommand {
    public static final int TYPE = 0x709;

    static final int HEAD_VERSION = VERSION;

    /**
     * @param cmd one JSON object
     * @param data input of the command: taken
     */
    public MMgrCommand(UUID fsid, List<String> cmd, ByteBuf data) {
        super(TYPE, fsid, cmd, data);
    }

    static MMgrCommand decode(MessageHeader header, Decoder in, ByteBuf data) {
        return new MMgrCommand(Uuids.decode(in), in.strings(), Unpooled.EMPTY_BUFFER);
    }
}
