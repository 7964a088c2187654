// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.messenger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Outcome of one run. Immutable.
 *
 * @param nanos by the clock of the workload's center: virtual in a simulation
 * @param counts actions and their outcomes, by name
 * @param violations empty if every guarantee held
 * @param digest of everything sent, delivered and reported, in order; equal for equal seeds in a simulation
 */
public record StressResult(
        long seed, int steps, long nanos, Map<String, Long> counts, List<String> violations, long digest) {
    public StressResult {
        counts = Map.copyOf(counts);
        violations = List.copyOf(violations);
    }

    /** 0 for a name that was never counted. */
    public long count(String name) {
        return counts.getOrDefault(name, 0L);
    }

    /** This result with one more violation. */
    StressResult with(String violation) {
        List<String> more = new ArrayList<>(violations);
        more.add(violation);
        return new StressResult(seed, steps, nanos, counts, more, digest);
    }

    /** This result with one more count. */
    StressResult with(String name, long count) {
        Map<String, Long> more = new TreeMap<>(counts);
        more.put(name, count);
        return new StressResult(seed, steps, nanos, more, violations, digest);
    }

    /** A summary line, then one line per violation. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("seed " + seed + ": " + steps + " steps in " + nanos / 1_000_000
                + " ms, digest " + Long.toHexString(digest) + ", " + new TreeMap<>(counts) + ", " + violations.size()
                + " violations");
        violations.forEach(v -> text.append("\n  ").append(v));
        return text.toString();
    }
}
