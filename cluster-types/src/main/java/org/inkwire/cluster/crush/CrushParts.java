// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.crush;

import java.util.NavigableMap;
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
    final NavigableMap<Integer, String> names = new TreeMap<>();
    final NavigableMap<Integer, String> ruleNames = new TreeMap<>();

    /** Device or shadow bucket to class. */
    final NavigableMap<Integer, Integer> classOf = new TreeMap<>();

    final NavigableMap<Integer, String> classNames = new TreeMap<>();
    final NavigableMap<Integer, NavigableMap<Integer, Integer>> shadows = new TreeMap<>();
    final NavigableMap<Long, ChooseArgs> chooseArgs = new TreeMap<>();

    /** Whether the bucket belongs to a shadow tree. */
    boolean isShadow(int id) {
        String name = names.get(id);
        return id < 0 && name != null && name.indexOf('~') >= 0;
    }

    /** Takes over the content of {@code other}, which must not be used afterwards. */
    void takeFrom(CrushParts other) {
        buckets = other.buckets;
        rules = other.rules;
        maxDevices = other.maxDevices;
        tunables = other.tunables;
        refill(typeNames, other.typeNames);
        refill(names, other.names);
        refill(ruleNames, other.ruleNames);
        refill(classOf, other.classOf);
        refill(classNames, other.classNames);
        refill(shadows, other.shadows);
        refill(chooseArgs, other.chooseArgs);
    }

    private static <K, V> void refill(NavigableMap<K, V> map, NavigableMap<K, V> from) {
        map.clear();
        map.putAll(from);
    }
}
