// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.rados;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.inkwire.mon.store.MonitorStore;
import org.jspecify.annotations.Nullable;

/**
 * A monitor's disk, which outlives the monitors using it. Changes take a while to become durable; after a crash a
 * prefix of the pending ones is kept, which may end in the middle of a write. One thread.
 */
final class SimMonitorStore implements MonitorStore {
    private final NavigableMap<String, byte[]> values = new TreeMap<>();
    private final CommitQueue queue;

    SimMonitorStore(CommitQueue queue) {
        this.queue = queue;
    }

    /** The monitor is gone. */
    void crash() {
        queue.crash(false);
    }

    @Override
    public CompletionStage<NavigableMap<String, byte[]>> load() {
        return CompletableFuture.completedStage(new TreeMap<>(values));
    }

    @Override
    public CompletionStage<Void> write(List<Change> changes) {
        // Queued behind all earlier writes, even without a change.
        CompletionStage<@Nullable Void> last = null;
        for (Change change : changes) {
            last = queue.add(new OneChange(change));
        }
        return last != null ? last : queue.add(new OneChange(null));
    }

    private final class OneChange implements CommitQueue.Write {
        private final @Nullable Change change;

        private OneChange(@Nullable Change change) {
            this.change = change;
        }

        @Override
        public void commit() {
            if (change != null) {
                byte[] value = change.value();
                if (value == null) {
                    values.remove(change.key());
                } else {
                    values.put(change.key(), value);
                }
            }
        }

        @Override
        public void forget() {
            // Nothing was changed yet.
        }
    }
}
