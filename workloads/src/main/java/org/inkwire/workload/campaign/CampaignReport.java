// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.campaign;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The result of a campaign. Immutable.
 *
 * @param seeds number of completed seeds
 * @param failed reports with violations, at most {@link Campaign#FAILURES_KEPT}
 * @param failures number of seeds with violations
 * @param undetermined seeds whose second run gave a different digest
 * @param took real time
 * @param simulated virtual time of all seeds together; none on real sockets
 */
public record CampaignReport(
        long seeds,
        long failures,
        List<SeedReport> failed,
        List<Long> undetermined,
        Duration took,
        Duration simulated,
        long faults,
        long turns,
        Map<String, Long> counts) {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double SECONDS_PER_HOUR = 3600;
    /** Divisor for a campaign that took no time. */
    private static final double SHORTEST = 1e-9;

    public CampaignReport {
        failed = List.copyOf(failed);
        undetermined = List.copyOf(undetermined);
        counts = Map.copyOf(counts);
    }

    /** True if at least one seed ran, none had violations and all repeated runs agreed. */
    public boolean isClean() {
        return seeds > 0 && failures == 0 && undetermined.isEmpty();
    }

    /** A few lines. */
    @Override
    public String toString() {
        double seconds = took.toNanos() / NANOS_PER_SECOND;
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%d seeds in %.1f s (%.2f per second), ",
                seeds,
                seconds,
                seeds / Math.max(seconds, SHORTEST)));
        if (!simulated.isZero()) {
            double virtual = simulated.toNanos() / NANOS_PER_SECOND;
            text.append(String.format(
                    Locale.ROOT,
                    "%.2f hours simulated (%.1f : real time), %d turns, ",
                    virtual / SECONDS_PER_HOUR,
                    virtual / Math.max(seconds, SHORTEST),
                    turns));
        }
        text.append(faults).append(" faults\n").append(new TreeMap<>(counts)).append('\n');
        text.append(failures).append(" seeds with violations, ");
        return text.append(undetermined.size())
                .append(" not the same when run again")
                .toString();
    }
}
