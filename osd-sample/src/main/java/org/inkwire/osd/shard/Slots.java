// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.shard;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntSupplier;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.osd.pg.host.PgHost;

/**
 * Bounds how much of one kind an OSD does at once, over all its shards; what comes later queues, first come first served.
 * Any thread. Ceph: {@code AsyncReserver}.
 */
final class Slots {
    private final IntSupplier max;
    private final Deque<Slot> queue = new ArrayDeque<>();
    private int held;

    /** @param max asked at each turn, as the option may change */
    Slots(IntSupplier max) {
        this.max = max;
    }

    /** @param granted runs as a task of {@code shard}, once, unless the slot is closed first */
    PgHost.Slot reserve(EventCenter shard, Runnable granted) {
        Slot slot = new Slot(shard, granted);
        synchronized (this) {
            queue.add(slot);
            grant();
        }
        return slot;
    }

    private void grant() {
        while (held < max.getAsInt() && !queue.isEmpty()) {
            held++;
            Slot slot = queue.removeFirst();
            slot.isHeld = true;
            slot.shard.submit(slot::run);
        }
    }

    private final class Slot implements PgHost.Slot {
        private final EventCenter shard;
        private final Runnable granted;
        private boolean isHeld;
        private boolean closed;

        private Slot(EventCenter shard, Runnable granted) {
            this.shard = shard;
            this.granted = granted;
        }

        private void run() {
            synchronized (Slots.this) {
                if (closed) {
                    return;
                }
            }
            granted.run();
        }

        @Override
        public void close() {
            synchronized (Slots.this) {
                if (closed) {
                    return;
                }
                closed = true;
                if (isHeld) {
                    held--;
                    grant();
                } else {
                    queue.remove(this);
                }
            }
        }
    }
}
