// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.mon;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.UUID;
import org.inkwire.cluster.message.common.PaxosServiceMessage;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.Uuids;
import org.inkwire.wire.message.MessageHeader;

/**
 * A command, mostly one JSON object. Front: PX, fsid, vector of string. Data: the command's input. Answered by
 * {@link MMonCommandAck}.
 */
public final class MMonCommand extends PaxosServiceMessage {
    public static final int TYPE = 50;

    static final int HEAD_VERSION = 1;
    private static final int COMPAT_VERSION = 1;

    private final UUID fsid;
    private final List<String> cmd;

    /**
     * @param version the sender's version of the service's map; 0 if none
     * @param cmd one JSON object, as a list of lines
     * @param data input of the command: taken
     */
    public MMonCommand(long version, UUID fsid, List<String> cmd, ByteBuf data) {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION, version);
        this.fsid = fsid;
        this.cmd = List.copyOf(cmd);
        data(data);
    }

    public UUID fsid() {
        return fsid;
    }

    /** One JSON object, as a list of lines. */
    public List<String> cmd() {
        return cmd;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        encodePaxos(out);
        Uuids.encode(fsid, out);
        out.strings(cmd);
    }

    static MMonCommand decode(MessageHeader header, Decoder in, ByteBuf data) {
        return new MMonCommand(decodePaxos(in), Uuids.decode(in), in.strings(), Unpooled.EMPTY_BUFFER);
    }
}
