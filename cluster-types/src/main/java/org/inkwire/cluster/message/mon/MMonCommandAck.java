// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.mon;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.inkwire.cluster.message.common.PaxosServiceMessage;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.MessageHeader;

/**
 * Result of a {@link MMonCommand}. Front: PX, s32 result, string status, vector of string (the command). Data:
 * output.
 */
public final class MMonCommandAck extends PaxosServiceMessage {
    public static final int TYPE = 51;

    static final int HEAD_VERSION = 1;
    private static final int COMPAT_VERSION = 1;

    private final int result;
    private final String status;
    private final List<String> cmd;

    /**
     * @param version the sender's version of the service's map; 0 if none
     * @param result 0 or a negative errno
     * @param status one line for stderr
     * @param cmd the command, repeated
     * @param data output of the command: taken
     */
    public MMonCommandAck(long version, int result, String status, List<String> cmd, ByteBuf data) {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION, version);
        this.result = result;
        this.status = status;
        this.cmd = List.copyOf(cmd);
        priority(PRIORITY_HIGH);
        data(data);
    }

    /** 0 or a negative errno. */
    public int result() {
        return result;
    }

    /** One line for stderr. */
    public String status() {
        return status;
    }

    /** The command, repeated. */
    public List<String> cmd() {
        return cmd;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        encodePaxos(out);
        out.s32(result);
        out.string(status);
        out.strings(cmd);
    }

    static MMonCommandAck decode(MessageHeader header, Decoder in, ByteBuf data) {
        return new MMonCommandAck(decodePaxos(in), in.s32(), in.string(), in.strings(), Unpooled.EMPTY_BUFFER);
    }
}
