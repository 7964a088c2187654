// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.op;

import org.inkwire.store.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * Outcome of a request. Outputs and per-op results are in its ops.
 *
 * @param result 0 or more, or a negative errno: the reply's result
 * @param transaction given: apply or release it; null if nothing changes
 * @param before the object before; null if there was none
 * @param after the object afterwards; null if there is none then
 * @param userVersion for the reply
 * @param logged the PG logs the request under {@link OpRequest#atVersion}, so that a resent one gets the same answer:
 *     any write that was executed, including one that failed or changed nothing
 */
public record OpResult(
        int result,
        @Nullable Transaction transaction,
        @Nullable ObjectInfo before,
        @Nullable ObjectInfo after,
        long userVersion,
        boolean logged) {
    /** The request fails without reading or changing anything. */
    public static OpResult refused(int result) {
        return new OpResult(result, null, null, null, 0, false);
    }

    /** The request changes the object: replicas must apply its transaction. */
    public boolean changes() {
        return transaction != null;
    }

    /** The request removes the object: its log entry is a delete. */
    public boolean deletes() {
        return transaction != null && after == null;
    }
}
