// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.LongStream;
import org.inkwire.msgr.sim.FaultProfile;
import org.inkwire.msgr.sim.Seeds;
import org.inkwire.msgr.state.StateCoverage;
import org.inkwire.workload.campaign.SeedReport;
import org.inkwire.workload.campaign.SimulatedStress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The messenger stress in the simulator. */
class MessengerStressTest {
    private static final StressProfile SMALL = StressProfile.full()
            .withNodes(4, 8)
            .withSteps(200, Duration.ofMillis(20))
            .withMaxDataBytes(64 << 10)
            .withDrainLimit(Duration.ofSeconds(2500));

    static LongStream seeds() {
        return Seeds.range(1, 3);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everySessionKeepsItsPromise(long seed) {
        SeedReport report = new SimulatedStress(SMALL, FaultProfile.many(), new StateCoverage()).run(seed);
        assertThat(report.violations()).as(report.toString()).isEmpty();
        assertThat(report.counts()).containsKeys("delivered", "marked down", "restarts");
    }

    @Test
    void equalSeedsGiveEqualHistories() {
        SimulatedStress stress = new SimulatedStress(SMALL, FaultProfile.many(), new StateCoverage());
        assertThat(stress.run(7)).isEqualTo(stress.run(7));
    }

    @Test
    void whatNeverArrivesIsAViolationAndNotAHang() {
        // A network on which few handshakes succeed, and no time to recover afterwards.
        StressProfile hopeless = new StressProfile(
                new StressProfile.Size(2, 4, 100, Duration.ofNanos(100_000)),
                new StressProfile.Traffic(100, 64),
                new StressProfile.Roughness(2, false, false, false),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofMillis(1));
        assertThat(new SimulatedStress(hopeless, FaultProfile.none(), new StateCoverage())
                        .run(1)
                        .violations())
                .isNotEmpty()
                .anySatisfy(v -> assertThat(v).contains("not drained within 1 ms: #"));
    }

    @Test
    void aProfileOutOfRangeIsRefused() {
        assertThatThrownBy(() -> SMALL.withNodes(1, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 servers, 4 clients, 200 steps");
        assertThatThrownBy(() -> SMALL.withOneFailureIn(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one failure in -1");
    }
}
