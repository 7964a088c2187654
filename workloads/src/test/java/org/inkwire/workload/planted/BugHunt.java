// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.planted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.function.Supplier;
import org.inkwire.workload.campaign.SeedReport;
import org.inkwire.workload.campaign.SeededRun;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds a seed whose run exposes a planted bug. Stateless. */
final class BugHunt {
    static final long SEEDS = 200;

    private static final Logger log = LoggerFactory.getLogger(BugHunt.class);

    private BugHunt() {}

    /** {@link #find(Supplier, SeededRun, long)} beginning with seed 1. */
    static SeedReport find(Supplier<PlantedBug> planting, SeededRun workload) {
        return find(planting, workload, 1);
    }

    /**
     * Runs one seed after another with the bug, then the seed that exposed it once more without.
     *
     * @param first the seed to begin with, after the last comes 1: a hint that saves time while the code stays as it is
     * @return the first run with violations
     */
    static SeedReport find(Supplier<PlantedBug> planting, SeededRun workload, long first) {
        SeedReport found = withBug(planting, workload, first);
        assertThat(workload.run(found.seed()).violations())
                .as("seed %d without the bug", found.seed())
                .isEmpty();
        return found;
    }

    private static SeedReport withBug(Supplier<PlantedBug> planting, SeededRun workload, long first) {
        try (PlantedBug bug = planting.get()) {
            long strikes = 0;
            for (long ahead = 0; ahead < SEEDS; ahead++) {
                long seed = (first - 1 + ahead) % SEEDS + 1;
                bug.begin(seed);
                SeedReport report = workload.run(seed);
                strikes += bug.strikes();
                if (!report.violations().isEmpty()) {
                    log.info("{} found at seed {}, struck {} times: {}", bug, seed, bug.strikes(), report.violations());
                    return report;
                }
            }
            return fail("%s struck %d times in %d seeds without being detected", bug, strikes, SEEDS);
        }
    }
}
