// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Users' own keys and values, {@code ceph config-key}. Confined to the monitor's center. Ceph: {@code ConfigKeyService}. */
final class KeyValues {
    private final NavigableMap<String, String> values = new TreeMap<>();

    @Nullable
    String get(String key) {
        return values.get(key);
    }

    void put(String key, String value) {
        values.put(key, value);
    }

    /** @return whether it was there */
    boolean remove(String key) {
        return values.remove(key) != null;
    }

    NavigableMap<String, String> all() {
        return Collections.unmodifiableNavigableMap(values);
    }

    Map<String, String> export() {
        return values;
    }

    void restore(Map<String, String> stored) {
        values.clear();
        values.putAll(stored);
    }
}
