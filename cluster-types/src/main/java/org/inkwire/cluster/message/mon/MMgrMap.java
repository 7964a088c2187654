// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.mon;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.inkwire.cluster.message.common.OpaqueStruct;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.UTime;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessageHeader;

/**
 * Where the manager is, if there is one. Front: a MgrMap, struct v12 c6, which stays encoded except for its first
 * fields (protocol: mon section 3).
 */
public final class MMgrMap extends Message {
    public static final int TYPE = 0x704;

    static final int HEAD_VERSION = 1;
    private static final int COMPAT_VERSION = 1;
    private static final int MAP_VERSION = 12;
    private static final int MAP_COMPAT = 6;

    private final byte[] map;

    /** @param map encoded MgrMap, header included: given, not copied */
    public MMgrMap(byte[] map) {
        super(TYPE, HEAD_VERSION, COMPAT_VERSION);
        this.map = map;
        priority(PRIORITY_HIGH);
    }

    /** Encoded MgrMap: borrowed. */
    public byte[] map() {
        return map;
    }

    /**
     * The active manager, as far as clients need it.
     *
     * @param activeAddrs empty if there is none
     * @param activeGid 0 if there is none
     */
    public record Active(long epoch, EntityAddrVec activeAddrs, long activeGid, boolean available, String activeName) {}

    /** @throws org.inkwire.wire.MalformedInputException if the map's bytes are wrong */
    public Active active() {
        Decoder in = new Decoder(Unpooled.wrappedBuffer(map));
        in.start(MAP_VERSION);
        return new Active(in.u32(), EntityAddrVec.decode(in), in.u64(), in.bool(), in.string());
    }

    /**
     * The map of a cluster whose manager has neither standbys nor modules.
     *
     * @param since when it became active; zero if there is none
     * @param features of the active manager; 0 if there is none
     */
    public static MMgrMap of(Active active, UTime since, long features) {
        ByteBuf buffer = Unpooled.buffer();
        Encoder out = new Encoder(buffer);
        out.start(MAP_VERSION, MAP_COMPAT);
        out.u32(active.epoch());
        active.activeAddrs().encode(out);
        out.u64(active.activeGid());
        out.bool(active.available());
        out.string(active.activeName());
        // Standbys, modules, services, available modules: none.
        for (int i = 0; i < 4; i++) {
            out.u32(0);
        }
        since.encode(out);
        // Modules that are always on: none of any release.
        out.u32(0);
        out.u64(features);
        // Epoch in which the last one failed.
        out.u32(0);
        // Addresses and names of the manager's own clients: none.
        out.u32(0);
        out.u32(0);
        out.finish();
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        return new MMgrMap(bytes);
    }

    @Override
    protected void encodeFront(Encoder out, long features) {
        out.raw(map);
    }

    static MMgrMap decode(MessageHeader header, Decoder in, ByteBuf data) {
        return new MMgrMap(OpaqueStruct.decode(in));
    }
}
