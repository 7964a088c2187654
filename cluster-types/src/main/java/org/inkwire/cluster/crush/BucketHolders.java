// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.crush;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which buckets of a map under construction hold an item. */
final class BucketHolders {
    private static final int[] NONE = {};

    /** Item to indexes of buckets, ascending. */
    private final Map<Integer, int[]> holders = new HashMap<>();

    BucketHolders(@Nullable CrushBucket[] buckets) {
        for (CrushBucket b : buckets) {
            if (b != null) {
                changed(null, b);
            }
        }
    }

    /** Indexes of the buckets that hold the item, ascending: borrowed. */
    int[] of(int item) {
        return holders.getOrDefault(item, NONE);
    }

    void dropped(CrushBucket bucket) {
        for (int item : bucket.items()) {
            remove(item, -1 - bucket.id());
        }
    }

    /** @param before the bucket in the same slot, if there was one */
    void changed(@Nullable CrushBucket before, CrushBucket now) {
        int[] old = before == null ? NONE : before.items();
        int[] items = now.items();
        int index = -1 - now.id();
        // Most changes are one item at the end, or a weight.
        int same = Arrays.mismatch(old, items);
        if (same < 0) {
            return;
        }
        for (int i = same; i < old.length; i++) {
            if (now.indexOf(old[i]) < 0) {
                remove(old[i], index);
            }
        }
        for (int i = same; i < items.length; i++) {
            add(items[i], index);
        }
    }

    private void add(int item, int bucket) {
        int[] known = of(item);
        int at = Arrays.binarySearch(known, bucket);
        if (at < 0) {
            int[] more = new int[known.length + 1];
            System.arraycopy(known, 0, more, 0, -1 - at);
            more[-1 - at] = bucket;
            System.arraycopy(known, -1 - at, more, -at, known.length + 1 + at);
            holders.put(item, more);
        }
    }

    private void remove(int item, int bucket) {
        int[] known = of(item);
        int at = Arrays.binarySearch(known, bucket);
        if (at >= 0 && known.length == 1) {
            holders.remove(item);
        } else if (at >= 0) {
            int[] fewer = new int[known.length - 1];
            System.arraycopy(known, 0, fewer, 0, at);
            System.arraycopy(known, at + 1, fewer, at, fewer.length - at);
            holders.put(item, fewer);
        }
    }
}
