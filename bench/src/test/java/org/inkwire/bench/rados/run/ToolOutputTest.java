// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.rados.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Totals as Ceph 16.2.15 prints them. */
class ToolOutputTest {
    private static final List<String> WRITE = List.of(
            "hints = 1",
            "Maintaining 16 concurrent writes of 4096 bytes to objects of size 4096 for up to 1 seconds or 100000 objects",
            "Object prefix: benchmark_data_vm_26732",
            "  sec Cur ops   started  finished  avg MB/s  cur MB/s last lat(s)  avg lat(s)",
            "    1      13      1451      1438   5.58759   5.61719   0.0125085   0.0110855",
            "Total time run:         1.02811",
            "Total writes made:      1451",
            "Write size:             4096",
            "Average IOPS:           1411",
            "Average Latency(s):     0.0111806",
            "Stddev Latency(s):      0.00764232",
            "Max latency(s):         0.0423842",
            "Min latency(s):         0.000388439",
            "0m0.000000s 0m0.000000s",
            "0m0.210000s 0m0.060000s");

    @Test
    void aWriteRunIsRead() {
        Sample sample = ToolOutput.parse("rados", WRITE);
        assertThat(sample.result().messages()).isEqualTo(1451);
        assertThat(sample.result().nanos()).isEqualTo(1_028_110_000);
        assertThat(sample.meanNanos()).isCloseTo(11_180_600, within(1.0));
        assertThat(sample.maxNanos()).isCloseTo(42_384_200, within(1.0));
        assertThat(sample.p99Nanos()).isNaN();
        assertThat(sample.result().latencyNanos().getTotalCount()).isZero();
        assertThat(sample.cpuNanos()).isEqualTo(270_000_000);
    }

    @Test
    void percentilesOfOursAreRead() {
        Sample sample = ToolOutput.parse(
                "inkwire rados bench",
                List.of(
                        "Total time run:       2",
                        "Total reads made:     10",
                        "Average Latency(s):   0.001",
                        "Max latency(s):       0.009",
                        "p50 latency(s):       0.0005",
                        "p99 latency(s):       0.008",
                        "0m0.00s 0m0.00s",
                        "1m1.50s 0m0.25s"));
        assertThat(sample.result().messages()).isEqualTo(10);
        assertThat(sample.p50Nanos()).isCloseTo(500_000, within(1.0));
        assertThat(sample.p99Nanos()).isCloseTo(8_000_000, within(1.0));
        assertThat(sample.cpuNanos()).isEqualTo(61_750_000_000L);
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatThrownBy(() -> ToolOutput.parse("rados", WRITE.subList(0, 6)))
                .hasMessage("rados did not print: Total reads made");
        assertThatThrownBy(() -> ToolOutput.parse("rados", List.of("Total writes made: 0", "Total time run: 1")))
                .hasMessage("rados made no operation");
        assertThatThrownBy(() -> ToolOutput.parse("rados", List.of("Total writes made: many")))
                .hasMessage("rados printed Total writes made: many");
        List<String> oddPercentile = new ArrayList<>(WRITE);
        oddPercentile.add("p50 latency(s): few");
        assertThatThrownBy(() -> ToolOutput.parse("rados", oddPercentile))
                .hasMessage("rados printed p50 latency(s): few");
    }
}
