// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.crush;

import java.util.Iterator;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The device classes of a map under construction, and for each class a copy of every tree that holds only its devices,
 * taken by rules that ask for the class. Ceph: {@code CrushWrapper::device_class_clone}.
 */
final class ShadowTrees {
    private final CrushParts parts;
    private final CrushTree tree;
    private final CrushRules rules;

    ShadowTrees(CrushParts parts, CrushTree tree, CrushRules rules) {
        this.parts = parts;
        this.tree = tree;
        this.rules = rules;
    }

    /**
     * Binds a device to a class, creating it if it is new. Leaves the trees to {@link #rebuild()}.
     *
     * @return whether the map changed
     */
    boolean bind(int device, String className) {
        if (device < 0 || !parts.names.containsKey(device)) {
            throw new IllegalArgumentException("device " + device + " does not exist");
        }
        Integer bound = parts.classOf.get(device);
        String boundName = bound == null ? null : parts.classNames.get(bound);
        if (className.equals(boundName)) {
            return false;
        }
        if (boundName != null) {
            throw new IllegalArgumentException(
                    "osd." + device + " has already bound to class '" + boundName + "', can not reset class to '"
                            + className + "'; use 'ceph osd crush rm-device-class <id>' to remove old class first");
        }
        parts.classOf.put(device, classId(className));
        return true;
    }

    /** @return whether the device had a class */
    boolean unbind(int device) {
        return device >= 0 && parts.classOf.remove(device) != null;
    }

    /** Id of the shadow of {@code root} for a class; throws if there is none. */
    int shadowOf(int root, String rootName, String className) {
        Integer classId = CrushMap.keyOf(parts.classNames, className);
        if (classId == null) {
            throw new IllegalArgumentException("device class '" + className + "' does not exist");
        }
        Integer shadow = byClass(root).get(classId);
        if (shadow == null) {
            throw new IllegalArgumentException("root '" + rootName + "' has no devices with class '" + className + "'");
        }
        return shadow;
    }

    /** Whether a rule takes the bucket or one of its shadows. */
    boolean isTaken(int bucketId) {
        Set<Integer> ids = new TreeSet<>(byClass(bucketId).values());
        ids.add(bucketId);
        return rules.takesAny(ids);
    }

    /** Removes a bucket's shadows from the map, and its entry among the classes. */
    void bucketDropped(int original) {
        NavigableMap<Integer, Integer> shadows = byClass(original);
        parts.classOf.remove(original);
        parts.shadows.remove(original);
        for (int shadow : shadows.values()) {
            if (tree.bucket(shadow) != null) {
                tree.unlink(shadow);
                drop(shadow);
            }
        }
    }

    private void drop(int shadow) {
        tree.drop(shadow);
        parts.classOf.remove(shadow);
        parts.shadows.remove(shadow);
    }

    private NavigableMap<Integer, Integer> byClass(int original) {
        return parts.shadows.getOrDefault(original, new TreeMap<>());
    }

    private int classId(String className) {
        Integer id = CrushMap.keyOf(parts.classNames, className);
        if (id == null) {
            id = parts.classNames.isEmpty() ? 0 : parts.classNames.lastKey() + 1;
            parts.classNames.put(id, className);
        }
        return id;
    }

    /** Rebuilds the shadow trees of all classes; a bucket's shadow keeps its id, which rules refer to. */
    void rebuild() {
        if (parts.classNames.isEmpty() && parts.shadows.isEmpty()) {
            return;
        }
        NavigableMap<Integer, NavigableMap<Integer, Integer>> old = new TreeMap<>(parts.shadows);
        dropUnusedClasses(old);
        for (CrushBucket b : parts.buckets.clone()) {
            if (b != null && parts.isShadow(b.id())) {
                drop(b.id());
            }
        }
        parts.shadows.clear();
        if (parts.classNames.isEmpty()) {
            return;
        }
        Set<Integer> reserved = new TreeSet<>();
        old.values().forEach(byClass -> reserved.addAll(byClass.values()));
        Set<Integer> roots = new TreeSet<>();
        for (CrushBucket b : parts.buckets) {
            if (b != null && tree.holders(b.id()).isEmpty()) {
                roots.add(b.id());
            }
        }
        for (int root : roots) {
            for (int classId : parts.classNames.keySet()) {
                cloneForClass(root, classId, old, reserved);
            }
        }
    }

    private void dropUnusedClasses(NavigableMap<Integer, NavigableMap<Integer, Integer>> shadows) {
        for (Iterator<Integer> it = parts.classNames.keySet().iterator(); it.hasNext(); ) {
            int classId = it.next();
            boolean used = parts.classOf.entrySet().stream().anyMatch(e -> e.getKey() >= 0 && e.getValue() == classId);
            for (NavigableMap<Integer, Integer> byClass : shadows.values()) {
                Integer shadow = byClass.get(classId);
                used = used || shadow != null && isTaken(shadow);
            }
            if (!used) {
                it.remove();
            }
        }
    }

    /** @return id of the shadow of {@code original} that holds only devices of the class */
    private int cloneForClass(
            int original,
            int classId,
            NavigableMap<Integer, NavigableMap<Integer, Integer>> old,
            Set<Integer> reserved) {
        NavigableMap<Integer, Integer> made = parts.shadows.get(original);
        if (made != null && made.containsKey(classId)) {
            return made.get(classId);
        }
        CrushBucket from = tree.existing(original);
        CrushBucket shadow = CrushBucket.of(-1, from.type(), from.alg(), new int[0], new int[0]);
        for (int i = 0; i < from.size(); i++) {
            int item = from.item(i);
            if (item >= 0) {
                Integer itemClass = parts.classOf.get(item);
                if (itemClass != null && itemClass == classId) {
                    shadow = shadow.withItem(item, from.itemWeight(i));
                }
            } else if (tree.bucket(item) != null) {
                int child = cloneForClass(item, classId, old, reserved);
                shadow = shadow.withItem(child, tree.existing(child).weight());
            }
        }
        Integer id = old.getOrDefault(original, new TreeMap<>()).get(classId);
        if (id == null) {
            id = -1;
            while (tree.bucket(id) != null || reserved.contains(id)) {
                id--;
            }
        }
        tree.put(shadow.withId(id));
        parts.classOf.put(id, classId);
        parts.name(id, parts.names.get(original) + "~" + parts.classNames.get(classId));
        parts.shadows.computeIfAbsent(original, k -> new TreeMap<>()).put(classId, id);
        return id;
    }
}
