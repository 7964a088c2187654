// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.osdmon;

import io.netty.buffer.ByteBuf;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.message.common.PaxosServiceMessage;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.message.MessageHeader;

/**
 * The primary of two PGs that are to be merged tells the monitor that both are clean and take no writes, or that they
 * cannot be merged now. Front: PX (version: its map epoch), pg_t source, eversion_t source version, eversion_t target
 * version, u32 last_epoch_started, u32 last_epoch_clean, bool ready. Ceph: {@code MOSDPGReadyToMerge.h}, v16.2.15.
 */
public final class MOSDPGReadyToMerge extends PaxosServiceMessage {
    public static final int TYPE = 122;

    static final int HEAD_VERSION = 1;
    private static final int COMPAT_VERSION = 1;

    private final PgId source;
    private final EVersion sourceVersion;
    private final EVersion targetVersion;
    private final long lastEpochStarted;
    private final long lastEpochClean;
    private final boolean ready;

    /**
     * @param version the sender's map epoch
     * @param source the PG that goes away
     * @param sourceVersion of its last write
     * @param targetVersion of the last write of the PG it is merged into
     */
    public MOSDPGReadyToMerge(
            long version,
            PgId source,
            EVersion sourceVersion,
            EVersion targetVersion,
            long lastEpochStarted,
            long lastEpochClean,
            boolean ready) {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION, version);
        this.source = source;
        this.sourceVersion = sourceVersion;
        this.targetVersion = targetVersion;
        this.lastEpochStarted = lastEpochStarted;
        this.lastEpochClean = lastEpochClean;
        this.ready = ready;
    }

    /** The PG that goes away. */
    public PgId source() {
        return source;
    }

    public EVersion sourceVersion() {
        return sourceVersion;
    }

    public EVersion targetVersion() {
        return targetVersion;
    }

    public long lastEpochStarted() {
        return lastEpochStarted;
    }

    public long lastEpochClean() {
        return lastEpochClean;
    }

    /** False: the merge must be given up. */
    public boolean ready() {
        return ready;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        encodePaxos(out);
        source.encode(out);
        sourceVersion.encode(out);
        targetVersion.encode(out);
        out.u32(lastEpochStarted);
        out.u32(lastEpochClean);
        out.bool(ready);
    }

    static MOSDPGReadyToMerge decode(MessageHeader header, Decoder in, ByteBuf data) {
        long version = decodePaxos(in);
        return new MOSDPGReadyToMerge(
                version, PgId.decode(in), EVersion.decode(in), EVersion.decode(in), in.u32(), in.u32(), in.bool());
    }
}
