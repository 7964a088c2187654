// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.map;

import org.inkwire.cluster.osd.EVersion;
import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/**
 * {@code pg_merge_meta_t}: the last merge of two placement groups. Wire: struct v1 c1. Immutable.
 *
 * @param source the group that went away
 */
public record PgMergeMeta(
        PgId source,
        long readyEpoch,
        long lastEpochStarted,
        long lastEpochClean,
        EVersion sourceVersion,
        EVersion targetVersion) {
    public static final PgMergeMeta NONE = new PgMergeMeta(new PgId(0, 0), 0, 0, 0, EVersion.ZERO, EVersion.ZERO);

    void encode(Encoder out) {
        out.start(1, 1);
        source.encode(out);
        out.u32(readyEpoch);
        out.u32(lastEpochStarted);
        out.u32(lastEpochClean);
        sourceVersion.encode(out);
        targetVersion.encode(out);
        out.finish();
    }

    static PgMergeMeta decode(Decoder in) {
        in.start(1);
        PgMergeMeta meta = new PgMergeMeta(
                PgId.decode(in), in.u32(), in.u32(), in.u32(), EVersion.decode(in), EVersion.decode(in));
        in.finish();
        return meta;
    }
}
