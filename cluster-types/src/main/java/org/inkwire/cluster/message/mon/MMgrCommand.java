// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.mon;

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
 * A command to the cluster that the manager answers ({@code pg ls}). Front: fsid, vector of string. Data: input. Answered
 * by {@link MMgrCommandReply}. A command to the manager itself ({@code ceph tell mgr}) is an MCommand.
 */
public final class MMgrCommand extends Message {
    public static final int TYPE = 0x709;

    static final int HEAD_VERSION = 1;
    private static final int COMPAT_VERSION = 1;

    private final UUID fsid;
    private final List<String> cmd;

    /**
     * @param fsid zero in what librados sends
     * @param cmd one JSON object
     * @param data input of the command: taken
     */
    public MMgrCommand(UUID fsid, List<String> cmd, ByteBuf data) {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION);
        this.fsid = fsid;
        this.cmd = List.copyOf(cmd);
        data(data);
    }

    /** Zero in what librados sends. */
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

    static MMgrCommand decode(MessageHeader header, Decoder in, ByteBuf data) {
        return new MMgrCommand(Uuids.decode(in), in.strings(), Unpooled.EMPTY_BUFFER);
    }
}
