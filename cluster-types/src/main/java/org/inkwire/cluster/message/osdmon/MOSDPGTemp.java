// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.osdmon;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Map;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.message.common.PaxosServiceMessage;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.MessageHeader;

/**
 * A primary asks for other acting sets while it moves data. Front: PX, u32 map epoch, map of pg to vector of s32, bool
 * forced.
 */
public final class MOSDPGTemp extends PaxosServiceMessage {
    public static final int TYPE = 78;

    static final int HEAD_VERSION = 2;
    private static final int COMPAT_VERSION = 1;
    private static final int MIN_ENTRY_BYTES = PgId.BYTES + 4;

    private final long mapEpoch;
    private final Map<PgId, List<Integer>> pgTemp;
    private final boolean forced;

    /**
     * @param version the sender's version of the OSDMap
     * @param pgTemp wanted acting set by PG, in order; an empty one clears
     * @param forced set even if the monitor sees no need
     */
    public MOSDPGTemp(long version, long mapEpoch, Map<PgId, List<Integer>> pgTemp, boolean forced) {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION, version);
        this.mapEpoch = mapEpoch;
        this.pgTemp = pgTemp;
        this.forced = forced;
    }

    public long mapEpoch() {
        return mapEpoch;
    }

    public Map<PgId, List<Integer>> pgTemp() {
        return pgTemp;
    }

    public boolean forced() {
        return forced;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        encodePaxos(out);
        out.u32(mapEpoch);
        out.map(pgTemp, PgId::encode, (osds, e) -> e.list(osds, (osd, o) -> o.s32(osd)));
        out.bool(forced);
    }

    static MOSDPGTemp decode(MessageHeader header, Decoder in, ByteBuf data) {
        return new MOSDPGTemp(
                decodePaxos(in),
                in.u32(),
                in.map(MIN_ENTRY_BYTES, PgId::decode, d -> d.list(Integer.BYTES, Decoder::s32)),
                header.version() >= 2 && in.bool());
    }
}
