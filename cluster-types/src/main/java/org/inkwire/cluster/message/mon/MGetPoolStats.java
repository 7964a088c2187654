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
 * Asks for statistics of pools. Front: PX, fsid, vector of pool names.
 */
public final class MGetPoolStats extends PaxosServiceMessage {
    public static final int TYPE = 58;

    static final int HEAD_VERSION = 1;
    private static final int COMPAT_VERSION = 1;

    private final UUID fsid;
    private final List<String> pools;

    /**
     * @param version the sender's version of the service's map; 0 if none
     * @param pools pool names
     */
    public MGetPoolStats(long version, UUID fsid, List<String> pools) {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION, version);
        this.fsid = fsid;
        this.pools = List.copyOf(pools);
    }

    public UUID fsid() {
        return fsid;
    }

    /** Pool names. */
    public List<String> pools() {
        return pools;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        encodePaxos(out);
        Uuids.encode(fsid, out);
        out.strings(pools);
    }

    static MGetPoolStats decode(MessageHeader header, Decoder in, ByteBuf data) {
        return new MGetPoolStats(decodePaxos(in), Uuids.decode(in), in.strings());
    }
}
