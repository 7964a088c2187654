// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.osdmon;

import io.netty.buffer.ByteBuf;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.message.common.PaxosServiceMessage;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.MessageHeader;

/**
 * A primary has created a PG the monitor asked for. Front: PX, pg.
 */
public final class MOSDPGCreated extends PaxosServiceMessage {
    public static final int TYPE = 116;

    static final int HEAD_VERSION = 1;
    private static final int COMPAT_VERSION = 1;

    private final PgId pgid;

    /** @param version the sender's version of the service's map; 0 if none */
    public MOSDPGCreated(long version, PgId pgid) {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION, version);
        this.pgid = pgid;
    }

    public PgId pgid() {
        return pgid;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        encodePaxos(out);
        pgid.encode(out);
    }

    static MOSDPGCreated decode(MessageHeader header, Decoder in, ByteBuf data) {
        return new MOSDPGCreated(decodePaxos(in), PgId.decode(in));
    }
}
