// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.map;

import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/**
 * Settings of a cluster stretched over two sites (OSDMap extended section v10). Immutable.
 *
 * @param bucketCount buckets a group must span
 * @param degraded 0, or the number of sites left
 * @param recovering whether a site is coming back
 * @param modeBucket type number of a site's bucket
 */
public record StretchMode(boolean enabled, long bucketCount, long degraded, long recovering, int modeBucket) {
    public static final StretchMode NONE = new StretchMode(false, 0, 0, 0, 0);

    void encode(Encoder out) {
        out.bool(enabled);
        out.u32(bucketCount);
        out.u32(degraded);
        out.u32(recovering);
        out.s32(modeBucket);
    }

    static StretchMode decode(Decoder in) {
        return new StretchMode(in.bool(), in.u32(), in.u32(), in.u32(), in.s32());
    }
}
