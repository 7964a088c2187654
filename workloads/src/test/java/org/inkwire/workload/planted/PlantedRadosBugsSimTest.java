// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.planted;

import static org.assertj.core.api.Assertions.assertThat;

import org.inkwire.msgr.sim.FaultProfile;
import org.inkwire.msgr.state.StateCoverage;
import org.inkwire.workload.campaign.SeedReport;
import org.inkwire.workload.campaign.SeededRun;
import org.inkwire.workload.campaign.SimulatedRados;
import org.junit.jupiter.api.Test;

/** Does the RADOS model detect bugs? */
class PlantedRadosBugsSimTest {
    private static final SeededRun RADOS = new SimulatedRados(FaultProfile.many(), 400, new StateCoverage());

    @Test
    void aResentWriteThatHappensTwiceIsSeenAsAnObjectWithMoreThanWasWritten() {
        SeedReport found = BugHunt.find(RadosBugs::noDedup, RADOS);
        assertThat(found.violations()).anyMatch(v -> Misfit.anyIn(v, Misfit::isLarger));
    }

    @Test
    void anAckBeforeTheReplicasCommittedIsSeenAsALostWrite() {
        SeedReport found = BugHunt.find(RadosBugs::earlyAck, RADOS, 5);
        // The version of the lost write is assigned again.
        assertThat(found.violations())
                .anyMatch(v ->
                        v.contains("two changes with one version") || Misfit.anyVersionGivenAgain(v) || isOlder(v));
    }

    @Test
    void aPrimaryThatAnswersWithoutALeaseIsSeenByAReadOfAnOlderState() {
        SeedReport found = BugHunt.find(RadosBugs::staleRead, RADOS, 40);
        assertThat(found.violations()).anyMatch(PlantedRadosBugsSimTest::isOlder);
    }

    @Test
    void aWriteThatAFullOsdAcknowledgesAndDropsIsSeenAsMissing() {
        SeedReport found = BugHunt.find(RadosBugs::fullAck, RADOS, 48);
        assertThat(found.violations()).isNotEmpty();
    }

    @Test
    void aPoolThatStaysFullIsSeenByWritesThatNeverEnd() {
        SeedReport found = BugHunt.find(RadosBugs::fullForEver, RADOS, 6);
        assertThat(found.violations()).anyMatch(v -> v.contains("since faults ended"));
    }

    @Test
    void aSplitThatForgetsTheRequestsIsSeenAsAWriteThatHappensTwice() {
        SeedReport found = BugHunt.find(RadosBugs::splitWithoutReqids, RADOS, 3);
        assertThat(found.violations()).anyMatch(v -> v.startsWith("object-"));
    }

    @Test
    void aMissingObjectThatIsForgottenIsSeenAsALostWrite() {
        SeedReport found = BugHunt.find(RadosBugs::forgetsMissing, RADOS);
        assertThat(found.violations()).isNotEmpty();
    }

    @Test
    void aRequestForAMissingObjectThatDoesNotWaitForItIsSeenAsALostWrite() {
        SeedReport found = BugHunt.find(RadosBugs::doesNotWaitForMissing, RADOS, 3);
        assertThat(found.violations()).isNotEmpty();
    }

    @Test
    void aFullStoreThatReportsSuccessIsSeenAsLostWrites() {
        SeedReport found = BugHunt.find(RadosBugs::fullStoreSucceeds, RADOS, 2);
        assertThat(found.violations()).anyMatch(v -> v.startsWith("object-") || v.startsWith("osd."));
    }

    private static boolean isOlder(String violation) {
        return violation.contains("an older version than was answered before")
                || Misfit.anyIn(violation, Misfit::isOlder);
    }
}
