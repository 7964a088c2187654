// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CurveTest {
    private final Curve curve = new Curve("cost", "things", "µs");

    @Test
    void theExponentIsThePowerOfTheInputThatTheCostFollows() {
        for (int n : new int[] {1, 10, 100, 1000}) {
            curve.add(n, 3.0 * n * n);
        }
        assertThat(curve.exponent()).isCloseTo(2, within(1e-9));
    }

    @Test
    void theLastExponentLeavesFixedCostsOut() {
        for (int n : new int[] {1, 10, 100_000, 1_000_000}) {
            curve.add(n, 1000 + n);
        }
        assertThat(curve.exponent()).isLessThan(0.6);
        assertThat(curve.lastExponent()).isCloseTo(1, within(0.01));
    }

    @Test
    void onePointHasNoSlope() {
        curve.add(1, 1);
        assertThat(curve.exponent()).isNaN();
    }
}
