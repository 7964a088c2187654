// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.service;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.inkwire.mon.store.MonitorStore;
import org.inkwire.mon.store.StoreWriter;
import org.inkwire.mon.store.StoredState;
import org.inkwire.wire.UTime;
import org.jspecify.annotations.Nullable;

/**
 * Who may authenticate, with which key and capabilities. Kept, but nobody is checked against it yet: this cluster
 * authenticates by AUTH_NONE. Confined to the monitor's center. Ceph: {@code AuthMonitor}, {@code KeyServer}.
 *
 * <p>Stored as one map: {@code ENTITY\nkey} to the key, {@code ENTITY\ncaps\nSERVICE} to a capability.
 */
public final class AuthDatabase {
    private static final String KEY = "key";
    private static final String CAPS = "caps";
    private static final char SEPARATOR = '\n';

    private final StoreWriter store;
    private final InstantSource wallClock;
    private final SecureRandom random = new SecureRandom();
    private final NavigableMap<String, Keyring.Entry> entries = new TreeMap<>();

    public AuthDatabase(StoreWriter store, InstantSource wallClock) {
        this.store = store;
        this.wallClock = wallClock;
    }

    /** Unmodifiable, by entity. */
    public NavigableMap<String, Keyring.Entry> all() {
        return Collections.unmodifiableNavigableMap(entries);
    }

    public Keyring.@Nullable Entry get(String entity) {
        return entries.get(entity);
    }

    /** A key that no entity has. */
    public String newKey() {
        return AuthKey.generate(random, UTime.of(wallClock.instant()));
    }

    public void put(String entity, Keyring.Entry entry) {
        entries.put(entity, entry);
        write();
    }

    public void putAll(Map<String, Keyring.Entry> more) {
        entries.putAll(more);
        write();
    }

    /** @return whether it was there */
    public boolean remove(String entity) {
        boolean there = entries.remove(entity) != null;
        if (there) {
            write();
        }
        return there;
    }

    private void write() {
        Map<String, String> flat = new TreeMap<>();
        entries.forEach((entity, entry) -> {
            flat.put(entity + SEPARATOR + KEY, entry.key());
            entry.caps().forEach((service, cap) -> flat.put(entity + SEPARATOR + CAPS + SEPARATOR + service, cap));
        });
        store.write(MonitorStore.Change.put(StoredState.KEY_AUTH, StoredState.encode(flat)));
    }

    public void restore(NavigableMap<String, byte[]> stored) {
        Map<String, String> keys = new TreeMap<>();
        Map<String, NavigableMap<String, String>> caps = new TreeMap<>();
        StoredState.strings(stored, StoredState.KEY_AUTH).forEach((name, value) -> {
            String[] parts = name.split(String.valueOf(SEPARATOR), -1);
            if (parts[1].equals(KEY)) {
                keys.put(parts[0], value);
            } else {
                caps.computeIfAbsent(parts[0], entity -> new TreeMap<>()).put(parts[2], value);
            }
        });
        entries.clear();
        keys.forEach((entity, key) -> entries.put(
                entity, new Keyring.Entry(key, caps.getOrDefault(entity, Collections.emptyNavigableMap()))));
    }
}
