// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.conf;

import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityType;
import org.jspecify.annotations.Nullable;

/**
 * Expands {@code $cluster $type $id $num $name $host $pid $home $data_dir} and {@code $other_option}, also written {@code ${x}}.
 * Unknown variables are left unexpanded. Immutable. Ceph: {@code md_config_t::_expand_meta}.
 */
record Metavariables(
        String cluster,
        AuthEntityName name,
        String host,
        @Nullable String home) {
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{(\\w+)\\}|(\\w+))");

    /** Limit on nested references between options; ends a cycle. */
    private static final int MAX_PASSES = 8;

    /** Expands metavariables and, through {@code options}, references to other options. */
    String expand(String text, Function<String, @Nullable String> options) {
        String result = text;
        for (int pass = 0; pass < MAX_PASSES && result.indexOf('$') >= 0; pass++) {
            String next = replace(result, options);
            if (next.equals(result)) {
                break;
            }
            result = next;
        }
        return result;
    }

    /** Expands metavariables only. */
    String expandSelf(String text) {
        return text.indexOf('$') < 0 ? text : replace(text, key -> null);
    }

    private String replace(String text, Function<String, @Nullable String> options) {
        Matcher m = VARIABLE.matcher(text);
        StringBuilder out = new StringBuilder();
        while (m.find()) {
            String key = m.group(1) != null ? m.group(1) : m.group(2);
            String value = key.equals("data_dir") ? options.apply(dataOption()) : own(key);
            if (value == null) {
                value = options.apply(key);
            }
            m.appendReplacement(out, Matcher.quoteReplacement(value == null ? m.group() : value));
        }
        return m.appendTail(out).toString();
    }

    private String dataOption() {
        return name.type() == EntityType.MON ? "mon_data" : name.type() == EntityType.OSD ? "osd_data" : "data_dir";
    }

    private @Nullable String own(String key) {
        return switch (key) {
            case "cluster" -> cluster;
            case "type" -> name.type().text();
            case "id", "num" -> name.id();
            case "name" -> name.toString();
            case "host" -> host;
            case "pid" -> Long.toString(ProcessHandle.current().pid());
            case "home" -> home;
            default -> null;
        };
    }
}
