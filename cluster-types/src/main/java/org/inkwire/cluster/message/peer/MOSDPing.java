// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.peer;

import io.netty.buffer.ByteBuf;
import java.util.UUID;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.UTime;
import org.inkwire.wire.Uuids;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageHeader;
import org.jspecify.annotations.Nullable;

/**
 * Heartbeat between OSDs. Front: fsid, u32 map epoch, u8 op, utime stamp, u32 padding, u32 up_from, (u32 s, u32 ns)
 * mono ping stamp, (u32 s, u32 ns) mono send stamp, optional of (s32 s, s32 ns) delta, then zero padding, which exposes
 * a path that loses big packets (protocol: osd section 10).
 */
public final class MOSDPing extends Message {
    public static final int TYPE = 70;

    /** Tells the peer that the map marks it dead. */
    public static final int YOU_DIED = 2;

    public static final int PING = 4;
    public static final int PING_REPLY = 5;

    /** Default of {@code osd_heartbeat_min_size}, bytes. */
    public static final int DEFAULT_MIN_SIZE = 2000;

    static final int HEAD_VERSION = 5;
    private static final int COMPAT_VERSION = 4;

    /** Bytes of fsid, epoch, op and stamp, which Ceph subtracts from the wanted size. */
    private static final int FIXED_BYTES = 29;

    /**
     * Bound on the difference of two hosts' clocks.
     *
     * @param nsec of the same sign as {@code sec}
     */
    public record Delta(int sec, int nsec) {}

    private final UUID fsid;
    private final long mapEpoch;
    private final int op;
    private final UTime pingStamp;
    private final long upFrom;
    private final UTime monoPingStamp;
    private final UTime monoSendStamp;
    private final @Nullable Delta deltaUb;
    private final int padding;

    /**
     * @param op {@link #PING}, {@link #PING_REPLY} or {@link #YOU_DIED}
     * @param pingStamp the pinger's wall clock; a reply copies it
     * @param upFrom epoch the sender came up in
     * @param monoPingStamp the pinger's monotonic clock; a reply copies it
     * @param monoSendStamp the sender's monotonic clock when sending
     * @param minSize bytes the front is padded to, roughly; 0 for no padding
     */
    public MOSDPing(
            UUID fsid,
            long mapEpoch,
            int op,
            UTime pingStamp,
            long upFrom,
            UTime monoPingStamp,
            UTime monoSendStamp,
            @Nullable Delta deltaUb,
            int minSize) {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION);
        this.fsid = fsid;
        this.mapEpoch = mapEpoch;
        this.op = op;
        this.pingStamp = pingStamp;
        this.upFrom = upFrom;
        this.monoPingStamp = monoPingStamp;
        this.monoSendStamp = monoSendStamp;
        this.deltaUb = deltaUb;
        this.padding = Math.max(minSize - FIXED_BYTES, 0);
    }

    public UUID fsid() {
        return fsid;
    }

    public long mapEpoch() {
        return mapEpoch;
    }

    public int op() {
        return op;
    }

    public UTime pingStamp() {
        return pingStamp;
    }

    public long upFrom() {
        return upFrom;
    }

    public UTime monoPingStamp() {
        return monoPingStamp;
    }

    public UTime monoSendStamp() {
        return monoSendStamp;
    }

    public @Nullable Delta deltaUb() {
        return deltaUb;
    }

    /** The {@code minSize} that makes a reply as long as this message. */
    public int minSize() {
        return padding == 0 ? 0 : padding + FIXED_BYTES;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        Uuids.encode(fsid, out);
        out.u32(mapEpoch);
        out.u8(op);
        pingStamp.encode(out);
        out.u32(padding);
        out.u32(upFrom);
        monoPingStamp.encode(out);
        monoSendStamp.encode(out);
        Delta delta = deltaUb;
        out.bool(delta != null);
        if (delta != null) {
            out.s32(delta.sec);
            out.s32(delta.nsec);
        }
        out.zeros(padding);
    }

    static MOSDPing decode(MessageHeader header, Decoder in, ByteBuf data) {
        UUID fsid = Uuids.decode(in);
        long mapEpoch = in.u32();
        int op = in.u8();
        UTime pingStamp = UTime.decode(in);
        int padding = in.count(1);
        long upFrom = 0;
        UTime monoPing = UTime.ZERO;
        UTime monoSend = UTime.ZERO;
        Delta delta = null;
        if (header.version() >= 5) {
            upFrom = in.u32();
            monoPing = UTime.decode(in);
            monoSend = UTime.decode(in);
            if (in.bool()) {
                delta = new Delta(in.s32(), in.s32());
            }
        }
        in.skip(padding);
        int minSize = padding == 0 ? 0 : padding + FIXED_BYTES;
        return new MOSDPing(fsid, mapEpoch, op, pingStamp, upFrom, monoPing, monoSend, delta, minSize);
    }
}
