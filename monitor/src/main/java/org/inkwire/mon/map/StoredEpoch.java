// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.map;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/**
 * One epoch of the OSDMap as stored: a single value, so that an epoch is stored completely or not at all. Struct v1 c1:
 * u32 epoch, bl incremental, bl full map. Arrays are not copied.
 */
record StoredEpoch(long epoch, byte[] incremental, byte[] fullMap) {
    /** Upper bound on the size of version, epoch and the two lengths. */
    private static final int ENVELOPE_BYTES = 32;

    byte[] encode() {
        ByteBuf buf = Unpooled.buffer(incremental.length + fullMap.length + ENVELOPE_BYTES);
        Encoder out = new Encoder(buf);
        out.start(1, 1);
        out.u32(epoch);
        out.blob(incremental);
        out.blob(fullMap);
        out.finish();
        return ByteBufUtil.getBytes(buf);
    }

    static StoredEpoch decode(byte[] bytes) {
        Decoder in = new Decoder(Unpooled.wrappedBuffer(bytes));
        in.start(1);
        StoredEpoch epoch = new StoredEpoch(in.u32(), in.blob(), in.blob());
        in.finish();
        return epoch;
    }
}
