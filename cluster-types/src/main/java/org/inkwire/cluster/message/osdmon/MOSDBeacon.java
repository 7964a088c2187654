// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.osdmon;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.message.common.PaxosServiceMessage;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.UTime;
import org.inkwire.wire.message.MessageHeader;

/**
 * Sent periodically by an OSD to show that it is alive. Front: PX, vector of pg, u32 min last epoch clean, utime last
 * purged snaps scrub, u32 interval.
 */
public final class MOSDBeacon extends PaxosServiceMessage {
    public static final int TYPE = 79;

    static final int HEAD_VERSION = 3;
    private static final int COMPAT_VERSION = 1;

    private final List<PgId> pgs;
    private final long minLastEpochClean;
    private final UTime lastPurgedSnapsScrub;
    private final long interval;

    /**
     * @param version the sender's version of the service's map; 0 if none
     * @param pgs PGs the sender is primary of
     * @param interval seconds between beacons
     */
    public MOSDBeacon(long version, List<PgId> pgs, long minLastEpochClean, UTime lastPurgedSnapsScrub, long interval) {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION, version);
        this.pgs = List.copyOf(pgs);
        this.minLastEpochClean = minLastEpochClean;
        this.lastPurgedSnapsScrub = lastPurgedSnapsScrub;
        this.interval = interval;
    }

    /** PGs the sender is primary of. */
    public List<PgId> pgs() {
        return pgs;
    }

    public long minLastEpochClean() {
        return minLastEpochClean;
    }

    public UTime lastPurgedSnapsScrub() {
        return lastPurgedSnapsScrub;
    }

    /** Seconds between beacons. */
    public long interval() {
        return interval;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        encodePaxos(out);
        out.list(pgs, PgId::encode);
        out.u32(minLastEpochClean);
        lastPurgedSnapsScrub.encode(out);
        out.u32(interval);
    }

    static MOSDBeacon decode(MessageHeader header, Decoder in, ByteBuf data) {
        return new MOSDBeacon(
                decodePaxos(in),
                in.list(PgId.BYTES, PgId::decode),
                in.u32(),
                header.version() >= 2 ? UTime.decode(in) : UTime.ZERO,
                header.version() >= 3 ? in.u32() : 0);
    }
}
