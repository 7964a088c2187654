// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.HdrHistogram.Histogram;
import org.inkwire.bench.process.Result;
import org.junit.jupiter.api.Test;

/** What the command and a contestant's processes say to each other. */
class LinesTest {
    @Test
    void anOrderIsReadAsItWasWritten() {
        Order order = new Order(4096, 16, 8, 7, 64, 5000, 1500);
        assertThat(order.line()).isEqualTo("run 4096 16 8 7 64 5000 1500");
        assertThat(Order.parse(order.line())).isEqualTo(order);
    }

    @Test
    void otherLinesAreRefused() {
        assertThatThrownBy(() -> Order.parse("run 1 2 3")).hasMessage("what is: run 1 2 3");
        assertThatThrownBy(() -> Order.parse("stop 1 2 3 4 5 6 7")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Result.parse("ready")).hasMessage("not a result: ready");
        assertThatThrownBy(() -> Result.parse("result messages=1")).hasMessage("a result without nanos");
    }

    @Test
    void aResultKeepsItsHistogram() {
        Histogram latency = new Histogram(Result.SIGNIFICANT_DIGITS);
        latency.recordValueWithCount(15_000, 990);
        latency.recordValueWithCount(4_000_000, 10);
        Result read = Result.parse(new Result(8000, 1_000_000_000, 3, 512, latency).line());
        assertThat(read.messages()).isEqualTo(8000);
        assertThat(read.nanos()).isEqualTo(1_000_000_000);
        assertThat(read.lost()).isEqualTo(3);
        assertThat(read.allocatedBytes()).isEqualTo(512);
        assertThat(read.latencyNanos().getTotalCount()).isEqualTo(1000);
        assertThat(read.latencyNanos().getValueAtPercentile(50)).isBetween(14_985L, 15_015L);
        assertThat(read.latencyNanos().getValueAtPercentile(99.9)).isBetween(3_996_000L, 4_004_000L);
    }
}
