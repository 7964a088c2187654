// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.crush;

/** Tables that list, tree and straw buckets derive from their item weights. Ceph: {@code src/crush/builder.c}. */
final class BucketDerived {
    /** The node count is a u8 on the wire: a tree has at most 64 leaves. */
    private static final int MAX_TREE_ITEMS = 64;

    private BucketDerived() {}

    /** Entry i: weight of items 0 .. i. */
    static int[] listSums(int[] weights) {
        int[] sums = new int[weights.length];
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i];
            sums[i] = sum;
        }
        return sums;
    }

    /** In-order binary tree: leaf i is node 2i + 1, a node's weight is that of the leaves under it. */
    static int[] treeNodes(int[] weights) {
        if (weights.length == 0) {
            return new int[0];
        }
        if (weights.length > MAX_TREE_ITEMS) {
            throw new IllegalArgumentException(
                    "tree bucket of " + weights.length + " items, at most " + MAX_TREE_ITEMS);
        }
        int leaves = weights.length == 1 ? 1 : Integer.highestOneBit(weights.length - 1) << 1;
        int[] nodes = new int[2 * leaves];
        for (int i = 0; i < weights.length; i++) {
            int node = 2 * i + 1;
            nodes[node] = weights[i];
            while (node != leaves) {
                int half = Integer.lowestOneBit(node);
                // A left child has the bit above its lowest one clear.
                node = (node & half << 1) == 0 ? node + half : node - half;
                nodes[node] += weights[i];
            }
        }
        return nodes;
    }

    /**
     * Straw lengths such that the longest of randomly scaled straws falls on each item with about its share of the
     * weight (straw_calc_version 1): items are taken by ascending weight, and each step up in weight stretches the
     * straws of all items not yet passed.
     */
    static int[] straws(int[] weights) {
        int size = weights.length;
        int[] order = ascending(weights);
        int[] straws = new int[size];
        int left = size;
        double straw = 1.0;
        double below = 0;
        double lastWeight = 0;
        for (int i = 0; i < size; i++) {
            int item = order[i];
            long weight = Integer.toUnsignedLong(weights[item]);
            if (weight == 0) {
                left--;
                continue;
            }
            straws[item] = (int) (long) (straw * 0x10000);
            if (i + 1 == size) {
                break;
            }
            below += (weight - lastWeight) * left;
            left--;
            double next = left * (double) (Integer.toUnsignedLong(weights[order[i + 1]]) - weight);
            double shareBelow = below / (below + next);
            straw *= Math.pow(1.0 / shareBelow, 1.0 / left);
            lastWeight = weight;
        }
        return straws;
    }

    /** Indexes of {@code weights} in ascending order of weight, equal ones in order of index. */
    private static int[] ascending(int[] weights) {
        int[] order = new int[weights.length];
        for (int i = 0; i < order.length; i++) {
            int at = i;
            while (at > 0 && Integer.compareUnsigned(weights[order[at - 1]], weights[i]) > 0) {
                order[at] = order[at - 1];
                at--;
            }
            order[at] = i;
        }
        return order;
    }
}
