// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.common;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.UUID;
import org.inkwire.cluster.map.Uuids;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageHeader;

/**
 * A command to an OSD ({@code ceph tell}). Front: fsid, vector of string. Data: input. Answered by {@link
 * MCommandReply}.
 */
public final class MCommand extends Message {
    public static final int TYPE = 97;

    static final int HEAD_VERSION = 1;
    private static final int COMPAT_VERSION = 1;

    private final UUID fsid;
    private final List<String> cmd;

    /**
     * @param cmd one JSON object
     * @param data input of the command: taken
     */
    public MCommand(UUID fsid, List<String> cmd, ByteBuf data) {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION);
        this.fsid = fsid;
        this.cmd = List.copyOf(cmd);
        data(data);
    }

    public UUID fsid() {
        return fsid;
    }

    /** One JSON object. */
    public List<String> cmd() {
        return cmd;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        Uuids.encode(fsid, out);
        out.strings(cmd);
    }

    static MCommand decode(MessageHeader header, Decoder in, ByteBuf data) {
        return new MCommand(Uuids.decode(in), in.strings(), Unpooled.EMPTY_BUFFER);
    }
}
