// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Users' own keys and values, {@code ceph config-key}. Confined to the monitor's center. Ceph: {@code ConfigKeyService}. */
final class KeyValues {
    private final StoreWriter store;
    private final NavigableMap<String, String> values = new TreeMap<>();

    KeyValues(StoreWriter store) {
        this.store = store;
    }

    @Nullable
    String get(String key) {
        return values.get(key);
    }

    void put(String key, String value) {
        values.put(key, value);
        write();
    }

    /** @return whether it was there */
    boolean remove(String key) {
        boolean there = values.remove(key) != null;
        if (there) {
            write();
        }
        return there;
    }

    /** Unmodifiable. */
    NavigableMap<String, String> all() {
        return Collections.unmodifiableNavigableMap(values);
    }

    private void write() {
        store.write(MonitorStore.Change.put(StoredState.KEY_VALUES, StoredState.encode(values)));
    }

    void restore(NavigableMap<String, byte[]> stored) {
        values.clear();
        values.putAll(StoredState.strings(stored, StoredState.KEY_VALUES));
    }
}
