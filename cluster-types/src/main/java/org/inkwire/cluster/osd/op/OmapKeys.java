// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.osd.op;

import java.util.List;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/**
 * Output of OMAPGETKEYS. Wire: set of string, bool more. Immutable.
 *
 * @param keys in key order
 * @param more whether the range continues after the last key
 */
public record OmapKeys(List<String> keys, boolean more) {
    public OmapKeys {
        keys = List.copyOf(keys);
    }

    public void encode(Encoder out) {
        out.strings(keys);
        out.bool(more);
    }

    public static OmapKeys decode(Decoder in) {
        return new OmapKeys(in.strings(), in.bool());
    }
}
