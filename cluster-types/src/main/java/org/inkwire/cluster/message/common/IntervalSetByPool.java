// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.message.common;

import java.util.Map;
import org.inkwire.cluster.map.IntervalSet;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/** {@code map<s64 pool, interval_set>}: snapshots of pools. */
public final class IntervalSetByPool {
    /** s64 pool, u32 count. */
    private static final int MIN_ENTRY_BYTES = 12;

    private IntervalSetByPool() {}

    public static void encode(Map<Long, IntervalSet> byPool, Encoder out) {
        out.map(byPool, (pool, e) -> e.s64(pool), IntervalSet::encode);
    }

    public static Map<Long, IntervalSet> decode(Decoder in) {
        return in.map(MIN_ENTRY_BYTES, Decoder::s64, IntervalSet::decode);
    }
}
