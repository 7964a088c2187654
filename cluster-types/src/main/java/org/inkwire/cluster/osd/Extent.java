// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.osd;

import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/** A byte range of an object. Wire: u64 offset, u64 length. Immutable. */
public record Extent(long offset, long length) {
    /** Encoded length in bytes. */
    public static final int BYTES = 16;

    public void encode(Encoder out) {
        out.u64(offset);
        out.u64(length);
    }

    public static Extent decode(Decoder in) {
        return new Extent(in.u64(), in.u64());
    }
}
