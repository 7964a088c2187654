// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.rados.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;
import org.inkwire.bench.process.Result;
import org.inkwire.cli.Failure;

/**
 * The totals that {@code rados bench} prints, Debian's or ours, and the line of the shell's {@code times} behind them.
 * Ceph: {@code src/common/obj_bencher.cc}, v16.2.15.
 */
final class ToolOutput {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int SECONDS_PER_MINUTE = 60;
    private static final Pattern TIMES = Pattern.compile("(\\d+)m([\\d.]+)s (\\d+)m([\\d.]+)s");

    private ToolOutput() {}

    /** @throws Failure if a total is missing or there were no operations */
    static Sample parse(String name, List<String> lines) {
        Map<String, String> totals = new HashMap<>();
        long cpu = 0;
        for (String line : lines) {
            int colon = line.indexOf(':');
            Matcher times = TIMES.matcher(line.strip());
            if (times.matches()) {
                // The last of two is of the shell's children.
                cpu = cpuNanos(times);
            } else if (colon > 0) {
                totals.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        }
        String made = totals.containsKey("Total writes made") ? "Total writes made" : "Total reads made";
        long ops = (long) total(name, totals, made);
        double seconds = total(name, totals, "Total time run");
        if (ops == 0 || seconds <= 0) {
            throw new Failure(name + " made no operation");
        }
        return new Sample(
                ops,
                (long) (seconds * NANOS_PER_SECOND),
                total(name, totals, "Average Latency(s)") * NANOS_PER_SECOND,
                percentile(totals, "p50 latency(s)"),
                percentile(totals, "p99 latency(s)"),
                total(name, totals, "Max latency(s)") * NANOS_PER_SECOND,
                new Histogram(Result.SIGNIFICANT_DIGITS),
                cpu);
    }

    private static long cpuNanos(Matcher times) {
        double seconds = 0;
        for (int i = 1; i < times.groupCount(); i += 2) {
            seconds += Integer.parseInt(times.group(i)) * SECONDS_PER_MINUTE + Double.parseDouble(times.group(i + 1));
        }
        return (long) (seconds * NANOS_PER_SECOND);
    }

    private static double percentile(Map<String, String> totals, String key) {
        String seconds = totals.get(key);
        return seconds == null ? Double.NaN : Double.parseDouble(seconds) * NANOS_PER_SECOND;
    }

    private static double total(String name, Map<String, String> totals, String key) {
        String value = totals.get(key);
        if (value == null) {
            throw new Failure(name + " did not print: " + key);
        }
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new Failure(name + " printed " + key + ": " + value, e);
        }
    }
}
