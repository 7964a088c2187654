// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.campaign;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One seed's run. Immutable.
 *
 * @param digest of everything that happened; equal when a seed is run again in the simulator
 * @param violations empty if every guarantee held
 * @param simulated virtual time; none on real sockets
 * @param faults number of faults injected
 * @param turns event center turns
 * @param counts the workload's own counts, by name
 * @param lastEvents of the simulation, only if there are violations
 */
public record SeedReport(
        long seed,
        long digest,
        List<String> violations,
        Duration simulated,
        long faults,
        long turns,
        Map<String, Long> counts,
        List<String> lastEvents) {
    public SeedReport {
        violations = List.copyOf(violations);
        counts = Map.copyOf(counts);
        lastEvents = List.copyOf(lastEvents);
    }

    /** The last events and the violations, a line each. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(
                "seed " + seed + " broke " + violations.size() + " promises, digest " + Long.toHexString(digest));
        lastEvents.forEach(line -> text.append("\n    ").append(line));
        violations.forEach(line -> text.append("\n  ").append(line));
        return text.toString();
    }
}
