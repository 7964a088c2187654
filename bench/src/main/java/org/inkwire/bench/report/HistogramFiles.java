// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.inkwire.bench.process.Result;

/** Latencies for HdrHistogram's tools: one {@code .hgrm} of all turns (µs), one {@code .hlog} with each turn (ns). */
public final class HistogramFiles {
    private static final int TICKS_PER_HALF = 5;
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS_PER_SECOND = 1e9;

    private HistogramFiles() {}

    /**
     * @param dir exists
     * @param name of both files
     */
    public static void write(Path dir, String name, List<Result> turns) throws IOException {
        write(
                dir.resolve(name + ".hgrm"),
                out -> sum(turns).outputPercentileDistribution(out, TICKS_PER_HALF, NANOS_PER_MICRO));
        write(dir.resolve(name + ".hlog"), out -> log(turns, new HistogramLogWriter(out)));
    }

    /** A PrintStream keeps its errors to itself, and the reason too. */
    private static void write(Path file, Consumer<PrintStream> content) throws IOException {
        try (PrintStream out = new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
            content.accept(out);
            if (out.checkError()) {
                throw new FileSystemException(file.toString(), null, "cannot be written");
            }
        }
    }

    /** Of all turns, in nanoseconds. */
    public static Histogram sum(List<Result> turns) {
        Histogram all = new Histogram(Result.SIGNIFICANT_DIGITS);
        for (Result turn : turns) {
            all.add(turn.latencyNanos());
        }
        return all;
    }

    private static void log(List<Result> turns, HistogramLogWriter log) {
        log.outputLogFormatVersion();
        log.outputLegend();
        double at = 0;
        for (Result turn : turns) {
            double end = at + turn.nanos() / NANOS_PER_SECOND;
            log.outputIntervalHistogram(at, end, turn.latencyNanos(), 1);
            at = end;
        }
    }
}
