// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.mon;

import io.netty.buffer.ByteBuf;
import java.util.OptionalLong;
import java.util.UUID;
import org.inkwire.cluster.message.common.PaxosServiceMessage;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.Uuids;
import org.inkwire.wire.message.MessageHeader;

/** Asks for space used and left. Front: PX, fsid, optional of s64 pool. Answered by {@link MStatfsReply}. */
public final class MStatfs extends PaxosServiceMessage {
    public static final int TYPE = 13;

    static final int HEAD_VERSION = 2;
    private static final int COMPAT_VERSION = 1;

    private final UUID fsid;
    private final OptionalLong pool;

    /**
     * @param version the sender's version of the service's map; 0 if none
     * @param pool empty: the whole cluster
     */
    public MStatfs(long version, UUID fsid, OptionalLong pool) {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION, version);
        this.fsid = fsid;
        this.pool = pool;
    }

    public UUID fsid() {
        return fsid;
    }

    /** Empty: the whole cluster. */
    public OptionalLong pool() {
        return pool;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        encodePaxos(out);
        Uuids.encode(fsid, out);
        out.bool(pool.isPresent());
        pool.ifPresent(out::s64);
    }

    static MStatfs decode(MessageHeader header, Decoder in, ByteBuf data) {
        long version = decodePaxos(in);
        UUID fsid = Uuids.decode(in);
        boolean ofPool = header.version() >= 2 && in.bool();
        return new MStatfs(version, fsid, ofPool ? OptionalLong.of(in.s64()) : OptionalLong.empty());
    }
}
