// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.store;

import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Where a monitor keeps what must survive it: keys to byte strings. Called by the monitor's center only; completions may
 * come from any thread. Ceph: {@code MonitorDBStore}.
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

    /** Everything there is. Each monitor calls it once, before {@link #write}. Fails with {@link java.io.UncheckedIOException}. */
    CompletionStage<NavigableMap<String, byte[]>> load();

    /**
     * Makes changes durable, in order: after a crash a prefix of them is there, each whole or not at all. Writes are done
     * one after another as called.
     *
     * @return completes when all are durable; a failure means the monitor must stop
     */
    CompletionStage<Void> write(List<Change> changes);
}
