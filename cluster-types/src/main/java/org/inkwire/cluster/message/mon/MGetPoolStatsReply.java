// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.mon;

import io.netty.buffer.ByteBuf;
import java.util.Map;
import java.util.UUID;
import org.inkwire.cluster.message.common.OpaqueStruct;
import org.inkwire.cluster.message.common.PaxosServiceMessage;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.Uuids;
import org.inkwire.wire.message.MessageHeader;

/**
 * Answers {@link MGetPoolStats}. Front: PX, fsid, map of string to pool_stat_t, bool per_pool. The statistics come from
 * a manager; a cluster without one returns an empty map.
 */
public final class MGetPoolStatsReply extends PaxosServiceMessage {
    public static final int TYPE = 59;

    static final int HEAD_VERSION = 2;
    private static final int COMPAT_VERSION = 1;

    private final UUID fsid;
    private final Map<String, byte[]> poolStats;
    private final boolean perPool;

    /**
     * @param version the sender's version of the service's map; 0 if none
     * @param poolStats encoded {@code pool_stat_t}, header included, by pool name in order: given, not copied
     * @param perPool whether the OSDs count omap space per pool
     */
    public MGetPoolStatsReply(long version, UUID fsid, Map<String, byte[]> poolStats, boolean perPool) {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION, version);
        this.fsid = fsid;
        this.poolStats = poolStats;
        this.perPool = perPool;
        priority(PRIORITY_HIGH);
    }

    public UUID fsid() {
        return fsid;
    }

    public Map<String, byte[]> poolStats() {
        return poolStats;
    }

    public boolean perPool() {
        return perPool;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        encodePaxos(out);
        Uuids.encode(fsid, out);
        out.map(poolStats, (name, e) -> e.string(name), (stat, e) -> e.raw(stat));
        out.bool(perPool);
    }

    static MGetPoolStatsReply decode(MessageHeader header, Decoder in, ByteBuf data) {
        return new MGetPoolStatsReply(
                decodePaxos(in),
                Uuids.decode(in),
                in.map(4 + OpaqueStruct.HEADER_BYTES, Decoder::string, OpaqueStruct::decode),
                header.version() >= 2 && in.bool());
    }
}
