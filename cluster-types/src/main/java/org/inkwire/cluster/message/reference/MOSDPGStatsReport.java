// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.reference;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.UUID;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.Uuids;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageHeader;

/**
 * OSD → reference monitor: the PGs it leads and how full its store is, every few seconds and soon after a change. In a
 * real cluster this goes to a manager (MPGStats); the reference cluster has none, so its monitor answers
 * {@code ceph -s} and {@code rados df} from these reports.
 *
 * <p>Each report is complete: this OSD no longer leads a PG that it leaves out after reporting it before. If two OSDs
 * report one PG, the one with the higher {@link PgStat#epoch} is right.
 *
 * <p>Front, v1: uuid fsid, s32 osd, u32 epoch, u64 kb total, u64 kb used, u64 kb available, list of {@link PgStat}.
 */
public final class MOSDPGStatsReport extends Message {
    public static final int TYPE = 0x6f00;
    public static final int HEAD_VERSION = 1;

    private final UUID fsid;
    private final int osd;
    private final int epoch;
    private final long kb;
    private final long kbUsed;
    private final long kbAvail;
    private final List<PgStat> pgs;

    /**
     * @param fsid of the cluster
     * @param osd the reporting OSD
     * @param epoch epoch of its newest map
     * @param kb capacity of its store, KiB
     * @param kbUsed KiB
     * @param kbAvail KiB
     */
    public MOSDPGStatsReport(UUID fsid, int osd, int epoch, long kb, long kbUsed, long kbAvail, List<PgStat> pgs) {
        super(TYPE, HEAD_VERSION, 1);
        this.fsid = fsid;
        this.osd = osd;
        this.epoch = epoch;
        this.kb = kb;
        this.kbUsed = kbUsed;
        this.kbAvail = kbAvail;
        this.pgs = List.copyOf(pgs);
    }

    /** Used by the registry. */
    public static MOSDPGStatsReport decode(MessageHeader header, Decoder in, ByteBuf data) {
        UUID fsid = Uuids.decode(in);
        return new MOSDPGStatsReport(
                fsid, in.s32(), in.s32(), in.u64(), in.u64(), in.u64(), in.list(PgStat.MIN_BYTES, PgStat::decode));
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        Uuids.encode(fsid, out);
        out.s32(osd);
        out.s32(epoch);
        out.u64(kb);
        out.u64(kbUsed);
        out.u64(kbAvail);
        out.list(pgs, PgStat::encode);
    }

    public UUID fsid() {
        return fsid;
    }

    public int osd() {
        return osd;
    }

    public int epoch() {
        return epoch;
    }

    public long kb() {
        return kb;
    }

    public long kbUsed() {
        return kbUsed;
    }

    public long kbAvail() {
        return kbAvail;
    }

    public List<PgStat> pgs() {
        return pgs;
    }

    @Override
    public String toString() {
        return "MOSDPGStatsReport(osd." + osd + " e" + epoch + " " + pgs.size() + " pgs)";
    }
}
