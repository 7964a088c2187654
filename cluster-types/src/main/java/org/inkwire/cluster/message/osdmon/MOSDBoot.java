// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.osdmon;

import io.netty.buffer.ByteBuf;
import java.util.Map;
import org.inkwire.cluster.message.common.PaxosServiceMessage;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.message.MessageHeader;

/**
 * An OSD asks to be marked up. Front: PX, superblock, addrvec hb_back, addrvec cluster, u32 boot epoch, addrvec
 * hb_front, map of string to string, u64 features. The public address is the session's (protocol: mon section 4).
 */
public final class MOSDBoot extends PaxosServiceMessage {
    public static final int TYPE = 71;

    static final int HEAD_VERSION = 7;
    private static final int COMPAT_VERSION = 7;

    private final OSDSuperblock superblock;
    private final EntityAddrVec hbBackAddrs;
    private final EntityAddrVec clusterAddrs;
    private final long bootEpoch;
    private final EntityAddrVec hbFrontAddrs;
    private final Map<String, String> metadata;
    private final long osdFeatures;

    /**
     * @param version the sender's version of the service's map; 0 if none
     * @param bootEpoch epoch this process first came up in, 0 at its first boot
     * @param metadata what {@code osd metadata} shows, in key order
     * @param osdFeatures feature bits
     */
    public MOSDBoot(
            long version,
            OSDSuperblock superblock,
            EntityAddrVec hbBackAddrs,
            EntityAddrVec clusterAddrs,
            long bootEpoch,
            EntityAddrVec hbFrontAddrs,
            Map<String, String> metadata,
            long osdFeatures) {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION, version);
        this.superblock = superblock;
        this.hbBackAddrs = hbBackAddrs;
        this.clusterAddrs = clusterAddrs;
        this.bootEpoch = bootEpoch;
        this.hbFrontAddrs = hbFrontAddrs;
        this.metadata = metadata;
        this.osdFeatures = osdFeatures;
    }

    public OSDSuperblock superblock() {
        return superblock;
    }

    public EntityAddrVec hbBackAddrs() {
        return hbBackAddrs;
    }

    public EntityAddrVec clusterAddrs() {
        return clusterAddrs;
    }

    /** Epoch this process first came up in, 0 at its first boot. */
    public long bootEpoch() {
        return bootEpoch;
    }

    public EntityAddrVec hbFrontAddrs() {
        return hbFrontAddrs;
    }

    /** What {@code osd metadata} shows, in key order. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /** Feature bits. */
    public long osdFeatures() {
        return osdFeatures;
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        encodePaxos(out);
        superblock.encode(out);
        hbBackAddrs.encode(out);
        clusterAddrs.encode(out);
        out.u32(bootEpoch);
        hbFrontAddrs.encode(out);
        out.stringMap(metadata);
        out.u64(osdFeatures);
    }

    static MOSDBoot decode(MessageHeader header, Decoder in, ByteBuf data) {
        return new MOSDBoot(
                decodePaxos(in),
                OSDSuperblock.decode(in),
                EntityAddrVec.decode(in),
                EntityAddrVec.decode(in),
                in.u32(),
                EntityAddrVec.decode(in),
                in.stringMap(),
                in.u64());
    }
}
