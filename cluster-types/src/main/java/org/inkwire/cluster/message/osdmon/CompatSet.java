// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.osdmon;

import java.util.Map;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/**
 * {@code CompatSet}: on-disk features a store uses. Wire: three sets (compat, ro_compat, incompat), each u64 mask, map
 * of u64 id to string name (protocol: mon section 4). Immutable.
 */
public record CompatSet(FeatureSet compat, FeatureSet roCompat, FeatureSet incompat) {
    public static final CompatSet EMPTY = new CompatSet(FeatureSet.EMPTY, FeatureSet.EMPTY, FeatureSet.EMPTY);

    /** @param names by id, in order of id: borrowed */
    public record FeatureSet(long mask, Map<Long, String> names) {
        public static final FeatureSet EMPTY = new FeatureSet(0, Map.of());

        void encode(Encoder out) {
            out.u64(mask);
            out.map(names, (id, e) -> e.u64(id), (name, e) -> e.string(name));
        }

        static FeatureSet decode(Decoder in) {
            return new FeatureSet(in.u64(), in.map(12, Decoder::u64, Decoder::string));
        }
    }

    void encode(Encoder out) {
        compat.encode(out);
        roCompat.encode(out);
        incompat.encode(out);
    }

    static CompatSet decode(Decoder in) {
        return new CompatSet(FeatureSet.decode(in), FeatureSet.decode(in), FeatureSet.decode(in));
    }
}
