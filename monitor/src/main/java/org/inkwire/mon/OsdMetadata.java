// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.inkwire.cluster.map.OSDMap;

/** What OSDs said of themselves when they booted, for {@code osd metadata}. Confined to the monitor's center. */
final class OsdMetadata {
    static final String HOSTNAME = "hostname";
    static final String CONTAINER_NAME = "container_name";
    static final String CEPH_VERSION = "ceph_version";

    /** Where an OSD said nothing. */
    static final String UNKNOWN = "unknown";

    private static final String KEY_PREFIX = "osd_metadata.";

    private final StoreWriter store;
    private final NavigableMap<Integer, NavigableMap<String, String>> byOsd = new TreeMap<>();

    OsdMetadata(StoreWriter store) {
        this.store = store;
    }

    /** Unmodifiable; empty if it never booted. */
    NavigableMap<String, String> of(int osd) {
        return Collections.unmodifiableNavigableMap(byOsd.getOrDefault(osd, Collections.emptyNavigableMap()));
    }

    /** Value of a property to the number of OSDs that have it, among those in the map. */
    NavigableMap<String, Integer> count(String property, OSDMap map) {
        NavigableMap<String, Integer> counts = new TreeMap<>();
        for (int osd = 0; osd < map.maxOsd(); osd++) {
            if (map.exists(osd)) {
                counts.merge(of(osd).getOrDefault(property, UNKNOWN), 1, Integer::sum);
            }
        }
        return counts;
    }

    void put(int osd, Map<String, String> metadata) {
        byOsd.put(osd, new TreeMap<>(metadata));
        store.write(MonitorStore.Change.put(KEY_PREFIX + osd, StoredState.encode(metadata)));
    }

    void remove(int osd) {
        byOsd.remove(osd);
        store.write(MonitorStore.Change.remove(KEY_PREFIX + osd));
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
