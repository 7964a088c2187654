// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.crush;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Changes a CRUSH map the way Ceph's monitor does: ancestors' weights follow their items, and the shadow trees of
 * device classes follow the tree. Ids, table sizes and order come out as Ceph's, since two daemons that apply the same
 * change must encode the same bytes. Weights are 16.16 fixed. Wrong arguments throw IllegalArgumentException with a text
 * for the operator and leave the map as it was. Not thread-safe. Ceph: {@code CrushWrapper}, {@code builder.c}.
 */
public final class CrushMapBuilder {
    private static final int FIRST_BUCKET_SLOTS = 8;
    private static final int MAX_RULES = 256;
    private static final Pattern VALID_NAME = Pattern.compile("[A-Za-z0-9_.-]+");

    /** Type names of a new map, by number. */
    private static final List<String> DEFAULT_TYPES = List.of(
            "osd", "host", "chassis", "rack", "row", "pdu", "pod", "room", "datacenter", "zone", "region", "root");

    private final CrushParts parts;

    CrushMapBuilder(CrushParts parts) {
        this.parts = parts;
    }

    /** An empty map with Ceph's twelve types and today's tunables. */
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
        b.addSimpleRule("replicated_rule", "default", b.typeName(chooseleafType), null, CrushRule.TYPE_REPLICATED);
        return b;
    }

    /** A snapshot; the builder may go on. */
    public CrushMap build() {
        return new CrushMap(parts).toBuilder().intoMap();
    }

    private CrushMap intoMap() {
        return new CrushMap(parts);
    }

    /** The state so far, for queries: a view that later changes show through. */
    private CrushMap view() {
        return new CrushMap(parts);
    }

    // ------------------------------------------------------------ names and types

    private String typeName(int type) {
        String name = parts.typeNames.get(type);
        if (name == null) {
            throw new IllegalArgumentException("unknown type " + type);
        }
        return name;
    }

    private int typeNumber(String name) {
        Integer type = CrushMap.keyOf(parts.typeNames, name);
        if (type == null) {
            throw new IllegalArgumentException("unknown type '" + name + "'");
        }
        return type;
    }

    private int itemId(String name) {
        Integer id = CrushMap.keyOf(parts.names, name);
        if (id == null) {
            throw new IllegalArgumentException("item '" + name + "' does not exist");
        }
        return id;
    }

    private static void checkName(String name) {
        if (!VALID_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("invalid name '" + name + "': letters, digits, '-', '_' and '.' only");
        }
    }

    private void checkFree(String name) {
        checkName(name);
        Integer used = CrushMap.keyOf(parts.names, name);
        if (used != null) {
            throw new IllegalArgumentException("item '" + name + "' already exists, id " + used);
        }
    }

    /** @throws IllegalArgumentException the name is taken or has characters Ceph refuses */
    public CrushMapBuilder rename(String from, String to) {
        int id = itemId(from);
        checkFree(to);
        parts.names.put(id, to);
        rebuildShadows();
        return this;
    }

    public CrushMapBuilder tunables(CrushTunables tunables) {
        parts.tunables = tunables;
        return this;
    }

    // ------------------------------------------------------------ buckets

    private @Nullable CrushBucket bucket(int id) {
        int index = -1 - id;
        return index >= 0 && index < parts.buckets.length ? parts.buckets[index] : null;
    }

    private CrushBucket existing(int id) {
        CrushBucket b = bucket(id);
        if (b == null) {
            throw new IllegalArgumentException("bucket " + id + " does not exist");
        }
        return b;
    }

    private void put(CrushBucket b) {
        int index = -1 - b.id();
        int slots = parts.buckets.length;
        while (index >= slots) {
            // Doubling from eight is visible on the wire (max_buckets), so it has to be Ceph's growth.
            slots = slots == 0 ? FIRST_BUCKET_SLOTS : slots * 2;
        }
        if (slots != parts.buckets.length) {
            parts.buckets = Arrays.copyOf(parts.buckets, slots);
        }
        parts.buckets[index] = b;
    }

    private int freeBucketId() {
        for (int i = 0; i < parts.buckets.length; i++) {
            if (parts.buckets[i] == null) {
                return -1 - i;
            }
        }
        return -1 - parts.buckets.length;
    }

    /** Best algorithm the tunables allow. */
    private BucketAlg defaultAlg() {
        BucketAlg[] byPreference = {BucketAlg.STRAW2, BucketAlg.STRAW, BucketAlg.TREE, BucketAlg.LIST, BucketAlg.UNIFORM
        };
        for (BucketAlg alg : byPreference) {
            if ((parts.tunables.allowedBucketAlgs() >> alg.code() & 1) != 0) {
                return alg;
            }
        }
        return BucketAlg.STRAW2;
    }

    /**
     * Adds an empty bucket outside any tree.
     *
     * @return its id
     * @throws IllegalArgumentException name taken or invalid, unknown type, or the device type
     */
    public int addBucket(String name, String typeName) {
        return addBucket(name, typeName, defaultAlg());
    }

    public int addBucket(String name, String typeName, BucketAlg alg) {
        checkFree(name);
        int type = typeNumber(typeName);
        if (type == CrushMap.TYPE_DEVICE) {
            throw new IllegalArgumentException("type '" + typeName + "' is for devices");
        }
        int id = freeBucketId();
        put(CrushBucket.of(id, type, alg, new int[0], new int[0]));
        parts.names.put(id, name);
        rebuildShadows();
        return id;
    }

    /** Buckets that hold {@code item}, shadows too, ids from -1 down. */
    private List<CrushBucket> holders(int item) {
        List<CrushBucket> holders = new ArrayList<>();
        for (CrushBucket b : parts.buckets) {
            if (b != null && b.indexOf(item) >= 0) {
                holders.add(b);
            }
        }
        return holders;
    }

    private void replaceBucket(CrushBucket changed) {
        long before = existing(changed.id()).weight();
        put(changed);
        resizeChooseArgs(changed);
        if (changed.weight() != before) {
            for (CrushBucket parent : holders(changed.id())) {
                replaceBucket(parent.withItemWeight(parent.indexOf(changed.id()), changed.weight()));
            }
        }
    }

    /** Weight sets have a weight per item: a bucket that changed its items gets its plain weights back. */
    private void resizeChooseArgs(CrushBucket changed) {
        for (Map.Entry<Long, ChooseArgs> e : parts.chooseArgs.entrySet()) {
            ChooseArgs.Arg arg = e.getValue().forBucket(changed.id());
            if (arg == null || fits(arg, changed)) {
                continue;
            }
            var byIndex = e.getValue().byBucketIndex();
            int[][] weightSet = new int[arg.weightSet().length][];
            Arrays.fill(weightSet, changed.weights());
            byIndex.put(-1 - changed.id(), new ChooseArgs.Arg(weightSet, new int[0]));
            e.setValue(new ChooseArgs(byIndex));
        }
    }

    private static boolean fits(ChooseArgs.Arg arg, CrushBucket b) {
        for (int[] weights : arg.weightSet()) {
            if (weights.length != b.size()) {
                return false;
            }
        }
        return arg.ids().length == 0 || arg.ids().length == b.size();
    }

    private void dropChooseArgs(int bucketId) {
        for (Map.Entry<Long, ChooseArgs> e : parts.chooseArgs.entrySet()) {
            if (e.getValue().forBucket(bucketId) != null) {
                var byIndex = e.getValue().byBucketIndex();
                byIndex.remove(-1 - bucketId);
                e.setValue(new ChooseArgs(byIndex));
            }
        }
    }

    private void dropBucket(int id) {
        parts.buckets[-1 - id] = null;
        parts.names.remove(id);
        parts.classOf.remove(id);
        parts.shadows.remove(id);
        dropChooseArgs(id);
    }

    private boolean isShadow(int id) {
        String name = parts.names.get(id);
        return id < 0 && name != null && name.indexOf('~') >= 0;
    }

    // ------------------------------------------------------------ items in the tree

    /**
     * Makes a device known by name without placing it in a tree, as setting the class of a new OSD does.
     *
     * @throws IllegalArgumentException the name belongs to another item, or is invalid
     */
    public CrushMapBuilder addDevice(int id, String name) {
        if (id < 0) {
            throw new IllegalArgumentException("device id " + id);
        }
        if (!name.equals(parts.names.get(id))) {
            checkFree(name);
            parts.names.put(id, name);
        }
        parts.maxDevices = Math.max(parts.maxDevices, id + 1);
        return this;
    }

    /** Whether the item is in some bucket. */
    public boolean isPlaced(int item) {
        return !holders(item).isEmpty();
    }

    /**
     * Places a device or a bucket under the nearest bucket of a location; buckets of the location that do not exist are
     * made on the way, until one exists.
     *
     * @param item a device id, or an existing bucket's
     * @param weight 16.16 fixed; a bucket brings its own and this is ignored
     * @param location type name to bucket name, such as host=a, root=default; order does not matter
     * @throws IllegalArgumentException the item is placed already, nothing of the location exists, a name belongs to a
     *     bucket of another type, or the item would contain itself
     */
    public CrushMapBuilder insertItem(int item, long weight, String name, Map<String, String> location) {
        CrushMapBuilder trial = new CrushMap(parts).toBuilder();
        trial.insert(item, weight, name, location);
        adopt(trial);
        return this;
    }

    private void adopt(CrushMapBuilder trial) {
        parts.takeFrom(trial.parts);
    }

    private void insert(int item, long weight, String name, Map<String, String> location) {
        checkName(name);
        Integer named = CrushMap.keyOf(parts.names, name);
        if (named != null && named != item) {
            throw new IllegalArgumentException("item '" + name + "' already exists, id " + named);
        }
        if (item < 0) {
            existing(item);
        }
        if (!shadowFree(holders(item)).isEmpty()) {
            throw new IllegalArgumentException("item '" + name + "' is already in the tree");
        }
        NavigableMap<Integer, String> byType = new TreeMap<>();
        location.forEach((type, bucketName) -> byType.put(typeNumber(type), bucketName));
        parts.names.put(item, name);
        int child = item;
        boolean anchored = false;
        for (Map.Entry<Integer, String> level : byType.entrySet()) {
            int type = level.getKey();
            if (type == CrushMap.TYPE_DEVICE) {
                continue;
            }
            Integer at = CrushMap.keyOf(parts.names, level.getValue());
            if (at == null) {
                checkName(level.getValue());
                int id = freeBucketId();
                put(CrushBucket.of(id, type, defaultAlg(), new int[] {child}, new int[] {0}));
                parts.names.put(id, level.getValue());
                child = id;
                continue;
            }
            CrushBucket into = existing(at);
            if (into.type() != type) {
                throw new IllegalArgumentException(
                        "'" + level.getValue() + "' is a " + typeName(into.type()) + ", not a " + typeName(type));
            }
            if (contains(child, at)) {
                throw new IllegalArgumentException("'" + name + "' would contain itself");
            }
            long childWeight = child < 0 ? existing(child).weight() : 0;
            replaceBucket(into.withItem(child, childWeight));
            anchored = true;
            break;
        }
        if (!anchored) {
            throw new IllegalArgumentException("no bucket of " + location + " exists to put '" + name + "' in");
        }
        if (item >= 0) {
            parts.maxDevices = Math.max(parts.maxDevices, item + 1);
        }
        setWeight(item, item < 0 ? existing(item).weight() : weight);
        rebuildShadows();
    }

    /** Whether {@code inner} is {@code outer} or below it. */
    private boolean contains(int outer, int inner) {
        if (outer == inner) {
            return true;
        }
        CrushBucket b = bucket(outer);
        if (b != null) {
            for (int item : b.items()) {
                if (item < 0 && contains(item, inner)) {
                    return true;
                }
            }
        }
        return false;
    }

    private List<CrushBucket> shadowFree(List<CrushBucket> buckets) {
        return buckets.stream().filter(b -> !isShadow(b.id())).toList();
    }

    private void setWeight(int item, long weight) {
        for (CrushBucket holder : holders(item)) {
            CrushBucket now = existing(holder.id());
            replaceBucket(now.withItemWeight(now.indexOf(item), weight));
        }
    }

    /**
     * {@code ceph osd crush reweight}: a device's weight everywhere it is placed; its ancestors follow.
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
        CrushMapBuilder trial = new CrushMap(parts).toBuilder();
        trial.setWeight(device, weight);
        adopt(trial);
        return this;
    }

    /**
     * {@code ceph osd crush create-or-move}: inserts a device that is not in the tree, moves one that is elsewhere
     * (keeping its weight), leaves one alone that is where it should be.
     *
     * @return whether the map changed
     */
    public boolean createOrMove(int item, long weight, String name, Map<String, String> location) {
        if (isAt(item, location)) {
            return false;
        }
        CrushMapBuilder trial = new CrushMap(parts).toBuilder();
        List<CrushBucket> holders = trial.shadowFree(trial.holders(item));
        long keep = weight;
        if (!holders.isEmpty()) {
            keep = holders.get(0).itemWeight(holders.get(0).indexOf(item));
            trial.unlink(item);
        }
        trial.insert(item, keep, name, location);
        adopt(trial);
        return true;
    }

    /** Whether the item lies directly in the nearest bucket the location names. */
    private boolean isAt(int item, Map<String, String> location) {
        NavigableMap<Integer, String> byType = new TreeMap<>();
        location.forEach((type, bucketName) -> byType.put(typeNumber(type), bucketName));
        for (Map.Entry<Integer, String> level : byType.entrySet()) {
            if (level.getKey() == CrushMap.TYPE_DEVICE) {
                continue;
            }
            Integer id = CrushMap.keyOf(parts.names, level.getValue());
            CrushBucket b = id == null ? null : bucket(id);
            return b != null && b.type() == level.getKey() && b.indexOf(item) >= 0;
        }
        return false;
    }

    /**
     * {@code ceph osd crush move}: takes a placed bucket (or a root, or a device) to another location.
     *
     * @throws IllegalArgumentException as {@link #insertItem}
     */
    public CrushMapBuilder move(String name, Map<String, String> location) {
        int item = itemId(name);
        CrushMapBuilder trial = new CrushMap(parts).toBuilder();
        List<CrushBucket> holders = trial.shadowFree(trial.holders(item));
        long weight =
                holders.isEmpty() ? 0 : holders.get(0).itemWeight(holders.get(0).indexOf(item));
        trial.unlink(item);
        trial.insert(item, weight, name, location);
        adopt(trial);
        return this;
    }

    private void unlink(int item) {
        for (CrushBucket holder : holders(item)) {
            CrushBucket now = existing(holder.id());
            replaceBucket(now.withoutItem(now.indexOf(item)));
        }
    }

    /**
     * {@code ceph osd crush rm}: takes a device or an empty bucket out of the map, its name and class too.
     *
     * @throws IllegalArgumentException no such item, a bucket with items, or one that a rule takes
     */
    public CrushMapBuilder remove(String name) {
        int item = itemId(name);
        if (item < 0) {
            CrushBucket b = existing(item);
            if (b.size() > 0) {
                throw new IllegalArgumentException("bucket '" + name + "' is not empty");
            }
            if (isTaken(item)) {
                throw new IllegalArgumentException("bucket '" + name + "' is in use by a rule");
            }
        }
        unlink(item);
        if (item < 0) {
            NavigableMap<Integer, Integer> shadows = parts.shadows.get(item);
            dropBucket(item);
            if (shadows != null) {
                shadows.values().forEach(this::dropShadow);
            }
        } else {
            parts.names.remove(item);
            parts.classOf.remove(item);
        }
        rebuildShadows();
        return this;
    }

    private void dropShadow(int id) {
        if (bucket(id) != null) {
            unlink(id);
            dropBucket(id);
        }
    }

    private boolean isTaken(int bucketId) {
        NavigableMap<Integer, Integer> shadows = parts.shadows.getOrDefault(bucketId, new TreeMap<>());
        for (CrushRule rule : parts.rules) {
            if (rule != null) {
                for (CrushRule.Step step : rule.steps()) {
                    if (step.op() == CrushRule.OP_TAKE
                            && (step.arg1() == bucketId || shadows.containsValue(step.arg1()))) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    // ------------------------------------------------------------ device classes

    /**
     * Binds a device to a class, making the class and its shadow trees if they are new.
     *
     * @return whether the map changed
     * @throws IllegalArgumentException the device is unknown, or bound to another class
     */
    public boolean setDeviceClass(int device, String className) {
        checkName(className);
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
        rebuildShadows();
        return true;
    }

    /** @return whether the device had a class */
    public boolean removeDeviceClass(int device) {
        if (device < 0 || parts.classOf.remove(device) == null) {
            return false;
        }
        rebuildShadows();
        return true;
    }

    private int classId(String className) {
        Integer id = CrushMap.keyOf(parts.classNames, className);
        if (id == null) {
            id = parts.classNames.isEmpty() ? 0 : parts.classNames.lastKey() + 1;
            parts.classNames.put(id, className);
        }
        return id;
    }

    /** Makes the shadow trees of all classes anew; a bucket's shadow keeps its id, which rules refer to. */
    private void rebuildShadows() {
        NavigableMap<Integer, NavigableMap<Integer, Integer>> old = new TreeMap<>(parts.shadows);
        dropUnusedClasses(old);
        for (CrushBucket b : parts.buckets.clone()) {
            if (b != null && isShadow(b.id())) {
                dropBucket(b.id());
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
            if (b != null && holders(b.id()).isEmpty()) {
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
        CrushBucket from = existing(original);
        CrushBucket shadow = CrushBucket.of(-1, from.type(), from.alg(), new int[0], new int[0]);
        for (int i = 0; i < from.size(); i++) {
            int item = from.item(i);
            if (item >= 0) {
                Integer itemClass = parts.classOf.get(item);
                if (itemClass != null && itemClass == classId) {
                    shadow = shadow.withItem(item, from.itemWeight(i));
                }
            } else if (bucket(item) != null) {
                int child = cloneForClass(item, classId, old, reserved);
                shadow = shadow.withItem(child, existing(child).weight());
            }
        }
        Integer id = old.getOrDefault(original, new TreeMap<>()).get(classId);
        if (id == null) {
            id = -1;
            while (bucket(id) != null || reserved.contains(id)) {
                id--;
            }
        }
        put(shadow.withId(id));
        parts.classOf.put(id, classId);
        parts.names.put(id, parts.names.get(original) + "~" + parts.classNames.get(classId));
        parts.shadows.computeIfAbsent(original, k -> new TreeMap<>()).put(classId, id);
        return id;
    }

    // ------------------------------------------------------------ rules

    /**
     * {@code ceph osd crush rule create-simple / create-replicated} and the default rule of an erasure coded pool.
     *
     * @param root bucket to start from
     * @param failureDomain type name of which every replica gets one of its own
     * @param deviceClass restricts to devices of this class, or null
     * @param type {@link CrushRule#TYPE_REPLICATED} (firstn) or {@link CrushRule#TYPE_ERASURE} (indep)
     * @return the rule's id
     * @throws IllegalArgumentException name taken, or an unknown root, type or class
     */
    public int addSimpleRule(String name, String root, String failureDomain, @Nullable String deviceClass, int type) {
        checkName(name);
        if (CrushMap.keyOf(parts.ruleNames, name) != null) {
            throw new IllegalArgumentException("rule '" + name + "' already exists");
        }
        int take = CrushMap.keyOf(parts.names, root) == null ? missingRoot(root) : itemId(root);
        int domain = typeNumber(failureDomain);
        if (deviceClass != null && !deviceClass.isEmpty()) {
            Integer classId = CrushMap.keyOf(parts.classNames, deviceClass);
            if (classId == null) {
                throw new IllegalArgumentException("device class '" + deviceClass + "' does not exist");
            }
            Integer shadow = parts.shadows.getOrDefault(take, new TreeMap<>()).get(classId);
            if (shadow == null) {
                throw new IllegalArgumentException(
                        "root '" + root + "' has no devices with class '" + deviceClass + "'");
            }
            take = shadow;
        }
        boolean firstn = type == CrushRule.TYPE_REPLICATED;
        List<CrushRule.Step> steps = new ArrayList<>();
        if (!firstn) {
            steps.add(new CrushRule.Step(CrushRule.OP_SET_CHOOSELEAF_TRIES, 5, 0));
            steps.add(new CrushRule.Step(CrushRule.OP_SET_CHOOSE_TRIES, 100, 0));
        }
        steps.add(new CrushRule.Step(CrushRule.OP_TAKE, take, 0));
        int op;
        if (domain == CrushMap.TYPE_DEVICE) {
            op = firstn ? CrushRule.OP_CHOOSE_FIRSTN : CrushRule.OP_CHOOSE_INDEP;
        } else {
            op = firstn ? CrushRule.OP_CHOOSELEAF_FIRSTN : CrushRule.OP_CHOOSELEAF_INDEP;
        }
        steps.add(new CrushRule.Step(op, 0, domain));
        steps.add(new CrushRule.Step(CrushRule.OP_EMIT, 0, 0));
        int id = freeRuleId();
        return addRule(id, name, new CrushRule(id, type, firstn ? 1 : 3, firstn ? 10 : 20, steps));
    }

    private static int missingRoot(String root) {
        throw new IllegalArgumentException("root item " + root + " does not exist");
    }

    private int freeRuleId() {
        for (int i = 0; i < parts.rules.length; i++) {
            if (parts.rules[i] == null) {
                return i;
            }
        }
        return parts.rules.length;
    }

    /**
     * Adds a rule as it is.
     *
     * @param id a free one, below 256
     * @return {@code id}
     */
    public int addRule(int id, String name, CrushRule rule) {
        if (id < 0 || id >= MAX_RULES || id < parts.rules.length && parts.rules[id] != null) {
            throw new IllegalArgumentException("rule id " + id + " is taken or too large");
        }
        if (id >= parts.rules.length) {
            parts.rules = Arrays.copyOf(parts.rules, id + 1);
        }
        parts.rules[id] = rule;
        parts.ruleNames.put(id, name);
        return id;
    }

    /** @throws IllegalArgumentException no such rule */
    public CrushMapBuilder removeRule(String name) {
        Integer id = CrushMap.keyOf(parts.ruleNames, name);
        if (id == null) {
            throw new IllegalArgumentException("rule '" + name + "' does not exist");
        }
        parts.rules[id] = null;
        parts.ruleNames.remove(id);
        rebuildShadows();
        return this;
    }

    // ------------------------------------------------------------ weight sets

    /**
     * Gives a pool (or {@link ChooseArgs#DEFAULT_ID}) a weight set with the buckets' own weights.
     *
     * @param positions weights per result position, at least 1
     */
    public CrushMapBuilder createWeightSet(long id, int positions) {
        NavigableMap<Integer, ChooseArgs.Arg> args = new TreeMap<>();
        for (CrushBucket b : view().buckets()) {
            int[][] weightSet = new int[positions][];
            Arrays.fill(weightSet, b.weights());
            args.put(-1 - b.id(), new ChooseArgs.Arg(weightSet, new int[0]));
        }
        parts.chooseArgs.put(id, new ChooseArgs(args));
        return this;
    }

    /** @return whether there was one */
    public boolean removeWeightSet(long id) {
        return parts.chooseArgs.remove(id) != null;
    }
}
