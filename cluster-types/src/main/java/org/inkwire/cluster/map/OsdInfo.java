// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.map;

import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;

/**
 * {@code osd_info_t}: the life of one OSD, in epochs (u32). Wire: u8 1, six u32. Immutable.
 *
 * @param lastCleanBegin first epoch of the last interval it was up in and stopped cleanly
 * @param lastCleanEnd last epoch of that interval
 * @param upFrom when it was last marked up
 * @param upThru an epoch up to which it is known to have been up
 * @param downAt when it was last marked down
 * @param lostAt when it was declared lost, along with its data
 */
public record OsdInfo(long lastCleanBegin, long lastCleanEnd, long upFrom, long upThru, long downAt, long lostAt) {
    public static final OsdInfo NONE = new OsdInfo(0, 0, 0, 0, 0, 0);

    static final int BYTES = 25;
    private static final int VERSION = 1;

    OsdInfo withLastClean(long begin, long end) {
        return new OsdInfo(begin, end, upFrom, upThru, downAt, lostAt);
    }

    OsdInfo withUpFrom(long epoch) {
        return new OsdInfo(lastCleanBegin, lastCleanEnd, epoch, upThru, downAt, lostAt);
    }

    OsdInfo withUpThru(long epoch) {
        return new OsdInfo(lastCleanBegin, lastCleanEnd, upFrom, epoch, downAt, lostAt);
    }

    OsdInfo withDownAt(long epoch) {
        return new OsdInfo(lastCleanBegin, lastCleanEnd, upFrom, upThru, epoch, lostAt);
    }

    OsdInfo withLostAt(long epoch) {
        return new OsdInfo(lastCleanBegin, lastCleanEnd, upFrom, upThru, downAt, epoch);
    }

    void encode(Encoder out) {
        out.u8(VERSION);
        out.u32(lastCleanBegin);
        out.u32(lastCleanEnd);
        out.u32(upFrom);
        out.u32(upThru);
        out.u32(downAt);
        out.u32(lostAt);
    }

    static OsdInfo decode(Decoder in) {
        // Ceph does not look at the version: the layout cannot change.
        in.u8();
        return new OsdInfo(in.u32(), in.u32(), in.u32(), in.u32(), in.u32(), in.u32());
    }
}
