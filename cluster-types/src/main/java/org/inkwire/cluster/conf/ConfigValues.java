// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.conf;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.inkwire.cluster.conf.CephConf.Layer;
import org.jspecify.annotations.Nullable;

/** The text of every layer and the effective values it yields. Immutable. Ceph: {@code ConfigValues}. */
final class ConfigValues {
    private final Map<Layer, Map<String, String>> raw;
    private final Metavariables metavariables;
    private final Map<String, Object> values = new LinkedHashMap<>();

    private ConfigValues(Map<Layer, Map<String, String>> raw, Metavariables metavariables) {
        this.raw = raw;
        this.metavariables = metavariables;
    }

    /**
     * Parses the layers' texts, strongest first; a bad value of the file or monitor layer falls through to the next
     * layer.
     *
     * @param raw taken
     * @param problems receives a line per value that fell through
     * @throws ConfException for a bad value of a stronger layer
     */
    static ConfigValues resolve(
            Map<Layer, Map<String, String>> raw, Metavariables metavariables, List<String> problems) {
        ConfigValues resolved = new ConfigValues(raw, metavariables);
        for (Option<?> option : Options.all()) {
            Object value = resolved.parse(option, problems);
            if (value != null) {
                resolved.values.put(option.name(), value);
            }
        }
        return resolved;
    }

    private @Nullable Object parse(Option<?> option, List<String> problems) {
        Layer[] layers = Layer.values();
        for (int i = layers.length - 1; i > 0; i--) {
            String text = layer(layers[i]).get(option.name());
            if (text == null) {
                continue;
            }
            try {
                return option.parse(metavariables.expand(text, this::unexpanded));
            } catch (IllegalArgumentException e) {
                String what = option + ": " + e.getMessage();
                if (layers[i].compareTo(Layer.ENV) >= 0) {
                    throw new ConfException(what, e);
                }
                problems.add(what);
            }
        }
        return null;
    }

    /** One layer replaced. */
    ConfigValues with(Layer layer, Map<String, String> texts, List<String> problems) {
        Map<Layer, Map<String, String>> changed = new EnumMap<>(raw);
        changed.put(layer, Map.copyOf(texts));
        return resolve(changed, metavariables, problems);
    }

    Map<String, String> layer(Layer layer) {
        return raw.getOrDefault(layer, Map.of());
    }

    /** Names set in any layer above the defaults. */
    Set<String> keys() {
        Set<String> keys = new TreeSet<>();
        raw.values().forEach(layer -> keys.addAll(layer.keySet()));
        return keys;
    }

    /** Null: the default applies. */
    @Nullable
    Object value(Option<?> option) {
        return values.get(option.name());
    }

    /** The effective text, expanded; null if unset and not in the table. */
    @Nullable
    String text(String key) {
        String text = unexpanded(key);
        return text == null ? null : metavariables.expand(text, this::unexpanded);
    }

    /** The effective text as written. */
    private @Nullable String unexpanded(String key) {
        String text = layer(layerOf(key)).get(key);
        if (text == null) {
            Option<?> option = Options.find(key);
            text = option == null ? null : option.defaultText();
        }
        return text;
    }

    Layer layerOf(String key) {
        Layer[] layers = Layer.values();
        for (int i = layers.length - 1; i > 0; i--) {
            if (layer(layers[i]).containsKey(key)) {
                return layers[i];
            }
        }
        return Layer.DEFAULT;
    }
}
