// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * Prints a benchmark in the format of {@code rados bench}, so that scripts written for it can parse ours: a line per
 * second, then totals, then (only ours) latency percentiles. Confined to one thread.
 */
final class BenchReport {
    private static final double MIB = 1 << 20;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int LINES_PER_HEADER = 20;

    private final PrintWriter out;
    private final long opSize;
    private final List<Double> bandwidths = new ArrayList<>();
    private final List<Double> iops = new ArrayList<>();
    private long previousFinished;
    private double previousSeconds;
    private int lines;

    /** @param opSize bytes per operation */
    BenchReport(PrintWriter out, long opSize) {
        this.out = out;
        this.opSize = opSize;
    }

    /** Prints one line; call it about once a second, starting at second 0. */
    void second(double seconds, BenchRun.Progress now) {
        if (lines % LINES_PER_HEADER == 0) {
            out.println("  sec Cur ops   started  finished  avg MB/s  cur MB/s last lat(s)  avg lat(s)");
        }
        lines++;
        long delta = now.finished() - previousFinished;
        double elapsed = seconds - previousSeconds;
        double average = seconds > 0 ? now.finished() * opSize / MIB / seconds : 0;
        double current = elapsed > 0 ? delta * opSize / MIB / elapsed : 0;
        out.printf(
                Locale.ROOT,
                "%5d %7d %9d %9d %9s %9s %11s %11s%n",
                Math.round(seconds),
                now.inFlight(),
                now.started(),
                now.finished(),
                general(average),
                general(current),
                delta > 0 ? general(now.lastNanos() / NANOS_PER_SECOND) : "-",
                delta > 0 ? general(now.averageNanos() / NANOS_PER_SECOND) : general(0));
        out.flush();
        if (elapsed > 0) {
            bandwidths.add(current);
            iops.add(delta / elapsed);
        }
        previousFinished = now.finished();
        previousSeconds = seconds;
    }

    /** The totals of a write benchmark. */
    void writeTotals(double seconds, BenchRun run) {
        long finished = run.progress().finished();
        Histogram latencies = run.latencies();
        line("Total time run:", general(seconds));
        line("Total writes made:", Long.toString(finished));
        line("Write size:", Long.toString(opSize));
        line("Object size:", Long.toString(opSize));
        line("Bandwidth (MB/sec):", general(finished * opSize / MIB / seconds));
        line("Stddev Bandwidth:", general(deviation(bandwidths)));
        line("Max bandwidth (MB/sec):", general(max(bandwidths)));
        line("Min bandwidth (MB/sec):", general(min(bandwidths)));
        rates(seconds, finished);
        line("Average Latency(s):", general(run.progress().averageNanos() / NANOS_PER_SECOND));
        line("Stddev Latency(s):", general(finished == 0 ? 0 : latencies.getStdDeviation() / NANOS_PER_SECOND));
        extremes(run);
        percentiles(latencies);
    }

    /** The totals of a read benchmark. */
    void readTotals(double seconds, BenchRun run) {
        long finished = run.progress().finished();
        line("Total time run:", general(seconds));
        line("Total reads made:", Long.toString(finished));
        line("Read size:", Long.toString(opSize));
        line("Object size:", Long.toString(opSize));
        line("Bandwidth (MB/sec):", general(finished * opSize / MIB / seconds));
        rates(seconds, finished);
        line("Average Latency(s):", general(run.progress().averageNanos() / NANOS_PER_SECOND));
        extremes(run);
        percentiles(run.latencies());
    }

    private void rates(double seconds, long finished) {
        line("Average IOPS:", Long.toString((long) (finished / seconds)));
        line("Stddev IOPS:", general(deviation(iops)));
        line("Max IOPS:", Long.toString((long) max(iops)));
        line("Min IOPS:", Long.toString((long) min(iops)));
    }

    private void extremes(BenchRun run) {
        line("Max latency(s):", general(run.maxNanos() / NANOS_PER_SECOND));
        line("Min latency(s):", general(run.minNanos() / NANOS_PER_SECOND));
    }

    private void percentiles(Histogram latencies) {
        for (double p : new double[] {50, 99, 99.9}) {
            line("p" + general(p) + " latency(s):", general(latencies.getValueAtPercentile(p) / NANOS_PER_SECOND));
        }
        out.flush();
    }

    private void line(String name, String value) {
        out.printf("%-23s %s%n", name, value);
    }

    private static double max(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    private static double min(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).min().orElse(0);
    }

    /** Sample standard deviation, 0 for fewer than two values. */
    private static double deviation(List<Double> values) {
        if (values.size() < 2) {
            return 0;
        }
        double mean = values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        double sum = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
        return Math.sqrt(sum / (values.size() - 1));
    }

    /** Six significant digits without trailing zeros, as C++ streams print a double. */
    static String general(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(value)
                .round(new MathContext(6, RoundingMode.HALF_EVEN))
                .stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent >= -4 && exponent < 6) {
            return rounded.toPlainString();
        }
        String digits = rounded.unscaledValue().abs().toString();
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        return String.format(
                Locale.ROOT,
                "%s%s%se%s%02d",
                rounded.signum() < 0 ? "-" : "",
                digits.charAt(0),
                fraction,
                exponent < 0 ? "-" : "+",
                Math.abs(exponent));
    }
}
