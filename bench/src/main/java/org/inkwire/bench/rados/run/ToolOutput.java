// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.rados.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.inkwire.bench.process.Result;
import org.inkwire.bench.process.ShellTimes;
import org.inkwire.cli.Failure;

/**
 * The totals that {@code rados bench} prints, Debian's or ours, and the line of the shell's {@code times} behind them.
 * Ceph: {@code src/common/obj_bencher.cc}, v16.2.15.
 */
final class ToolOutput {
    private static final double NANOS_PER_SECOND = 1e9;

    private ToolOutput() {}

    /** @throws Failure if a total is missing or there were no operations */
    static Sample parse(String name, List<String> lines) {
        Map<String, String> totals = new HashMap<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                totals.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        }
        String made = totals.containsKey("Total writes made") ? "Total writes made" : "Total reads made";
        long ops = (long) total(name, totals, made);
        double seconds = total(name, totals, "Total time run");
        if (ops == 0 || seconds <= 0) {
            throw new Failure(name + " made no operation");
        }
        Histogram none = new Histogram(Result.SIGNIFICANT_DIGITS);
        return new Sample(
                new Result(ops, (long) (seconds * NANOS_PER_SECOND), 0, 0, none),
                total(name, totals, "Average Latency(s)") * NANOS_PER_SECOND,
                percentile(name, totals, "p50 latency(s)"),
                percentile(name, totals, "p99 latency(s)"),
                total(name, totals, "Max latency(s)") * NANOS_PER_SECOND,
                ShellTimes.ofChild(lines).orElse(0));
    }

    private static double percentile(String name, Map<String, String> totals, String key) {
        return totals.containsKey(key) ? total(name, totals, key) * NANOS_PER_SECOND : Double.NaN;
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
