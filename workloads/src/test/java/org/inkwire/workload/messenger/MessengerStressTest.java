// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In the simulator. */
class MessengerStressTest {
    private static final StressProfile SMALL = StressProfile.full()
            .withNodes(4, 8)
            .withSteps(200, Duration.ofMillis(1))
            .withMaxDataBytes(64 << 10);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everySessionKeepsItsPromise(long seed) {
        StressResult result = SimulatedHosts.run(SMALL, seed);
        assertThat(result.violations()).as(result.toString()).isEmpty();
        assertThat(result.count("delivered")).isPositive();
        assertThat(result.count("marked down")).isPositive();
    }

    @Test
    void equalSeedsGiveEqualHistories() {
        StressProfile profile = SMALL.withRestarts(false);
        assertThat(SimulatedHosts.run(profile, 7)).isEqualTo(SimulatedHosts.run(profile, 7));
    }

    @Test
    void whatNeverArrivesIsAViolationAndNotAHang() {
        // A network on which hardly a handshake gets through, and no time to recover afterwards.
        StressProfile hopeless = new StressProfile(
                2,
                4,
                100,
                Duration.ofNanos(100_000),
                2,
                100,
                64,
                false,
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofMillis(1));
        assertThat(SimulatedHosts.run(hopeless, 1).violations())
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
