// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.store;

import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Stores what must survive a monitor, as keys and byte strings. Called only on the monitor's center; stages may
 * complete on any thread. Ceph: {@code MonitorDBStore}.
 */
public interface MonitorStore {
    /**
     * One change.
     *
     * @param key letters, digits, dots, dashes, underscores
     * @param value new value, not copied; null removes the key
     */
    record Change(String key, byte @Nullable [] value) {
        public static Change put(String key, byte[] value) {
            return new Change(key, value);
        }

        public static Change remove(String key) {
            return new Change(key, null);
        }
    }

    /**
     * Reads all keys and values. Each monitor calls it once, before {@link #write}. Fails with {@link
     * java.io.UncheckedIOException}.
     */
    CompletionStage<NavigableMap<String, byte[]>> load();

    /**
     * Makes changes durable, in order: after a crash a prefix of them remains, each complete or absent. Writes run one
     * after another, in call order.
     *
     * @return completes when all are durable; a failure means the monitor must stop
     */
    CompletionStage<Void> write(List<Change> changes);
}
