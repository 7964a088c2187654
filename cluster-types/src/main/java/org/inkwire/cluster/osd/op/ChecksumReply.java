// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.osd.op;

import java.util.ArrayList;
import java.util.List;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/**
 * Output of CHECKSUM. Wire: u32 count, then a u32 (u64 for xxhash64) per chunk. Immutable.
 *
 * @param values one per chunk, zero-extended
 */
public record ChecksumReply(List<Long> values) {
    public static final int TYPE_XXHASH32 = 0;
    public static final int TYPE_XXHASH64 = 1;
    public static final int TYPE_CRC32C = 2;

    public ChecksumReply {
        values = List.copyOf(values);
    }

    /** @param type the op's; only it determines the width */
    public void encode(Encoder out, int type) {
        out.u32(values.size());
        for (long value : values) {
            if (type == TYPE_XXHASH64) {
                out.u64(value);
            } else {
                out.u32(value);
            }
        }
    }

    /** @param type the op's; only it determines the width */
    public static ChecksumReply decode(Decoder in, int type) {
        boolean wide = type == TYPE_XXHASH64;
        int n = in.count(wide ? Long.BYTES : Integer.BYTES);
        List<Long> values = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            values.add(wide ? in.u64() : in.u32());
        }
        return new ChecksumReply(values);
    }
}
