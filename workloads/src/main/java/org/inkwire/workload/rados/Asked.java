// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.rados;

import java.util.List;

/**
 * An operation in flight. Immutable.
 *
 * @param invoked when, as a position in the order of all events
 * @param atNanos when, by the clock of the environment's center
 */
record Asked(int id, int client, int object, List<Step> steps, long invoked, long atNanos) {
    /** The object's name in the cluster. */
    String oid() {
        return oid(object);
    }

    static String oid(int object) {
        return "object-" + object;
    }
}
