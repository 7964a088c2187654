// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.osd.op;

import java.util.Map;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/**
 * One comparison of OMAP_CMP, whose input is a map of key to (bl value, s32 comparison).
 *
 * @param value the operand: given, not copied
 */
public record OmapAssertion(byte[] value, Comparison comparison) {
    /** @param assertions in key order */
    public static void encodeMap(Map<String, OmapAssertion> assertions, Encoder out) {
        out.map(assertions, (key, e) -> e.string(key), (a, e) -> {
            e.blob(a.value);
            e.s32(a.comparison.code());
        });
    }

    public static Map<String, OmapAssertion> decodeMap(Decoder in) {
        return in.map(12, Decoder::string, d -> new OmapAssertion(d.blob(), Comparison.of(d.s32())));
    }
}
