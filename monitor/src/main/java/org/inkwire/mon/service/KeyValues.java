// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.service;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.inkwire.mon.store.MonitorStore;
import org.inkwire.mon.store.StoreWriter;
import org.inkwire.mon.store.StoredState;
import org.jspecify.annotations.Nullable;

/**
 * Users' own keys and values, {@code ceph config-key}. Confined to the monitor's center. Ceph: {@code
 * ConfigKeyService}.
 */
public final class KeyValues {
    private final StoreWriter store;
    private final NavigableMap<String, String> values = new TreeMap<>();

    public KeyValues(StoreWriter store) {
        this.store = store;
    }

    @Nullable
    public String get(String key) {
        return values.get(key);
    }

    public void put(String key, String value) {
        values.put(key, value);
        write();
    }

    /** @return whether the key existed */
    public boolean remove(String key) {
        boolean there = values.remove(key) != null;
        if (there) {
            write();
        }
        return there;
    }

    /** Unmodifiable. */
    public NavigableMap<String, String> all() {
        return Collections.unmodifiableNavigableMap(values);
    }

    private void write() {
        store.write(MonitorStore.Change.put(StoredState.KEY_VALUES, StoredState.encode(values)));
    }

    public void restore(NavigableMap<String, byte[]> stored) {
        values.clear();
        values.putAll(StoredState.strings(stored, StoredState.KEY_VALUES));
    }
}
