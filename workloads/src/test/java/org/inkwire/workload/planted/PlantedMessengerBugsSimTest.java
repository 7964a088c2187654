// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.planted;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.inkwire.msgr.sim.FaultProfile;
import org.inkwire.msgr.state.StateCoverage;
import org.inkwire.workload.campaign.SeedReport;
import org.inkwire.workload.campaign.SeededRun;
import org.inkwire.workload.campaign.SimulatedStress;
import org.inkwire.workload.messenger.StressProfile;
import org.junit.jupiter.api.Test;

/** Does the messenger stress detect bugs? */
class PlantedMessengerBugsSimTest {
    private static final SeededRun STRESS = new SimulatedStress(
            StressProfile.full()
                    .withNodes(2, 4)
                    .withSteps(100, Duration.ofMillis(20))
                    .withMaxDataBytes(4 << 10)
                    .withDrainLimit(Duration.ofSeconds(2500)),
            FaultProfile.many(),
            new StateCoverage());

    @Test
    void aMessageThatIsNotSentAgainAfterAReconnectIsSeenAsLost() {
        SeedReport found = BugHunt.find(MessengerBugs::droppedReplay, STRESS);
        assertThat(found.violations()).anyMatch(v -> v.matches("priority .* lost .* of .*"));
    }

    @Test
    void twoMessagesThatChangePlacesAreSeenAsOutOfOrder() {
        SeedReport found = BugHunt.find(MessengerBugs::swappedMessages, STRESS);
        assertThat(found.violations()).anyMatch(v -> v.contains(": out of order, "));
    }

    @Test
    void anAckThatIsForgottenIsSeenAsAMessageDeliveredTwice() {
        SeedReport found = BugHunt.find(MessengerBugs::forgottenAck, STRESS);
        assertThat(found.violations()).anyMatch(v -> v.contains(": delivered twice, "));
    }
}
