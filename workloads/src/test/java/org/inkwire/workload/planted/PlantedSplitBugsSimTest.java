// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.planted;

import static org.assertj.core.api.Assertions.assertThat;

import org.inkwire.msgr.state.StateCoverage;
import org.inkwire.workload.campaign.SeedReport;
import org.inkwire.workload.campaign.SeededRun;
import org.inkwire.workload.campaign.SimulatedRados;
import org.junit.jupiter.api.Test;

/** Does the RADOS model detect bugs of PGs that split and merge? */
class PlantedSplitBugsSimTest {
    private static final SeededRun SPLITS = SimulatedRados.splits(400, new StateCoverage());

    @Test
    void aMergeThatForgetsTheRequestsIsSeenAsAWriteThatHappensTwice() {
        SeedReport found = BugHunt.find(RadosBugs::mergeWithoutReqids, SPLITS, 45);
        assertThat(found.violations()).anyMatch(v -> v.startsWith("object-"));
    }

    @Test
    void aSplitThatLosesHalfOfACopyIsSeenAsLostWrites() {
        SeedReport found = BugHunt.find(RadosBugs::halfSplit, SPLITS);
        // Or by a merge, which meets an object that should not be there any more.
        assertThat(found.violations()).anyMatch(v -> v.startsWith("object-") || v.contains("_head and in "));
    }

    @Test
    void aMergeThatLosesACopyIsSeenAsLostWrites() {
        SeedReport found = BugHunt.find(RadosBugs::emptyMerge, SPLITS, 7);
        assertThat(found.violations()).anyMatch(v -> v.startsWith("object-"));
    }

    @Test
    void aCopyThatCountsAsCompleteWhileItIsFilledIsSeenByOperationsThatWait() {
        SeedReport found = BugHunt.find(RadosBugs::fillingServes, SPLITS, 70);
        assertThat(found.violations()).anyMatch(v -> v.contains("since faults ended") && v.contains(": PG 1."));
    }
}
