// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.osd;

import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/**
 * {@code eversion_t}: the version of an object or log entry, and the map epoch it was made in. Wire: u64 version, u32
 * epoch (protocol: encoding section 3). Ordered by epoch, then version, both unsigned. Immutable.
 *
 * @param version unsigned 64 bit
 * @param epoch 0 .. 2^32-1
 */
public record EVersion(long version, long epoch) implements Comparable<EVersion> {
    public static final EVersion ZERO = new EVersion(0, 0);

    /** Above every real version. */
    public static final EVersion MAX = new EVersion(-1L, 0xffff_ffffL);

    /** Encoded length in bytes. */
    public static final int BYTES = 12;

    public EVersion {
        if (epoch < 0 || epoch > 0xffff_ffffL) {
            throw new IllegalArgumentException("epoch out of range: " + epoch);
        }
    }

    public void encode(Encoder out) {
        out.u64(version);
        out.u32(epoch);
    }

    public static EVersion decode(Decoder in) {
        return new EVersion(in.u64(), in.u32());
    }

    @Override
    public int compareTo(EVersion other) {
        int byEpoch = Long.compare(epoch, other.epoch);
        return byEpoch != 0 ? byEpoch : Long.compareUnsigned(version, other.version);
    }

    /** Ceph's text, {@code epoch'version}. */
    @Override
    public String toString() {
        return epoch + "'" + Long.toUnsignedString(version);
    }
}
