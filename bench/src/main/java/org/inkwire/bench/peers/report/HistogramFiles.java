// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.inkwire.bench.peers.run.Standing;
import org.inkwire.bench.peers.run.Turn;

/** Latencies for HdrHistogram's tools: one {@code .hgrm} of all turns (µs), one {@code .hlog} with each turn (ns). */
public final class HistogramFiles {
    private static final int TICKS_PER_HALF = 5;
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS_PER_SECOND = 1e9;

    private HistogramFiles() {}

    /** @param dir exists */
    public static void write(List<Standing> standings, Path dir) throws IOException {
        for (Standing s : standings) {
            String name = s.contestant().name() + "." + s.shape().name();
            try (PrintStream out = stream(dir.resolve(name + ".hgrm"))) {
                s.latencyNanos().outputPercentileDistribution(out, TICKS_PER_HALF, NANOS_PER_MICRO);
            }
            try (PrintStream out = stream(dir.resolve(name + ".hlog"))) {
                log(s, new HistogramLogWriter(out));
            }
        }
    }

    private static void log(Standing s, HistogramLogWriter log) {
        log.outputLogFormatVersion();
        log.outputLegend();
        double at = 0;
        for (Turn turn : s.turns()) {
            Histogram latency = turn.result().latencyNanos();
            double end = at + turn.result().nanos() / NANOS_PER_SECOND;
            log.outputIntervalHistogram(at, end, latency, 1);
            at = end;
        }
    }

    private static PrintStream stream(Path file) throws IOException {
        return new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8);
    }
}
