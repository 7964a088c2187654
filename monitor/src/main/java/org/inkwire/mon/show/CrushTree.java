// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.show;

import java.util.ArrayList;
import java.util.List;
import org.inkwire.cluster.crush.CrushBucket;
import org.inkwire.cluster.crush.CrushMap;

/** Traverses a CRUSH map in the order Ceph's tools show it. Pure functions. */
final class CrushTree {
    private CrushTree() {}

    /** Buckets without a parent, with or without shadow trees, in the order Ceph prints them: ids from -1 down. */
    static List<Integer> roots(CrushMap crush, boolean shadows) {
        List<Integer> roots = new ArrayList<>();
        for (CrushBucket b : crush.buckets()) {
            if (crush.isShadow(b.id())) {
                if (shadows && !isInAny(crush, b.id())) {
                    roots.add(b.id());
                }
            } else if (crush.parentOf(b.id()) == null) {
                roots.add(b.id());
            }
        }
        return roots;
    }

    private static boolean isInAny(CrushMap crush, int item) {
        for (CrushBucket b : crush.buckets()) {
            if (b.indexOf(item) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** Items of a bucket as Ceph sorts them in trees: by device class, then by name; buckets after devices by name. */
    static List<Integer> sortedChildren(CrushMap crush, CrushBucket bucket) {
        List<Integer> children = new ArrayList<>();
        for (int i = 0; i < bucket.size(); i++) {
            children.add(bucket.item(i));
        }
        children.sort((a, b) -> sortKey(crush, a).compareTo(sortKey(crush, b)));
        return children;
    }

    private static String sortKey(CrushMap crush, int item) {
        if (item < 0) {
            String name = crush.name(item);
            return "_" + (name == null ? item : name);
        }
        String deviceClass = crush.classOf(item);
        return (deviceClass == null ? "" : deviceClass) + "_" + String.format("%08d", item);
    }
}
