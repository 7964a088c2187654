// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.inkwire.msgr.posix.SelectDriver;
import org.junit.jupiter.api.Test;

class MessengerStressIT {
    private static final long SEED = Long.getLong("inkwire.seed", 1);

    private static StressResult run(StressProfile profile) {
        return SharedStack.run(profile, SEED, new SelectDriver(), 2)
                .toCompletableFuture()
                .orTimeout(120, TimeUnit.SECONDS)
                .join();
    }

    @Test
    void withoutFaultsEverySessionKeepsItsPromise() {
        StressResult result = run(StressProfile.full()
                .withNodes(4, 8)
                .withSteps(300, Duration.ofMillis(1))
                .withOneFailureIn(0));
        System.out.println(result);
        assertThat(result.violations()).isEmpty();
        assertThat(result.count("delivered")).isPositive();
    }

    @Test
    void withFailingSocketsEverySessionKeepsItsPromise() {
        StressResult result = run(
                StressProfile.full().withNodes(4, 8).withSteps(Integer.getInteger("steps", 300), Duration.ofMillis(1)));
        System.out.println(result);
        assertThat(result.violations()).isEmpty();
        assertThat(result.count("delivered")).isPositive();
    }
}
