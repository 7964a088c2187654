// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.agrona.collections.Hashing;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/** Operations without an answer, by tid. Guarded by the Objecter's {@link Gate}. */
class OpTable {
    /** The order in which they were submitted. */
    static final Comparator<Op<?>> BY_TID = Comparator.comparingLong(op -> op.tid);

    private static final int CAPACITY = 8;

    /** No: two loops may go over it at a time. */
    private static final boolean REUSE_ITERATORS = false;

    private final Long2ObjectHashMap<Op<?>> byTid =
            new Long2ObjectHashMap<>(CAPACITY, Hashing.DEFAULT_LOAD_FACTOR, REUSE_ITERATORS);

    void put(Op<?> op) {
        byTid.put(op.tid, op);
    }

    @Nullable
    Op<?> get(long tid) {
        return byTid.get(tid);
    }

    /** Does nothing if the operation is not in it. */
    void remove(Op<?> op) {
        byTid.remove(op.tid, op);
    }

    void clear() {
        byTid.clear();
    }

    boolean isEmpty() {
        return byTid.isEmpty();
    }

    int size() {
        return byTid.size();
    }

    /** Its operations in no order; a view. */
    Collection<Op<?>> all() {
        return byTid.values();
    }

    /** A copy, in the order in which they were submitted. */
    List<Op<?>> inOrder() {
        return sorted(byTid.values());
    }

    /** A copy in the order of tids. */
    static List<Op<?>> sorted(Collection<Op<?>> ops) {
        List<Op<?>> sorted = new ArrayList<>(ops);
        sorted.sort(BY_TID);
        return sorted;
    }
}
