// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CpuWatchTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void whatIsNotKnownOthersHaveUsed() {
        assertThat(CpuWatch.share(3 * SECOND, 2 * SECOND, SECOND, 4)).isEqualTo(0.25);
        assertThat(CpuWatch.share(SECOND, 2 * SECOND, SECOND, 4)).isZero();
    }

    @Test
    void aTurnIsDisturbedFromATwentiethOfTheCpusAndNotIfThatIsUnknown() {
        assertThat(CpuWatch.isDisturbed(0.06)).isTrue();
        assertThat(CpuWatch.isDisturbed(0.05)).isFalse();
        assertThat(CpuWatch.isDisturbed(Double.NaN)).isFalse();
    }
}
