// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.osd.op;

import java.util.Map;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/**
 * Output of OMAPGETVALS. Wire: map of string to bl, bool more. OMAPGETVALSBYKEYS returns only the map.
 *
 * @param values in key order; borrowed, not copied
 * @param more whether the range continues after the last key
 */
public record OmapVals(Map<String, byte[]> values, boolean more) {
    public void encode(Encoder out) {
        out.blobMap(values);
        out.bool(more);
    }

    public static OmapVals decode(Decoder in) {
        return new OmapVals(in.blobMap(), in.bool());
    }
}
