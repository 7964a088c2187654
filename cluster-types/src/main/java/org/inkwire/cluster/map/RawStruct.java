// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.map;

import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.MalformedInputException;

/**
 * A versioned struct kept as bytes, for parts of a map that are carried but never interpreted. The body is never
 * changed.
 */
record RawStruct(int version, int compat, byte[] body) {
    void encode(Encoder out) {
        out.start(version, compat);
        out.raw(body);
        out.finish();
    }

    /** @param highestKnown newest version known; a struct that needs a newer reader is malformed */
    static RawStruct decode(Decoder in, int highestKnown) {
        int version = in.u8();
        int compat = in.u8();
        if (compat > highestKnown) {
            throw new MalformedInputException(
                    "struct needs a reader of " + compat + ", this one knows " + highestKnown);
        }
        return new RawStruct(version, compat, in.blob());
    }
}
