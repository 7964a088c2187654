// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import org.inkwire.mon.format.Json;

/**
 * One argument in a command's signature, as {@code get_command_descriptions} describes it to the {@code ceph} tool
 * (protocol: mon section 5.3). Immutable.
 *
 * @param type {@code CephString}, {@code CephInt}, {@code CephPoolname}, …
 * @param attributes {@code req}, {@code n}, {@code strings}, {@code range}, {@code goodchars}
 */
record Param(String name, String type, Map<String, String> attributes) {
    private static final String PREFIX = "Ceph";

    /**
     * @param text {@code name:Type} followed by attributes, each after a comma: {@code pg_num:Int,range=0,req=false}.
     *     The type omits the prefix {@code Ceph}. A question mark after the type means {@code req=false}, an asterisk
     *     {@code n=N}.
     */
    static Param parse(String text) {
        String[] parts = text.split(",", -1);
        int colon = parts[0].indexOf(':');
        String name = parts[0].substring(0, colon);
        String type = parts[0].substring(colon + 1);
        Map<String, String> attributes = new TreeMap<>();
        while (type.endsWith("?") || type.endsWith("*")) {
            if (type.endsWith("?")) {
                attributes.put("req", "false");
            } else {
                attributes.put("n", "N");
            }
            type = type.substring(0, type.length() - 1);
        }
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            attributes.put(parts[i].substring(0, equals), parts[i].substring(equals + 1));
        }
        return new Param(name, PREFIX + type, attributes);
    }

    boolean required() {
        return !"false".equals(attributes.get("req"));
    }

    boolean repeated() {
        return attributes.containsKey("n");
    }

    ObjectNode describe() {
        ObjectNode o = Json.object();
        Map<String, String> all = new TreeMap<>(attributes);
        all.put("name", name);
        all.put("type", type);
        all.forEach(o::put);
        return o;
    }
}
