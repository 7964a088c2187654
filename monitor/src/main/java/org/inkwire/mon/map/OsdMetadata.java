// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.map;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.mon.store.MonitorStore;
import org.inkwire.mon.store.StoreWriter;
import org.inkwire.mon.store.StoredState;

/** Metadata that OSDs reported when they booted, for {@code osd metadata}. Confined to the monitor's center. */
public final class OsdMetadata {
    public static final String HOSTNAME = "hostname";
    public static final String CONTAINER_NAME = "container_name";
    public static final String CEPH_VERSION = "ceph_version";

    /** Value of a property that an OSD did not report. */
    public static final String UNKNOWN = "unknown";

    private static final String KEY_PREFIX = "osd_metadata.";

    private final StoreWriter store;
    private final NavigableMap<Integer, NavigableMap<String, String>> byOsd = new TreeMap<>();

    public OsdMetadata(StoreWriter store) {
        this.store = store;
    }

    /** Unmodifiable; empty if the OSD never booted. */
    public NavigableMap<String, String> of(int osd) {
        return Collections.unmodifiableNavigableMap(byOsd.getOrDefault(osd, Collections.emptyNavigableMap()));
    }

    /** Number of OSDs in the map by value of a property. */
    public NavigableMap<String, Integer> count(String property, OSDMap map) {
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

    public void remove(int osd) {
        byOsd.remove(osd);
        store.write(MonitorStore.Change.remove(KEY_PREFIX + osd));
    }

    public void restore(NavigableMap<String, byte[]> stored) {
        for (String key : stored.keySet()) {
            if (key.startsWith(KEY_PREFIX)) {
                int osd = Integer.parseInt(key.substring(KEY_PREFIX.length()));
                byOsd.put(osd, new TreeMap<>(StoredState.strings(stored, key)));
            }
        }
    }
}
