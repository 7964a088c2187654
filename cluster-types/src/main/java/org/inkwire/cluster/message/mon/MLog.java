// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.mon;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.UUID;
import org.inkwire.cluster.message.common.PaxosServiceMessage;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.Uuids;
import org.inkwire.wire.message.MessageHeader;

/**
 * Cluster log entries, daemon to mon. Front: PX, fsid, list of LogEntry. Answered by {@link MLogAck}.
 */
public final class MLog extends PaxosServiceMessage {
    public static final int TYPE = 52;

    static final int HEAD_VERSION = 1;
    private static final int COMPAT_VERSION = 1;

    private final UUID fsid;
    private final List<LogEntry> entries;

    /** @param version the sender's version of the service's map; 0 if none */
    public MLog(long version, UUID fsid, List<LogEntry> entries) {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION, version);
        this.fsid = fsid;
        this.entries = List.copyOf(entries);
    }

    public UUID fsid() {
        return fsid;
    }

    public List<LogEntry> entries() {
        return entries;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        encodePaxos(out);
        Uuids.encode(fsid, out);
        out.list(entries, LogEntry::encode);
    }

    static MLog decode(MessageHeader header, Decoder in, ByteBuf data) {
        return new MLog(decodePaxos(in), Uuids.decode(in), in.list(LogEntry.MIN_BYTES, LogEntry::decode));
    }
}
