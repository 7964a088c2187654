// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.osdmon;

import io.netty.buffer.ByteBuf;
import java.util.Map;
import org.inkwire.cluster.map.IntervalSet;
import org.inkwire.cluster.message.common.IntervalSetByPool;
import org.inkwire.cluster.message.common.PaxosServiceMessage;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.MessageHeader;

/**
 * Answers {@link MMonGetPurgedSnaps}. Front: PX, u32 start, u32 last, map of u32 epoch to map of s64 pool to
 * interval_set (protocol: mon section 1, from source only).
 */
public final class MMonGetPurgedSnapsReply extends PaxosServiceMessage {
    public static final int TYPE = 77;

    static final int HEAD_VERSION = 1;
    private static final int COMPAT_VERSION = 1;
    private static final int MIN_ENTRY_BYTES = 8;

    private final long start;
    private final long last;
    private final Map<Long, Map<Long, IntervalSet>> purged;

    /**
     * @param version the sender's version of the service's map; 0 if none
     * @param last inclusive; may be below the requested epoch
     * @param purged by epoch, then pool, in order
     */
    public MMonGetPurgedSnapsReply(long version, long start, long last, Map<Long, Map<Long, IntervalSet>> purged) {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION, version);
        this.start = start;
        this.last = last;
        this.purged = purged;
        priority(PRIORITY_HIGH);
    }

    public long start() {
        return start;
    }

    /** Inclusive; may be below the requested epoch. */
    public long last() {
        return last;
    }

    public Map<Long, Map<Long, IntervalSet>> purged() {
        return purged;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        encodePaxos(out);
        out.u32(start);
        out.u32(last);
        out.map(purged, (epoch, e) -> e.u32(epoch), IntervalSetByPool::encode);
    }

    static MMonGetPurgedSnapsReply decode(MessageHeader header, Decoder in, ByteBuf data) {
        return new MMonGetPurgedSnapsReply(
                decodePaxos(in), in.u32(), in.u32(), in.map(MIN_ENTRY_BYTES, Decoder::u32, IntervalSetByPool::decode));
    }
}
