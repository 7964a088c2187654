// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.common;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.UUID;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.Uuids;
import org.inkwire.wire.message.Message;

/** A command to a daemon. Front: fsid, vector of string. Data: input. Answered by a {@link CommandResult}. */
public abstract class FsidCommand extends Message {
    /** Version of the layout, which has not changed. */
    protected static final int VERSION = 1;

    private final UUID fsid;
    private final List<String> cmd;

    /**
     * @param cmd one JSON object
     * @param data input of the command: taken
     */
    protected FsidCommand(int type, UUID fsid, List<String> cmd, ByteBuf data) {
        super(type, VERSION, VERSION);
        this.fsid = fsid;
        this.cmd = List.copyOf(cmd);
        data(data);
    }

    /** Of the cluster; zero if the sender leaves it out. */
    public final UUID fsid() {
        return fsid;
    }

    /** One JSON object. */
    public final List<String> cmd() {
        return cmd;
    }

    @Override
    protected final void encodeFront(Encoder out, long features) {
        Uuids.encode(fsid, out);
        out.strings(cmd);
    }
}
