// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShellTimesTest {
    @Test
    void userAndSystemTimeAreAddedUp() {
        assertThat(ShellTimes.nanos("1m1.50s 0m0.25s")).hasValue(61_750_000_000L);
        assertThat(ShellTimes.nanos("  0m0.210000s 0m0.060000s ")).hasValue(270_000_000);
        assertThat(ShellTimes.nanos("0m2s 0m0s")).hasValue(2_000_000_000);
    }

    @Test
    void otherLinesAreNone() {
        assertThat(ShellTimes.nanos("Total time run: 1")).isEmpty();
        assertThat(ShellTimes.nanos("0m1.2.3s 0m0s")).isEmpty();
        assertThat(ShellTimes.ofChild(List.of("a", "b"))).isEmpty();
    }

    @Test
    void theChildsTimeIsTheLastLine() {
        assertThat(ShellTimes.ofChild(List.of("some output", "0m1.00s 0m0.00s", "0m0.50s 0m0.25s")))
                .hasValue(750_000_000);
    }
}
