// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.map;

import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/** One exception of a group's placement: {@code to} instead of {@code from}. Wire: two s32. Immutable. */
public record UpmapItem(int from, int to) {
    void encode(Encoder out) {
        out.s32(from);
        out.s32(to);
    }

    static UpmapItem decode(Decoder in) {
        return new UpmapItem(in.s32(), in.s32());
    }
}
