// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.service;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The text form of entities and their keys, as {@code ceph.client.admin.keyring} has it. Pure functions. */
public final class Keyring {
    /**
     * An entity that may authenticate.
     *
     * @param key in base64
     * @param caps what it may do, by service
     */
    public record Entry(String key, NavigableMap<String, String> caps) {
        public Entry {
            caps = Collections.unmodifiableNavigableMap(new TreeMap<>(caps));
        }
    }

    private Keyring() {}

    public static String text(String entity, Entry entry, boolean withCaps) {
        StringBuilder out = new StringBuilder();
        out.append('[').append(entity).append("]\n\tkey = ").append(entry.key()).append('\n');
        if (withCaps) {
            entry.caps()
                    .forEach((service, cap) -> out.append("\tcaps ")
                            .append(service)
                            .append(" = \"")
                            .append(cap)
                            .append("\"\n"));
        }
        return out.toString();
    }

    /**
     * Reads a keyring.
     *
     * @throws IllegalArgumentException naming the line that is not understood, or the entity without a valid key
     */
    public static NavigableMap<String, Entry> parse(String text) {
        NavigableMap<String, Entry> entries = new TreeMap<>();
        String entity = null;
        String key = "";
        NavigableMap<String, String> caps = new TreeMap<>();
        for (String raw : text.split("\n", -1)) {
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
                continue;
            }
            if (line.startsWith("[") && line.endsWith("]")) {
                finish(entries, entity, key, caps);
                entity = line.substring(1, line.length() - 1).strip();
                key = "";
                caps = new TreeMap<>();
                continue;
            }
            int equals = line.indexOf('=');
            String name = equals < 0 ? line : line.substring(0, equals).strip();
            String value = equals < 0 ? "" : unquoted(line.substring(equals + 1).strip());
            if (entity == null || equals < 0) {
                throw new IllegalArgumentException("not a line of a keyring: '" + line + "'");
            }
            if (name.equals("key")) {
                key = value;
            } else if (name.startsWith("caps ")) {
                caps.put(name.substring("caps ".length()).strip(), value);
            }
        }
        finish(entries, entity, key, caps);
        return entries;
    }

    private static void finish(
            NavigableMap<String, Entry> entries,
            @Nullable String entity,
            String key,
            NavigableMap<String, String> caps) {
        if (entity == null) {
            return;
        }
        if (!AuthKey.isValid(key)) {
            throw new IllegalArgumentException(entity + " has no valid key");
        }
        entries.put(entity, new Entry(key, caps));
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
