// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.inkwire.cli.JsonWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchReportTest {
    private final StringWriter text = new StringWriter();
    private final PrintWriter out = new PrintWriter(text);
    private final BenchReport report = reading(new BenchReport(out, null, false));

    private static BenchReport reading(BenchReport report) {
        report.reading(new BenchObjects(4096, 4096, 1, 1));
        return report;
    }

    /** Left: printed by rados 16.2.15 for these values. */
    @ParameterizedTest
    @CsvSource({
        "0.343636, 0.34363619",
        "3.2434, 3.24339990",
        "0.00608343, 0.006083432",
        "122.312, 122.3124",
        "0.00018331, 0.00018331",
        "971, 971.0",
        "0, 0",
        "1e+06, 1000000",
        "1.23457e+06, 1234567",
        "1.2e-05, 0.000012",
        "-2.5, -2.5"
    })
    void numbersHaveSixSignificantDigitsAndNoTrailingZeros(String printed, double value) {
        assertThat(BenchReport.general(value)).isEqualTo(printed);
    }

    @Test
    void aSecondIsOneLineInTheColumnsOfRadosBench() {
        report.second(0, new BenchRun.Progress(10, 10, 0, 0));
        report.second(1, new BenchRun.Progress(104, 98, 6_083_430, 180_943_000));

        assertThat(text.toString().lines())
                .containsExactly(
                        "  sec Cur ops   started  finished  avg MB/s  cur MB/s last lat(s)  avg lat(s)",
                        "    0       0        10        10         0         0           0           0",
                        "    1       6       104        98  0.382812   0.34375  0.00608343    0.180943");
    }

    @Test
    void aSecondInWhichNothingFinishedHasNoLatency() {
        report.second(0, new BenchRun.Progress(16, 0, 0, 0));

        assertThat(text.toString().lines())
                .element(1)
                .isEqualTo("    0      16        16         0         0         0           -           0");
    }

    @Test
    void theJsonFormIsOneDocument() {
        BenchReport json = reading(new BenchReport(out, JsonWriter.of("json", out), false));
        json.second(0, new BenchRun.Progress(10, 10, 0, 0));
        json.note("not in JSON");
        BenchRun run = BenchRun.start(i -> CompletableFuture.completedFuture(i), 1, Duration.ofDays(1), 2, () -> 0);
        json.readTotals(1, run);
        json.end();

        assertThat(text.toString())
                .startsWith("{\"datas\":[{\"sec\":\"0\",\"cur_ops\":\"0\",\"started\":\"10\",\"finished\":\"10\","
                        + "\"avg_bw\":\"0.000000\"")
                .contains("}],\"total_time_run\":\"1.000000\",\"total_reads_made\":\"2\",\"read_size\":\"4096\"")
                .endsWith("}");
    }
}
