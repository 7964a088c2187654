// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.crush;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bucket table of a map under construction: buckets hold items, and an item's weight counts in every bucket above
 * it. Ignores device classes; shadow buckets are treated like any others. Ceph: {@code builder.c}.
 */
final class CrushTree {
    private static final int FIRST_BUCKET_SLOTS = 8;

    private final CrushParts parts;
    private final CrushNames names;
    private final WeightSets weightSets;

    /** Of the table {@link #indexed}. */
    private BucketHolders index;

    private @Nullable CrushBucket[] indexed;

    CrushTree(CrushParts parts, CrushNames names, WeightSets weightSets) {
        this.parts = parts;
        this.names = names;
        this.weightSets = weightSets;
        this.indexed = new CrushBucket[0];
        this.index = new BucketHolders(indexed);
    }

    @Nullable
    CrushBucket bucket(int id) {
        int index = -1 - id;
        return index >= 0 && index < parts.buckets.length ? parts.buckets[index] : null;
    }

    CrushBucket existing(int id) {
        CrushBucket b = bucket(id);
        if (b == null) {
            throw new IllegalArgumentException("bucket " + id + " does not exist");
        }
        return b;
    }

    /** Adds a bucket that no bucket holds yet, under the highest free id; its items weigh nothing. */
    int add(String name, int type, BucketAlg alg, int... items) {
        int id = freeBucketId();
        put(CrushBucket.of(id, type, alg, items, new int[items.length]));
        parts.name(id, name);
        return id;
    }

    void put(CrushBucket b) {
        int slot = -1 - b.id();
        int slots = parts.buckets.length;
        while (slot >= slots) {
            // Doubling from eight is visible on the wire (max_buckets), so it must match Ceph's growth.
            slots = slots == 0 ? FIRST_BUCKET_SLOTS : slots * 2;
        }
        BucketHolders known = index();
        if (slots != parts.buckets.length) {
            parts.buckets = Arrays.copyOf(parts.buckets, slots);
            indexed = parts.buckets;
        }
        known.changed(parts.buckets[slot], b);
        parts.buckets[slot] = b;
    }

    /** Built when first needed, and again after a change was undone, which replaces the table. */
    private BucketHolders index() {
        if (indexed != parts.buckets) {
            index = new BucketHolders(parts.buckets);
            indexed = parts.buckets;
        }
        return index;
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
    BucketAlg defaultAlg() {
        BucketAlg[] byPreference = {BucketAlg.STRAW2, BucketAlg.STRAW, BucketAlg.TREE, BucketAlg.LIST, BucketAlg.UNIFORM
        };
        for (BucketAlg alg : byPreference) {
            if ((parts.tunables.allowedBucketAlgs() >> alg.code() & 1) != 0) {
                return alg;
            }
        }
        return BucketAlg.STRAW2;
    }

    /** Buckets that hold {@code item}, shadows too, ids from -1 down. */
    List<CrushBucket> holders(int item) {
        List<CrushBucket> holders = new ArrayList<>();
        for (int slot : index().of(item)) {
            holders.add(existing(-1 - slot));
        }
        return holders;
    }

    /** Buckets other than shadows that hold {@code item}. */
    List<CrushBucket> plainHolders(int item) {
        return holders(item).stream().filter(b -> !parts.isShadow(b.id())).toList();
    }

    /**
     * Places {@code item} in the nearest existing bucket of a location, with no weight yet; creates the buckets below
     * that one, or all if none exists.
     */
    void link(int item, String name, Map<String, String> location) {
        int child = item;
        for (Map.Entry<Integer, String> level : names.byType(location).entrySet()) {
            int type = level.getKey();
            Integer at = parts.idOf(level.getValue());
            if (at == null) {
                CrushNames.check(level.getValue());
                child = add(level.getValue(), type, defaultAlg(), child);
                continue;
            }
            CrushBucket into = existing(at);
            if (into.type() != type) {
                throw new IllegalArgumentException("'" + level.getValue() + "' is a " + names.typeName(into.type())
                        + ", not a " + names.typeName(type));
            }
            if (contains(child, at)) {
                throw new IllegalArgumentException("'" + name + "' would contain itself");
            }
            replace(into.withItem(child, child < 0 ? existing(child).weight() : 0));
            return;
        }
        if (child == item) {
            throw new IllegalArgumentException("no location to put '" + name + "' in");
        }
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

    void setWeight(int item, long weight) {
        for (CrushBucket holder : holders(item)) {
            CrushBucket now = existing(holder.id());
            replace(now.withItemWeight(now.indexOf(item), weight));
        }
    }

    void unlink(int item) {
        for (CrushBucket holder : holders(item)) {
            CrushBucket now = existing(holder.id());
            replace(now.withoutItem(now.indexOf(item)));
        }
    }

    /** Removes the bucket's slot, name and weights; the caller must {@link #unlink} it from its holders first. */
    void drop(int id) {
        index().dropped(existing(id));
        parts.buckets[-1 - id] = null;
        parts.unname(id);
        weightSets.bucketDropped(id);
    }

    private void replace(CrushBucket changed) {
        long before = existing(changed.id()).weight();
        put(changed);
        weightSets.bucketChanged(changed);
        if (changed.weight() != before) {
            for (CrushBucket parent : holders(changed.id())) {
                replace(parent.withItemWeight(parent.indexOf(changed.id()), changed.weight()));
            }
        }
    }
}
