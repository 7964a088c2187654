// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.store;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Keeps everything in memory. Survives a restart of the monitor with the same instance, but not the end of the process.
 * Confined to the monitor's center.
 */
public final class MemMonitorStore implements MonitorStore {
    private final NavigableMap<String, byte[]> values = new TreeMap<>();

    @Override
    public CompletionStage<NavigableMap<String, byte[]>> load() {
        return CompletableFuture.completedFuture(new TreeMap<>(values));
    }

    @Override
    public CompletionStage<Void> write(List<Change> changes) {
        for (Change c : changes) {
            byte[] value = c.value();
            if (value == null) {
                values.remove(c.key());
            } else {
                values.put(c.key(), value);
            }
        }
        return CompletableFuture.completedFuture(null);
    }
}
