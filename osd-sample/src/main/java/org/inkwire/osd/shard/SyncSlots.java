// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.shard;

import java.util.ArrayDeque;
import java.util.Deque;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.osd.pg.PgHost;

/**
 * Bounds how many PGs of a shard take over a copy at once; the others queue, first come first served. Confined to the shard.
 * Ceph: {@code AsyncReserver}.
 */
final class SyncSlots {
    private final EventCenter center;
    private final int max;
    private final Deque<Slot> queue = new ArrayDeque<>();
    private int held;

    /** @param center of the shard */
    SyncSlots(EventCenter center, int max) {
        this.center = center;
        this.max = max;
    }

    /** @param granted runs as a task of the shard, once, unless the slot is closed first */
    PgHost.Slot reserve(Runnable granted) {
        Slot slot = new Slot(granted);
        queue.add(slot);
        grant();
        return slot;
    }

    /** Grants no more slots to those waiting. */
    void clear() {
        queue.clear();
    }

    private void grant() {
        while (held < max && !queue.isEmpty()) {
            held++;
            Slot slot = queue.removeFirst();
            slot.isHeld = true;
            center.submit(slot.granted);
        }
    }

    private final class Slot implements PgHost.Slot {
        private final Runnable granted;
        private boolean isHeld;

        private Slot(Runnable granted) {
            this.granted = granted;
        }

        @Override
        public void close() {
            if (isHeld) {
                isHeld = false;
                held--;
                grant();
            } else {
                queue.remove(this);
            }
        }
    }
}
