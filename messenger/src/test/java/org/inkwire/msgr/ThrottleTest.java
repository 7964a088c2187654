// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.inkwire.msgr.dump.ThrottleDump;
import org.junit.jupiter.api.Test;

class ThrottleTest {
    private final Throttle throttle = new Throttle("test", 100);
    private final List<String> granted = new ArrayList<>();

    @Test
    void waitersAreGrantedInTurnAndNobodyOvertakesThem() {
        assertThat(throttle.tryTake(90)).isTrue();
        throttle.take(50, () -> granted.add("first"));
        throttle.take(10, () -> granted.add("second"));
        assertThat(granted).isEmpty();
        assertThat(throttle.tryTake(5)).as("others are already waiting").isFalse();
        throttle.give(90);
        assertThat(granted).containsExactly("first", "second");
        assertThat(throttle.taken()).isEqualTo(60);
        assertThat(throttle.tryTake(5)).isTrue();
    }

    @Test
    void anAmountAboveTheMaximumIsGrantedAlone() {
        assertThat(throttle.tryTake(1000)).isTrue();
        assertThat(throttle.tryTake(1)).isFalse();
        throttle.take(2000, () -> granted.add("large"));
        throttle.give(1000);
        assertThat(granted).containsExactly("large");
    }

    @Test
    void aWaiterThatLeftIsSkipped() {
        throttle.tryTake(100);
        Throttle.Waiter gone = throttle.take(10, () -> granted.add("gone"));
        throttle.take(10, () -> granted.add("stays"));
        assertThat(gone.cancel()).isTrue();
        throttle.give(100);
        assertThat(granted).containsExactly("stays");
        assertThat(gone.cancel()).isFalse();
    }

    @Test
    void roomThatAppearedBeforeTheWaiterQueuedUpIsNotMissed() {
        throttle.take(10, () -> granted.add("at once"));
        assertThat(granted).containsExactly("at once");
    }

    @Test
    void aMaximumOfZeroCountsWithoutBounding() {
        Throttle unbounded = new Throttle("counts", 0);
        assertThat(unbounded.tryTake(Long.MAX_VALUE / 2)).isTrue();
        assertThat(unbounded.tryTake(1)).isTrue();
        assertThat(unbounded.dump()).isEqualTo(new ThrottleDump("throttle-counts", 0, Long.MAX_VALUE / 2 + 1, 0));
    }

    @Test
    void theGaugeShowsWhatIsTakenAndWhoWaits() {
        throttle.tryTake(100);
        throttle.take(10, () -> granted.add("later"));
        assertThat(throttle.dump()).isEqualTo(new ThrottleDump("throttle-test", 100, 100, 1));
    }

    @Test
    void givingBackMoreThanWasTakenIsABug() {
        throttle.tryTake(5);
        assertThatThrownBy(() -> throttle.give(6)).isInstanceOf(AssertionError.class);
    }
}
