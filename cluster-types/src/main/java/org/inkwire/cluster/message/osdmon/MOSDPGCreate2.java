// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.osdmon;

import io.netty.buffer.ByteBuf;
import java.util.Map;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.cluster.message.common.OpaqueStruct;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.UTime;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageHeader;

/**
 * A monitor tells primaries to create PGs. Front: u32 epoch, map of spg to (u32 created, utime stamp), map of spg to
 * (pg_history_t, PastIntervals), the last two kept encoded (protocol: osd section 10).
 */
public final class MOSDPGCreate2 extends Message {
    public static final int TYPE = 120;

    static final int HEAD_VERSION = 2;
    private static final int COMPAT_VERSION = 1;

    /** When creation of a PG was requested. Immutable. */
    public record Created(long epoch, UTime stamp) {
        void encode(Encoder out) {
            out.u32(epoch);
            stamp.encode(out);
        }

        static Created decode(Decoder in) {
            return new Created(in.u32(), UTime.decode(in));
        }
    }

    /**
     * The monitor's record of a PG that could not be created for a while.
     *
     * @param history encoded {@code pg_history_t}, header included
     * @param pastIntervals encoded {@code PastIntervals}, header included
     */
    public record History(byte[] history, byte[] pastIntervals) {
        void encode(Encoder out) {
            out.raw(history);
            out.raw(pastIntervals);
        }

        static History decode(Decoder in) {
            return new History(OpaqueStruct.decode(in), OpaqueStruct.decode(in));
        }
    }

    private final long epoch;
    private final Map<SpgId, Created> pgs;
    private final Map<SpgId, History> histories;

    /**
     * @param pgs to create, in order
     * @param histories by PG, in order
     */
    public MOSDPGCreate2(long epoch, Map<SpgId, Created> pgs, Map<SpgId, History> histories) {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION);
        this.epoch = epoch;
        this.pgs = pgs;
        this.histories = histories;
        priority(PRIORITY_HIGH);
    }

    public long epoch() {
        return epoch;
    }

    public Map<SpgId, Created> pgs() {
        return pgs;
    }

    public Map<SpgId, History> histories() {
        return histories;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        out.u32(epoch);
        out.map(pgs, SpgId::encode, Created::encode);
        out.map(histories, SpgId::encode, History::encode);
    }

    static MOSDPGCreate2 decode(MessageHeader header, Decoder in, ByteBuf data) {
        return new MOSDPGCreate2(
                in.u32(),
                in.map(SpgId.BYTES + 12, SpgId::decode, Created::decode),
                header.version() >= 2
                        ? in.map(SpgId.BYTES + 2 * OpaqueStruct.HEADER_BYTES, SpgId::decode, History::decode)
                        : Map.of());
    }
}
