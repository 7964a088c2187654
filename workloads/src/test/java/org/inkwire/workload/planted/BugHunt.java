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
    static final long LAST_SEED = 200;

    private static final Logger log = LoggerFactory.getLogger(BugHunt.class);

    private BugHunt() {}

    /**
     * Runs one seed after another with the bug, then the seed that exposed it once more without.
     *
     * @return the first run with violations
     */
    static SeedReport find(Supplier<PlantedBug> planting, SeededRun workload) {
        SeedReport found = withBug(planting, workload);
        assertThat(workload.run(found.seed()).violations())
                .as("seed %d without the bug", found.seed())
                .isEmpty();
        return found;
    }

    private static SeedReport withBug(Supplier<PlantedBug> planting, SeededRun workload) {
        try (PlantedBug bug = planting.get()) {
            long strikes = 0;
            for (long seed = 1; seed <= LAST_SEED; seed++) {
                bug.begin(seed);
                SeedReport report = workload.run(seed);
                strikes += bug.strikes();
                if (!report.violations().isEmpty()) {
                    log.info("found at seed {}, struck {} times: {}", seed, bug.strikes(), report.violations());
                    return report;
                }
            }
            return fail("struck %d times in %d seeds without being detected", strikes, LAST_SEED);
        }
    }
}
