// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.inkwire.msgr.Throttle;
import org.junit.jupiter.api.Test;

class DispatchCreditTest {
    private static final int KIB = 1 << 10;

    private final Throttle throttle = new Throttle("dispatch", 64 * KIB);
    private final DispatchCredit credit = new DispatchCredit(throttle);

    @Test
    void manyMessagesTakeFromTheThrottleOnce() {
        assertThat(credit.tryTake(300)).isTrue();
        long taken = throttle.taken();
        for (int i = 0; i < 50; i++) {
            assertThat(credit.tryTake(300)).isTrue();
        }
        assertThat(throttle.taken()).isEqualTo(taken);
    }

    @Test
    void whatIsDispatchedAtOnceServesTheMessagesBehindIt() {
        assertThat(credit.tryTake(300)).isTrue();
        long taken = throttle.taken();
        for (int i = 0; i < 10_000; i++) {
            credit.give(300);
            assertThat(credit.tryTake(300)).isTrue();
        }
        assertThat(throttle.taken()).isEqualTo(taken);
    }

    @Test
    void atTheEndOfATurnTheThrottleHoldsWhatMessagesHoldAndNoMore() {
        credit.tryTake(300);
        credit.tryTake(700);
        credit.settle();
        assertThat(throttle.taken()).isEqualTo(1000);
        credit.give(300);
        credit.settle();
        assertThat(throttle.taken()).isEqualTo(700);
    }

    @Test
    void theWholeThrottleCanBeUsed() {
        int taken = 0;
        while (credit.tryTake(KIB)) {
            taken++;
        }
        assertThat(taken).isEqualTo(64);
        assertThat(throttle.taken()).isEqualTo(64 * KIB);
    }

    @Test
    void aMessageLargerThanTheThrottlePassesAlone() {
        assertThat(credit.tryTake(100 * KIB)).isTrue();
        assertThat(throttle.taken()).isEqualTo(100 * KIB);
        assertThat(credit.tryTake(1)).isFalse();
    }

    @Test
    void nothingIsKeptFromThoseWhoWait() {
        credit.tryTake(300);
        throttle.take(64 * KIB, () -> {});
        assertThat(credit.tryTake(32 * KIB)).isFalse();
        assertThat(throttle.taken()).isEqualTo(300);
    }
}
