// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados.bench;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.inkwire.cli.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * Prints a benchmark in the format of {@code rados bench}, so that scripts written for it can parse ours: a line per
 * second, then totals, then (only ours) latency percentiles. Confined to one thread.
 */
final class BenchReport {
    private static final double MIB = 1 << 20;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int LINES_PER_HEADER = 20;

    /** Widths of the names in the totals, as in rados. */
    private static final int WRITE_NAMES = 23;

    private static final int READ_NAMES = 21;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSxx ", Locale.ROOT);

    private final PrintWriter out;
    private final @Nullable JsonWriter json;
    private final boolean times;
    private final List<Double> bandwidths = new ArrayList<>();
    private final List<Double> iops = new ArrayList<>();
    private int nameWidth = WRITE_NAMES;
    private long opSize = 1;
    private long objectSize = 1;
    private long previousFinished;
    private double previousSeconds;
    private int lines;

    /**
     * @param json null: text
     * @param times begin each line of text with the time
     */
    BenchReport(PrintWriter out, @Nullable JsonWriter json, boolean times) {
        this.out = out;
        this.json = json;
        this.times = times;
    }

    /** What a write benchmark is about to do. */
    void begin(BenchObjects objects, int concurrency, long seconds, long maxObjects, String prefix) {
        sizes(objects);
        if (json == null) {
            text("Maintaining " + concurrency + " concurrent writes of " + opSize + " bytes to objects of size "
                    + objectSize + " for up to " + seconds + " seconds or " + maxObjects + " objects");
            text("Object prefix: " + prefix);
        } else {
            json.beginObject(null)
                    .text("concurrent_ios", Integer.toString(concurrency))
                    .text("object_size", Long.toString(objectSize))
                    .text("op_size", Long.toString(opSize))
                    .text("seconds_to_run", Long.toString(seconds))
                    .text("max_objects", Long.toString(maxObjects))
                    .text("object_prefix", prefix)
                    .beginArray("datas");
        }
    }

    /** A read benchmark is about to begin. */
    void reading(BenchObjects objects) {
        nameWidth = READ_NAMES;
        sizes(objects);
        if (json != null) {
            json.beginObject(null).beginArray("datas");
        }
    }

    private void sizes(BenchObjects objects) {
        opSize = objects.opSize();
        objectSize = objects.size();
    }

    /** A remark outside of the table; not in JSON. */
    void note(String remark) {
        if (json == null) {
            out.println(remark);
        }
    }

    /** Prints one line; call it about once a second, starting at second 0. */
    void second(double seconds, BenchRun.Progress now) {
        long delta = now.finished() - previousFinished;
        double elapsed = seconds - previousSeconds;
        double average = seconds > 0 ? now.finished() * opSize / MIB / seconds : 0;
        double current = elapsed > 0 ? delta * opSize / MIB / elapsed : 0;
        if (json == null) {
            if (lines % LINES_PER_HEADER == 0) {
                text("  sec Cur ops   started  finished  avg MB/s  cur MB/s last lat(s)  avg lat(s)");
            }
            text(String.format(
                    Locale.ROOT,
                    "%5d %7d %9d %9d %9s %9s %11s %11s",
                    Math.round(seconds),
                    now.inFlight(),
                    now.started(),
                    now.finished(),
                    general(average),
                    general(current),
                    delta > 0 ? general(now.lastNanos() / NANOS_PER_SECOND) : "-",
                    delta > 0 ? general(now.averageNanos() / NANOS_PER_SECOND) : general(0)));
        } else {
            json.beginObject(null)
                    .text("sec", Long.toString(Math.round(seconds)))
                    .text("cur_ops", Long.toString(now.inFlight()))
                    .text("started", Long.toString(now.started()))
                    .text("finished", Long.toString(now.finished()))
                    .text("avg_bw", fixed(average))
                    .text("cur_bw", fixed(current))
                    .text("last_lat", fixed(delta > 0 ? now.lastNanos() / NANOS_PER_SECOND : 0))
                    .text("avg_lat", fixed(delta > 0 ? now.averageNanos() / NANOS_PER_SECOND : 0))
                    .end();
        }
        lines++;
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
        totals("writes", "write_size", seconds, finished);
        value("Stddev Bandwidth:", "stddev_bandwidth", deviation(bandwidths));
        value("Max bandwidth (MB/sec):", "max_bandwidth", max(bandwidths));
        value("Min bandwidth (MB/sec):", "min_bandwidth", min(bandwidths));
        rates(seconds, finished);
        value("Average Latency(s):", "average_latency", run.progress().averageNanos() / NANOS_PER_SECOND);
        value(
                "Stddev Latency(s):",
                "stddev_latency",
                finished == 0 ? 0 : latencies.getStdDeviation() / NANOS_PER_SECOND);
        extremes(run);
    }

    /** The totals of a read benchmark. */
    void readTotals(double seconds, BenchRun run) {
        long finished = run.progress().finished();
        totals("reads", "read_size", seconds, finished);
        rates(seconds, finished);
        value("Average Latency(s):", "average_latency", run.progress().averageNanos() / NANOS_PER_SECOND);
        extremes(run);
    }

    /** Ends the report. */
    void end() {
        if (json != null) {
            json.end().finish();
        }
    }

    private void totals(String what, String sizeKey, double seconds, long finished) {
        if (json != null) {
            json.end();
        }
        value("Total time run:", "total_time_run", seconds);
        count("Total " + what + " made:", "total_" + what + "_made", finished);
        count(sizeKey.equals("read_size") ? "Read size:" : "Write size:", sizeKey, opSize);
        count("Object size:", "object_size", objectSize);
        value("Bandwidth (MB/sec):", "bandwidth", finished * opSize / MIB / seconds);
    }

    private void rates(double seconds, long finished) {
        count("Average IOPS:", "average_iops", (long) (finished / seconds));
        value("Stddev IOPS:", "stddev_iops", deviation(iops));
        count("Max IOPS:", "max_iops", (long) max(iops));
        count("Min IOPS:", "min_iops", (long) min(iops));
    }

    private void extremes(BenchRun run) {
        value("Max latency(s):", "max_latency", run.maxNanos() / NANOS_PER_SECOND);
        value("Min latency(s):", "min_latency", run.minNanos() / NANOS_PER_SECOND);
        for (double p : new double[] {50, 99, 99.9}) {
            value(
                    "p" + general(p) + " latency(s):",
                    "p" + general(p) + "_latency",
                    run.latencies().getValueAtPercentile(p) / NANOS_PER_SECOND);
        }
        out.flush();
    }

    private void value(String name, String key, double value) {
        line(name, key, general(value), fixed(value));
    }

    private void count(String name, String key, long value) {
        line(name, key, Long.toString(value), Long.toString(value));
    }

    private void line(String name, String key, String shown, String exact) {
        if (json == null) {
            out.printf("%-" + nameWidth + "s %s%n", name, shown);
        } else {
            json.text(key, exact);
        }
    }

    private void text(String line) {
        out.println(times ? TIME.format(ZonedDateTime.now(ZoneId.systemDefault())) + line : line);
    }

    private static String fixed(double value) {
        return String.format(Locale.ROOT, "%.6f", value);
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
