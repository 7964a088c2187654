// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class IdlingTest {
    private long now = 7;

    private Idling idling(WaitStrategy waiting) {
        return new Idling(waiting, () -> now);
    }

    @Test
    void aParkingThreadParksWheneverItHasNoWork() {
        Idling idling = idling(WaitStrategy.park());
        assertThat(idling.mayPark()).isTrue();
        idling.passed(3);
        assertThat(idling.mayPark()).isTrue();
    }

    @Test
    void aSpinningThreadNeverParks() {
        Idling idling = idling(WaitStrategy.spin());
        for (int pass = 0; pass < 1000; pass++) {
            idling.passed(0);
            now += Duration.ofDays(1).toNanos();
            assertThat(idling.mayPark()).isFalse();
        }
    }

    @Test
    void spinningEndsWhenTheCapIsReached() {
        Idling idling = idling(WaitStrategy.spinThenPark(Duration.ofNanos(100)));
        assertThat(idling.mayPark()).isFalse();
        idling.passed(0);
        now += 99;
        idling.passed(0);
        assertThat(idling.mayPark()).isFalse();
        now += 1;
        idling.passed(0);
        assertThat(idling.mayPark()).isTrue();
    }

    @Test
    void aPassThatParkedInVainDoesNotStartTheSpinningAnewButWorkDoes() {
        Idling idling = idling(WaitStrategy.spinThenPark(Duration.ofNanos(100)));
        idling.passed(0);
        now += 100;
        idling.passed(0);
        idling.passed(0);
        assertThat(idling.mayPark()).isTrue();

        idling.passed(1);
        assertThat(idling.mayPark()).isFalse();
        idling.passed(0);
        now += 50;
        idling.passed(1);
        idling.passed(0);
        now += 99;
        idling.passed(0);
        assertThat(idling.mayPark()).isFalse();
    }

    @Test
    void aNegativeCapIsRefused() {
        assertThatThrownBy(() -> WaitStrategy.spinThenPark(Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
    }
}
