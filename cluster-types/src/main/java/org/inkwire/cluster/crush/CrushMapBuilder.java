// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.crush;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes a CRUSH map the way Ceph's monitor does: ancestors' weights follow their items, and the shadow trees of
 * device classes follow the tree. Ids, table sizes and order come out as Ceph's, since two daemons that apply the same
 * change must encode the same bytes. Weights are 16.16 fixed. Wrong arguments throw IllegalArgumentException with a
 * message for the operator and leave the map unchanged. Not thread-safe. Ceph: {@code CrushWrapper}, {@code builder.c}.
 */
public final class CrushMapBuilder {
    /** Type names of a new map, by number. */
    private static final List<String> DEFAULT_TYPES = List.of(
            "osd", "host", "chassis", "rack", "row", "pdu", "pod", "room", "datacenter", "zone", "region", "root");

    private final CrushParts parts;
    private final CrushNames names;
    private final WeightSets weightSets;
    private final CrushTree tree;
    private final CrushRules rules;
    private final ShadowTrees shadows;

    CrushMapBuilder(CrushParts parts) {
        this.parts = parts;
        this.names = new CrushNames(parts);
        this.weightSets = new WeightSets(parts);
        this.tree = new CrushTree(parts, names, weightSets);
        this.rules = new CrushRules(parts);
        this.shadows = new ShadowTrees(parts, tree, rules);
    }

    /** An empty map with Ceph's twelve types and current tunables. */
    public static CrushMapBuilder empty() {
        CrushMapBuilder b = new CrushMapBuilder(new CrushParts());
        for (int i = 0; i < DEFAULT_TYPES.size(); i++) {
            b.parts.typeNames.put(i, DEFAULT_TYPES.get(i));
        }
        return b;
    }

    /**
     * The map of a new cluster: an empty root {@code default} and the rule {@code replicated_rule}.
     *
     * @param chooseleafType type number of the failure domain ({@code osd_crush_chooseleaf_type}): 1 is host, 0 a
     *     device
     */
    public static CrushMapBuilder forNewCluster(int chooseleafType) {
        CrushMapBuilder b = empty();
        b.addBucket("default", "root");
        b.addSimpleRule(
                "replicated_rule", "default", b.names.typeName(chooseleafType), null, CrushRule.TYPE_REPLICATED);
        return b;
    }

    /** A snapshot; the builder remains usable. */
    public CrushMap build() {
        return new CrushMap(new CrushMap(parts).parts());
    }

    // ---- names and tunables

    /** @throws IllegalArgumentException the name is taken or has characters Ceph refuses */
    public CrushMapBuilder rename(String from, String to) {
        int id = names.itemId(from);
        names.checkFree(to);
        parts.name(id, to);
        shadows.rebuild();
        return this;
    }

    public CrushMapBuilder tunables(CrushTunables tunables) {
        parts.tunables = tunables;
        return this;
    }

    // ---- tree

    /**
     * Adds an empty bucket outside any tree.
     *
     * @return its id
     * @throws IllegalArgumentException name taken or invalid, unknown type, or the device type
     */
    public int addBucket(String name, String typeName) {
        return addBucket(name, typeName, tree.defaultAlg());
    }

    public int addBucket(String name, String typeName, BucketAlg alg) {
        names.checkFree(name);
        int type = names.typeNumber(typeName);
        if (type == CrushMap.TYPE_DEVICE) {
            throw new IllegalArgumentException("type '" + typeName + "' is for devices");
        }
        int id = tree.add(name, type, alg);
        shadows.rebuild();
        return id;
    }

    /**
     * Registers a device's name without placing it in a tree, as setting the class of a new OSD does.
     *
     * @throws IllegalArgumentException the name belongs to another item, or is invalid
     */
    public CrushMapBuilder addDevice(int id, String name) {
        if (id < 0) {
            throw new IllegalArgumentException("device id " + id);
        }
        if (!name.equals(parts.names.get(id))) {
            names.checkFree(name);
            parts.name(id, name);
        }
        parts.maxDevices = Math.max(parts.maxDevices, id + 1);
        return this;
    }

    /** Whether the item is in some bucket. */
    public boolean isPlaced(int item) {
        return !tree.holders(item).isEmpty();
    }

    /**
     * Places a device or a bucket under the nearest bucket of a location; creates missing buckets on the way, up to the
     * first that exists; if none does, the outermost is a new root.
     *
     * @param item a device id, or an existing bucket's
     * @param weight 16.16 fixed; ignored for a bucket, which has its own
     * @param location type name to bucket name, such as host=a, root=default; order does not matter
     * @throws IllegalArgumentException the item is already placed, the location is empty, a name belongs to a
     *     bucket of another type, or the item would contain itself
     */
    public CrushMapBuilder insertItem(int item, long weight, String name, Map<String, String> location) {
        parts.change(() -> insert(item, weight, name, location));
        return this;
    }

    private void insert(int item, long weight, String name, Map<String, String> location) {
        CrushNames.check(name);
        Integer named = parts.idOf(name);
        if (named != null && named != item) {
            throw new IllegalArgumentException("item '" + name + "' already exists, id " + named);
        }
        if (item < 0) {
            tree.existing(item);
        }
        if (!tree.plainHolders(item).isEmpty()) {
            throw new IllegalArgumentException("item '" + name + "' is already in the tree");
        }
        parts.name(item, name);
        tree.link(item, name, location);
        if (item >= 0) {
            parts.maxDevices = Math.max(parts.maxDevices, item + 1);
        }
        tree.setWeight(item, item < 0 ? tree.existing(item).weight() : weight);
        shadows.rebuild();
    }

