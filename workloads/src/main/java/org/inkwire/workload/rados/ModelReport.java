// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.rados;

import java.time.Duration;
import java.util.List;

/**
 * What a run of the model found. Immutable.
 *
 * @param acknowledged operations acknowledged
 * @param refused operations the cluster refused
 * @param unknown operations without an answer
 * @param notSent operations that never left their client
 * @param noSpace writes refused for lack of space
 * @param storesFilled how often an OSD's store was filled
 * @param osdCrashes OSDs crashed
 * @param storesLost how many of these lost their store
 * @param monitorCrashes times the monitor crashed
 * @param clientCrashes clients crashed
 * @param pgNumChanges changes of pg_num or pgp_num that the monitor accepted
 * @param longestAfter longest time that an operation took once faults had ended
 * @param violations empty if every guarantee held
 */
public record ModelReport(
        int acknowledged,
        int refused,
        int unknown,
        int notSent,
        int noSpace,
        int storesFilled,
        int osdCrashes,
        int storesLost,
        int monitorCrashes,
        int clientCrashes,
        int pgNumChanges,
        Duration longestAfter,
        List<String> violations) {
    public ModelReport {
        violations = List.copyOf(violations);
    }

    public boolean isGood() {
        return violations.isEmpty();
    }

    @Override
    public String toString() {
        return "acknowledged " + acknowledged + ", refused " + refused + ", unknown " + unknown + ", not sent "
                + notSent
                + ", no space " + noSpace + ", stores filled " + storesFilled
                + ", OSD crashes " + osdCrashes + " (" + storesLost + " with store), monitor crashes " + monitorCrashes
                + ", client crashes " + clientCrashes
                + ", pg_num changes " + pgNumChanges
                + ", longest wait after faults " + longestAfter
                + ", violations " + violations.size();
    }
}
