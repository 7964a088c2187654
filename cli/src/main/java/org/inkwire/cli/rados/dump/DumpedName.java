// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados.dump;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.Locale;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.RawString;

/**
 * The name of an object in a dump. Wire: struct v3 c1 of hobject (struct v4 c3: key, name, snap u64, hash u32, max u8,
 * namespace, pool s64), generation u64, shard s8, object info. Placement is not recorded: hash 0, no pool, and an object
 * info without a value.
 */
record DumpedName(String namespace, String locator, String name) {
    private static final long HEAD = -2;

    /** An {@code object_info_t} v17 as constructed by default; recorded. */
    private static final byte[] NO_INFO = HexFormat.of()
            .parseHex("1108e20000000403210000000000000000000000000000000000000000000000"
                    + "0000000000000000000000008006031c0000000000000000000080ffffffff00"
                    + "00000000000000ffffffffffffffff0000000000000000000000000000000000"
                    + "0000000000000000000000020215000000000000000000000000000000000000"
                    + "0000000000000000000000000000000000000000000000000000000000000000"
                    + "0000000000000000000000000000000000000000000000000000000000000000"
                    + "000000000000000000000000ffffffffffffffff000000000000000000000000"
                    + "0000000000000000");

    byte[] encode() {
        ByteBuf buffer = Unpooled.buffer();
        Encoder out = new Encoder(buffer);
        out.start(3, 1);
        out.start(4, 3);
        out.string(locator);
        out.string(name);
        out.u64(HEAD);
        out.u32(0);
        out.u8(0);
        out.string(namespace);
        out.u64(Long.MIN_VALUE);
        out.finish();
        out.u64(-1);
        out.u8(0xff);
        out.raw(NO_INFO);
        out.finish();
        return ByteBufUtil.getBytes(buffer);
    }

    static DumpedName decode(byte[] bytes) {
        Decoder in = new Decoder(Unpooled.wrappedBuffer(bytes));
        in.start(3);
        in.start(4);
        String locator = in.string();
        String name = in.string();
        in.skip(Long.BYTES + Integer.BYTES + 1);
        String namespace = in.string();
        in.finish();
        in.finish();
        return new DumpedName(namespace, locator, name);
    }

    /** As rados prints it while importing. */
    @Override
    public String toString() {
        return "#" + Long.MIN_VALUE + ":00000000:" + escaped(namespace) + ":" + escaped(locator) + ":" + escaped(name)
                + ":head#";
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (byte b : RawString.bytes(text)) {
            if (b < ' ' || b == 0x7f || b == '%' || b == ':' || b == '/') {
                escaped.append(String.format(Locale.ROOT, "%%%02x", b & 0xff));
            } else {
                escaped.append((char) b);
            }
        }
        return escaped.toString();
    }
}
