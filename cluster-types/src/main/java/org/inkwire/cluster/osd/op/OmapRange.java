// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.osd.op;

import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/**
 * Input of OMAPGETKEYS (string start_after, u64 max) and OMAPGETVALS (the same, string prefix). Immutable.
 *
 * @param startAfter exclusive; empty: from the first key
 * @param max maximum number of entries to return, unsigned
 * @param prefix only keys that start with it
 */
public record OmapRange(String startAfter, long max, String prefix) {
    public void encodeForKeys(Encoder out) {
        out.string(startAfter);
        out.u64(max);
    }

    public static OmapRange decodeForKeys(Decoder in) {
        return new OmapRange(in.string(), in.u64(), "");
    }

    public void encodeForVals(Encoder out) {
        encodeForKeys(out);
        out.string(prefix);
    }

    public static OmapRange decodeForVals(Decoder in) {
        return new OmapRange(in.string(), in.u64(), in.string());
    }
}
