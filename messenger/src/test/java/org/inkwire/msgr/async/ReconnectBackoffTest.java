// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReconnectBackoffTest {
    private static final Duration INITIAL = Duration.ofMillis(200);
    private static final Duration MAX = Duration.ofMillis(1500);

    private final ReconnectBackoff backoff = new ReconnectBackoff(INITIAL, MAX);

    @Test
    void theFirstFaultOfASessionIsFollowedByAReconnectAtOnce() {
        backoff.ready();
        assertThat(backoff.afterReady()).isZero();
    }

    @Test
    void everyFaultAfterProgressIsFollowedByAReconnectAtOnce() {
        for (int i = 0; i < 5; i++) {
            backoff.ready();
            backoff.progressed();
            assertThat(backoff.afterReady()).isZero();
        }
    }

    @Test
    void sessionsThatGetNowhereWaitLongerEachTimeAlthoughTheyGetReady() {
        backoff.ready();
        assertThat(backoff.afterReady()).isZero();
        for (int millis : new int[] {200, 400, 800, 1500, 1500}) {
            backoff.ready();
            assertThat(backoff.afterReady()).isEqualTo(Duration.ofMillis(millis));
        }
    }

    @Test
    void progressEndsTheWaiting() {
        backoff.afterReady();
        backoff.afterReady();
        backoff.afterReady();
        backoff.progressed();
        assertThat(backoff.afterReady()).isZero();
        assertThat(backoff.afterReady()).isEqualTo(INITIAL);
    }

    @Test
    void attemptsThatDoNotGetReadyDoubleTheirDelayUpToTheMaximum() {
        for (int millis : new int[] {200, 400, 800, 1500, 1500}) {
            assertThat(backoff.afterConnecting()).isEqualTo(Duration.ofMillis(millis));
        }
        backoff.ready();
        assertThat(backoff.afterConnecting()).isEqualTo(INITIAL);
    }

    @Test
    void afterWaitThePeerGetsTheMaximum() {
        assertThat(backoff.afterWait()).isEqualTo(MAX);
    }
}
