// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.osd.op;

import org.inkwire.wire.Decoder;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.UTime;

/** Output of STAT. Wire: u64 size, utime mtime. Immutable. */
public record StatReply(long size, UTime mtime) {
    public void encode(Encoder out) {
        out.u64(size);
        mtime.encode(out);
    }

    public static StatReply decode(Decoder in) {
        return new StatReply(in.u64(), UTime.decode(in));
    }
}