    /**
     * {@code ceph osd crush reweight}: sets a device's weight wherever it is placed; its ancestors follow.
     *
     * @throws IllegalArgumentException it is a bucket, or not in the tree
     */
    public CrushMapBuilder reweight(int device, long weight) {
        if (device < 0) {
            throw new IllegalArgumentException("bucket " + device + " has the weight of its items");
        }
        if (weight < 0 || weight > 0xffff_ffffL) {
            throw new IllegalArgumentException("weight " + weight);
        }
        if (!isPlaced(device)) {
            throw new IllegalArgumentException("device " + device + " is not in the tree");
        }
        parts.change(() -> tree.setWeight(device, weight));
        return this;
    }

    /**
     * {@code ceph osd crush create-or-move}: inserts a device that is not in the tree, moves one that is elsewhere
     * (keeping its weight), and leaves one that is already in place.
     *
     * @return whether the map changed
     */
    public boolean createOrMove(int item, long weight, String name, Map<String, String> location) {
        if (isAt(item, location)) {
            return false;
        }
        parts.change(() -> {
            List<CrushBucket> holders = tree.plainHolders(item);
            long keep = weight;
            if (!holders.isEmpty()) {
                keep = holders.get(0).itemWeight(holders.get(0).indexOf(item));
                tree.unlink(item);
            }
            insert(item, keep, name, location);
        });
        return true;
    }

    /** Whether the item lies directly in the nearest bucket the location names. */
    private boolean isAt(int item, Map<String, String> location) {
        Map.Entry<Integer, String> nearest = names.byType(location).firstEntry();
        if (nearest == null) {
            return false;
        }
        Integer id = parts.idOf(nearest.getValue());
        CrushBucket b = id == null ? null : tree.bucket(id);
        return b != null && b.type() == nearest.getKey() && b.indexOf(item) >= 0;
    }

    /**
     * {@code ceph osd crush move}: moves a placed bucket (or a root, or a device) to another location.
     *
     * @throws IllegalArgumentException as {@link #insertItem}
     */
    public CrushMapBuilder move(String name, Map<String, String> location) {
        int item = names.itemId(name);
        parts.change(() -> {
            List<CrushBucket> holders = tree.plainHolders(item);
            long weight = holders.isEmpty()
                    ? 0
                    : holders.get(0).itemWeight(holders.get(0).indexOf(item));
            tree.unlink(item);
            insert(item, weight, name, location);
        });
        return this;
    }

    /**
     * {@code ceph osd crush rm}: removes a device or an empty bucket from the map, with its name and class.
     *
     * @throws IllegalArgumentException no such item, a bucket with items, or one that a rule takes
     */
    public CrushMapBuilder remove(String name) {
        int item = names.itemId(name);
        if (item < 0) {
            if (tree.existing(item).size() > 0) {
                throw new IllegalArgumentException("bucket '" + name + "' is not empty");
            }
            if (shadows.isTaken(item)) {
                throw new IllegalArgumentException("bucket '" + name + "' is in use by a rule");
            }
        }
        tree.unlink(item);
        if (item < 0) {
            tree.drop(item);
            shadows.bucketDropped(item);
        } else {
            parts.unname(item);
            parts.classOf.remove(item);
        }
        shadows.rebuild();
        return this;
    }

    // ---- device classes

    /**
     * Binds a device to a class, creating the class and its shadow trees if they are new.
     *
     * @return whether the map changed
     * @throws IllegalArgumentException the device is unknown, or bound to another class
     */
    public boolean setDeviceClass(int device, String className) {
        CrushNames.check(className);
        boolean changed = shadows.bind(device, className);
        if (changed) {
            shadows.rebuild();
        }
        return changed;
    }

    /** @return whether the device had a class */
    public boolean removeDeviceClass(int device) {
        boolean changed = shadows.unbind(device);
        if (changed) {
            shadows.rebuild();
        }
        return changed;
    }

    // ---- rules

    /**
     * {@code ceph osd crush rule create-simple / create-replicated} and the default rule of an erasure coded pool.
     *
     * @param root bucket to start from
     * @param failureDomain type name; each replica goes to a different bucket of that type
     * @param deviceClass restricts to devices of this class, or null
     * @param type {@link CrushRule#TYPE_REPLICATED} (firstn) or {@link CrushRule#TYPE_ERASURE} (indep)
     * @return the rule's id
     * @throws IllegalArgumentException name taken, or an unknown root, type or class
     */
    public int addSimpleRule(String name, String root, String failureDomain, @Nullable String deviceClass, int type) {
        rules.checkFree(name);
        Integer take = parts.idOf(root);
        if (take == null) {
            throw new IllegalArgumentException("root item " + root + " does not exist");
        }
        int domain = names.typeNumber(failureDomain);
        if (deviceClass != null && !deviceClass.isEmpty()) {
            take = shadows.shadowOf(take, root, deviceClass);
        }
        return rules.addSimple(name, take, domain, type);
    }

    /**
     * Adds a rule unchanged.
     *
     * @param id a free one, below 256
     * @return {@code id}
     */
    public int addRule(int id, String name, CrushRule rule) {
        return rules.add(id, name, rule);
    }

    /** @throws IllegalArgumentException no such rule */
    public CrushMapBuilder removeRule(String name) {
        rules.remove(name);
        shadows.rebuild();
        return this;
    }

    // ---- weight sets

    /**
     * Gives a pool (or {@link ChooseArgs#DEFAULT_ID}) a weight set with the buckets' own weights.
     *
     * @param positions weights per result position, at least 1
     */
    public CrushMapBuilder createWeightSet(long id, int positions) {
        weightSets.create(id, positions);
        return this;
    }

    /** @return whether there was one */
    public boolean removeWeightSet(long id) {
        return weightSets.remove(id);
    }
}
