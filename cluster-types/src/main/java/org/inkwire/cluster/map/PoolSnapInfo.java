// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.map;

import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.UTime;

/**
 * {@code pool_snap_info_t}: a named snapshot of a whole pool. Wire: struct v2 c2. Immutable.
 *
 * @param snapId unsigned 64 bit
 * @param stamp when it was made
 */
public record PoolSnapInfo(long snapId, UTime stamp, String name) {
    void encode(Encoder out) {
        out.start(2, 2);
        out.u64(snapId);
        stamp.encode(out);
        out.string(name);
        out.finish();
    }

    static PoolSnapInfo decode(Decoder in) {
        in.start(2);
        PoolSnapInfo info = new PoolSnapInfo(in.u64(), UTime.decode(in), in.string());
        in.finish();
        return info;
    }
}
