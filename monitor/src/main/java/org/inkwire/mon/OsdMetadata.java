// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What OSDs said of themselves when they booted, for {@code osd metadata}. Confined to the monitor's center. */
final class OsdMetadata {
    private static final String KEY_PREFIX = "osd_metadata.";

    private final NavigableMap<Integer, NavigableMap<String, String>> byOsd = new TreeMap<>();

    /** Empty if it never booted. */
    NavigableMap<String, String> of(int osd) {
        return byOsd.getOrDefault(osd, new TreeMap<>());
    }

    MonitorStore.Change put(int osd, Map<String, String> metadata) {
        byOsd.put(osd, new TreeMap<>(metadata));
        return MonitorStore.Change.put(KEY_PREFIX + osd, StoredState.encode(metadata));
    }

    MonitorStore.Change remove(int osd) {
        byOsd.remove(osd);
        return MonitorStore.Change.remove(KEY_PREFIX + osd);
    }

    void restore(NavigableMap<String, byte[]> stored) {
        for (String key : stored.keySet()) {
            if (key.startsWith(KEY_PREFIX)) {
                int osd = Integer.parseInt(key.substring(KEY_PREFIX.length()));
                byOsd.put(osd, new TreeMap<>(StoredState.strings(stored, key)));
            }
        }
    }
}
