// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.shard;

import java.util.function.IntSupplier;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.osd.pg.host.PgHost;

/** What an OSD recovers and backfills at once. Any thread. */
public final class RecoverySlots {
    private final Slots recovery;
    private final Slots localBackfill;
    private final Slots remoteBackfill;

    /**
     * @param recoveryMaxActive objects recovered at once
     * @param maxBackfills PGs backfilled at once, as primary and, counted apart, as the OSD being filled
     */
    public RecoverySlots(IntSupplier recoveryMaxActive, IntSupplier maxBackfills) {
        this.recovery = new Slots(recoveryMaxActive);
        this.localBackfill = new Slots(maxBackfills);
        this.remoteBackfill = new Slots(maxBackfills);
    }

    PgHost.Slot reserve(PgHost.Reservation kind, EventCenter shard, Runnable granted) {
        Slots slots = switch (kind) {
            case RECOVERY -> recovery;
            case LOCAL_BACKFILL -> localBackfill;
            case REMOTE_BACKFILL -> remoteBackfill;
        };
        return slots.reserve(shard, granted);
    }
}
