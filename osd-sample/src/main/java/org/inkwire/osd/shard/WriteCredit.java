// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.shard;

import org.inkwire.osd.space.FullState;
import org.inkwire.osd.space.StoreSpace;

/** What a shard may write before it must measure its OSD's store again. Confined to the shard. */
final class WriteCredit {
    /** What a write needs at most besides its bytes: log entry, info, attributes of a small object. */
    private static final int RECORD_BYTES = 2048;

    private final StoreSpace space;
    private long credit;

    WriteCredit(StoreSpace space) {
        this.space = space;
    }

    /** Whether a client's write may begin here. */
    boolean admits(long bytes) {
        return bytes <= space.largestWrite() && takes(bytes) && space.state() != FullState.FAILSAFE;
    }

    /** Whether the store can take a write that began elsewhere. */
    boolean takes(long bytes) {
        long needed = bytes + RECORD_BYTES;
        if (needed > credit) {
            credit = space.measure();
        }
        if (needed <= credit) {
            credit -= needed;
            return true;
        }
        credit = 0;
        return space.takes(needed);
    }
}
