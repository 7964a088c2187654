// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.msgr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ThrowingRunnable;
import org.inkwire.msgr.event.EventDriver;
import org.inkwire.testkit.machine.Needs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Base of the contracts for messengers on one event driver. */
abstract class DriverContract {
    TestMessengers messengers;

    protected abstract EventDriver driver();

    @BeforeEach
    void start() {
        String cause = driver().unavailabilityCause();
        Needs.skipIf(cause == null ? null : driver().name() + " cannot run here: " + cause);
        messengers = newMessengers();
    }

    TestMessengers newMessengers() {
        return new TestMessengers(driver(), 2);
    }

    @AfterEach
    void nothingIsLeft() {
        if (messengers != null) {
            messengers.close();
        }
    }

    static void eventually(ThrowingRunnable condition) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .atMost(TestMessengers.PATIENCE)
                .untilAsserted(condition);
    }

    /** Blocks the calling thread until the latch opens. */
    static void waitFor(CountDownLatch latch) {
        try {
            assertThat(latch.await(TestMessengers.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
