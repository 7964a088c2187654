// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.inkwire.msgr.posix.SelectDriver;
import org.inkwire.msgr.sim.Seeds;
import org.inkwire.msgr.state.StateCoverage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On real sockets and threads: small, because runs are not repeatable. */
class MessengerStressIT {
    private static final long SEED = Seeds.or(1);

    @ParameterizedTest(name = "one failure in {0}")
    @ValueSource(ints = {0, 30})
    void everySessionKeepsItsPromiseOnRealSockets(int oneFailureIn) {
        StressProfile profile = StressProfile.full()
                .withNodes(4, 8)
                .withSteps(300, Duration.ofMillis(1))
                .withOneFailureIn(oneFailureIn);

        StressResult result = SharedStack.run(profile, SEED, new SelectDriver(), 2, new StateCoverage())
                .toCompletableFuture()
                .orTimeout(5, TimeUnit.MINUTES)
                .join();

        assertThat(result.violations()).as(result.toString()).isEmpty();
        assertThat(result.steps()).isEqualTo(300);
        assertThat(result.count("delivered")).isPositive();
        // Of encoders, decoders and handlers that throw.
        assertThat(result.count("bombs")).isPositive();
    }
}
