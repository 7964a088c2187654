// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.crush;

import org.inkwire.wire.MalformedInputException;
import org.jspecify.annotations.Nullable;

/** Finds buckets that contain themselves. Iterative: the sender chooses a map's depth, but our stack is bounded. */
final class CrushCycles {
    private CrushCycles() {}

    static void refuse(@Nullable CrushBucket[] buckets) {
        int n = buckets.length;
        byte[] state = new byte[n];
        int[] path = new int[n];
        int[] position = new int[n];
        for (int root = 0; root < n; root++) {
            if (state[root] != 0) {
                continue;
            }
            int depth = 0;
            path[0] = root;
            state[root] = 1;
            while (depth >= 0) {
                int at = path[depth];
                CrushBucket b = buckets[at];
                if (b == null || position[at] == b.size()) {
                    state[at] = 2;
                    depth--;
                    continue;
                }
                int item = b.item(position[at]++);
                int child = -1 - item;
                if (item >= 0 || child >= n || state[child] == 2) {
                    continue;
                }
                if (state[child] == 1) {
                    throw new MalformedInputException("bucket " + item + " contains itself");
                }
                state[child] = 1;
                path[++depth] = child;
            }
        }
    }
}
