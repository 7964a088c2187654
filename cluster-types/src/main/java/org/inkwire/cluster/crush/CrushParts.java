// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.crush;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The fields of a {@link CrushMap} while it is decoded or built: mutable, handed over whole to its constructor. */
final class CrushParts {
    @Nullable
    CrushBucket[] buckets = new CrushBucket[0];

    @Nullable
    CrushRule[] rules = new CrushRule[0];

    int maxDevices;
    CrushTunables tunables = CrushTunables.JEWEL;
    final NavigableMap<Integer, String> typeNames = new TreeMap<>();
    /** Builders change it by {@link #name} and {@link #unname}. */
    final NavigableMap<Integer, String> names = new TreeMap<>();

    final NavigableMap<Integer, String> ruleNames = new TreeMap<>();

    /** Device or shadow bucket to class. */
    final NavigableMap<Integer, Integer> classOf = new TreeMap<>();

    final NavigableMap<Integer, String> classNames = new TreeMap<>();
    final NavigableMap<Integer, NavigableMap<Integer, Integer>> shadows = new TreeMap<>();
    final NavigableMap<Long, ChooseArgs> chooseArgs = new TreeMap<>();

    /** Of {@link #names}, or null until it is needed. */
    private @Nullable Map<String, Integer> idByName;

    /** Set while a change is made. */
    private @Nullable Before before;

    /** Whether the bucket belongs to a shadow tree. */
    boolean isShadow(int id) {
        String name = names.get(id);
        return id < 0 && name != null && name.indexOf('~') >= 0;
    }

    /** What a change may touch; names are noted as they change. */
    final class Before {
        private final @Nullable CrushBucket[] savedBuckets = buckets.clone();
        private final int savedMaxDevices = maxDevices;
        private final NavigableMap<Integer, Integer> savedClassOf = new TreeMap<>(classOf);
        private final NavigableMap<Integer, String> savedClassNames = new TreeMap<>(classNames);
        private final NavigableMap<Integer, NavigableMap<Integer, Integer>> savedShadows = new TreeMap<>(shadows);
        private final NavigableMap<Long, ChooseArgs> savedChooseArgs = new TreeMap<>(chooseArgs);
        private final Map<Integer, Optional<String>> savedNames = new HashMap<>();

        private void restore() {
            buckets = savedBuckets;
            maxDevices = savedMaxDevices;
            refill(classOf, savedClassOf);
            refill(classNames, savedClassNames);
            refill(shadows, savedShadows);
            refill(chooseArgs, savedChooseArgs);
            savedNames.forEach((id, name) -> name.ifPresentOrElse(n -> names.put(id, n), () -> names.remove(id)));
            idByName = null;
        }
    }

    /** Makes a change; if it throws, nothing has changed. Not within another. */
    void change(Runnable change) {
        Before now = new Before();
        before = now;
        try {
            change.run();
        } catch (RuntimeException | Error e) {
            now.restore();
            throw e;
        } finally {
            before = null;
        }
    }

    /** Names an item or gives it another name. */
    void name(int id, String name) {
        note(id);
        String old = names.put(id, name);
        if (old == null && idByName != null) {
            idByName.merge(name, id, Math::min);
        } else if (old != null) {
            idByName = null;
        }
    }

    void unname(int id) {
        note(id);
        if (names.remove(id) != null) {
            idByName = null;
        }
    }

    private void note(int id) {
        if (before != null) {
            before.savedNames.putIfAbsent(id, Optional.ofNullable(names.get(id)));
        }
    }

    /** @return the lowest id of that name, or null */
    @Nullable
    Integer idOf(String name) {
        Map<String, Integer> known = idByName;
        if (known == null) {
            known = new HashMap<>();
            for (Map.Entry<Integer, String> e : names.entrySet()) {
                known.putIfAbsent(e.getValue(), e.getKey());
            }
            idByName = known;
        }
        return known.get(name);
    }

    private static <K, V> void refill(NavigableMap<K, V> map, NavigableMap<K, V> from) {
        map.clear();
        map.putAll(from);
    }
}
