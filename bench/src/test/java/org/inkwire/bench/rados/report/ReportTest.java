// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.rados.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.inkwire.bench.process.Result;
import org.inkwire.bench.rados.plan.Load;
import org.inkwire.bench.rados.plan.Shape;
import org.inkwire.bench.rados.run.Kind;
import org.inkwire.bench.rados.run.Sample;
import org.inkwire.bench.rados.run.Standing;
import org.inkwire.bench.rados.run.Turn;
import org.junit.jupiter.api.Test;

/** What recorded turns are shown as. */
class ReportTest {
    private static final Shape SHAPE = new Shape(3, Load.WRITE, 4096, 16);
    private static final long SECOND = 1_000_000_000;

    private static Turn turn(long ops, double p99Nanos, long clientCpu, long osdCpu, double others) {
        Histogram latency = new Histogram(Result.SIGNIFICANT_DIGITS);
        Result result = new Result(ops, SECOND, 0, 0, latency);
        return turn(result, p99Nanos, clientCpu, osdCpu, others);
    }

    private static Turn turn(Result result, double p99Nanos, long clientCpu, long osdCpu, double others) {
        Sample sample = new Sample(result, 500_000, p99Nanos / 2, p99Nanos, 9_000_000, clientCpu);
        return new Turn(sample, Map.of("osd.0", osdCpu, "mon.a", 0L), others);
    }

    private static Standing standing(String cluster, Kind kind, Turn... turns) {
        Standing standing = new Standing(cluster, kind, SHAPE);
        standing.turns().addAll(List.of(turns));
        return standing;
    }

    private static final Outcome OUTCOME = new Outcome(
            List.of(
                    standing(
                            "ours",
                            Kind.INKWIRE,
                            turn(2000, 1_000_000, 100_000_000, 300_000_000, 0),
                            turn(4000, 2_000_000, 200_000_000, 600_000_000, 0.2),
                            turn(3000, 3_000_000, 150_000_000, 450_000_000, 0)),
                    standing("ours", Kind.LIBRADOS, turn(2000, 4_000_000, 50_000_000, 300_000_000, 0)),
                    standing("ours", Kind.RADOS_BENCH, turn(1500, Double.NaN, 150_000_000, 300_000_000, 0)),
                    standing("real", Kind.INKWIRE, turn(1000, 4_000_000, 50_000_000, 300_000_000, 0))),
            List.of(standing("ours", Kind.RADOS_BENCH, turn(500, Double.NaN, 50_000_000, 1, 0))),
            List.of(
                    standing("ours", Kind.INKWIRE_BENCH, turn(900, 5_000_000, 900_000_000, 1, 0)),
                    standing("ours", Kind.RADOS_BENCH, turn(1000, Double.NaN, 100_000_000, 1, 0))),
            List.of("NOT MEASURED: something"),
            "a machine",
            "how");

    @Test
    void theTableShowsMediansTheirSpreadAndRatios() {
        assertThat(MarkdownTable.of(OUTCOME))
                .contains("a machine. how")
                .contains("- NOT MEASURED: something")
                .contains(
                        "| write 4 KiB, 16 in flight, 3 copies | ours | **Inkwire** | 3000 (2000–4000) | 12.3 | 500 | 1000"
                                + " | 2000 | 9000 | 50.0 | – | mon.a 0.000, osd.0 150 | 1.50 / 0.50 / 2.00 | 2.00 / – / 0.50"
                                + " | 3.00 / 0.50 / 0.50 |")
                .contains("| ours | librados (C) | 2000 | 8.19 |")
                .contains("| rados bench (Debian) | 1500 | 6.14 | 500 | – | – | 9000 | 100 |")
                .contains("In 1 of 6 turns, other processes used more than 5 % of the CPUs.");
    }

    @Test
    void whatOthersUsedMayBeUnknownAndWhatAClientAllocatesKnown() throws Exception {
        Result result = new Result(1000, SECOND, 0, 2_500_000, new Histogram(Result.SIGNIFICANT_DIGITS));
        Standing standing = standing("ours", Kind.INKWIRE, turn(result, 1_000_000, 50_000_000, 1, Double.NaN));
        Outcome outcome = new Outcome(List.of(standing), List.of(), List.of(), List.of(), "a machine", "how");
        assertThat(MarkdownTable.of(outcome))
                .contains("In 0 of 1 turns, other processes used more than 5 % of the CPUs; in 1, what they used is"
                        + " unknown.")
                .contains("| 9000 | 50.0 | 2500 |");
        JsonNode turn = new ObjectMapper().readTree(JsonFigures.of(outcome)).at("/standings/0/turns/0");
        assertThat(turn.has("others_share_of_cpus")).isFalse();
        assertThat(turn.at("/client_allocated_bytes").asLong()).isEqualTo(2_500_000);
    }

    @Test
    void newProcessesAreComparedWithDebiansAndTheFirstLoadWithLaterOnes() {
        assertThat(MarkdownTable.of(OUTCOME))
                .contains("| first: write 4 KiB, 16 in flight, 3 copies | ours | rados bench (Debian) | 500 |")
                .containsPattern("first: .* \\| – \\| 0.50 \\|\n")
                .containsPattern("inkwire rados bench \\| 900 .* \\| 0.90 / – / 10.00 \\| – \\|\n");
    }

    @Test
    void theFiguresHoldEveryTurn() throws Exception {
        JsonNode figures = new ObjectMapper().readTree(JsonFigures.of(OUTCOME));
        assertThat(figures.at("/standings/0/cluster").asText()).isEqualTo("ours");
        assertThat(figures.at("/standings/0/client").asText()).isEqualTo("inkwire");
        assertThat(figures.at("/standings/0/ops_per_second").asDouble()).isEqualTo(3000);
        assertThat(figures.at("/standings/0/disturbed_turns").asInt()).isOne();
        assertThat(figures.at("/standings/0/turns")).hasSize(3);
        assertThat(figures.at("/standings/0/turns/1/daemon_cpu_nanos/osd.0").asLong())
                .isEqualTo(600_000_000);
        assertThat(figures.at("/standings/2/turns/0").has("p99_nanos")).isFalse();
        assertThat(figures.at("/fresh")).hasSize(2);
        assertThat(figures.at("/first/0/in_flight").asInt()).isEqualTo(16);
    }
}
