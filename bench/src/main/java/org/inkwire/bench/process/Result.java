// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.process;

import java.util.HashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * What a client measured in a turn. As a line: {@code result} and {@code name=value} words.
 *
 * @param messages answered, or carried by groups that were answered
 * @param nanos from the first message to the last answer
 * @param lost messages that had no answer when the client stopped waiting
 * @param allocatedBytes on the heap of the client's process; 0 if it is not measured
 * @param latencyNanos of the timed messages, from when they were sent or should have been
 */
public record Result(long messages, long nanos, long lost, long allocatedBytes, Histogram latencyNanos) {
    public static final int SIGNIFICANT_DIGITS = 3;

    private static final double NANOS_PER_SECOND = 1e9;

    /** Messages per second. */
    public double rate() {
        return messages * NANOS_PER_SECOND / nanos;
    }

    public String line() {
        StringBuilder line = new StringBuilder("result messages=")
                .append(messages)
                .append(" nanos=")
                .append(nanos)
                .append(" lost=")
                .append(lost)
                .append(" allocated=")
                .append(allocatedBytes)
                .append(" values=");
        for (HistogramIterationValue v : latencyNanos.recordedValues()) {
            line.append(v.getValueIteratedTo())
                    .append(':')
                    .append(v.getCountAddedInThisIterationStep())
                    .append(',');
        }
        return line.toString();
    }

    public static Result parse(String line) {
        Map<String, String> words = new HashMap<>();
        for (String word : line.split(" ", -1)) {
            int eq = word.indexOf('=');
            words.put(eq < 0 ? word : word.substring(0, eq), word.substring(eq + 1));
        }
        if (!words.containsKey("result")) {
            throw new IllegalArgumentException("not a result: " + line);
        }
        Histogram latency = new Histogram(SIGNIFICANT_DIGITS);
        for (String pair : words.getOrDefault("values", "").split(",", -1)) {
            int colon = pair.indexOf(':');
            if (colon > 0) {
                latency.recordValueWithCount(
                        Long.parseLong(pair.substring(0, colon)), Long.parseLong(pair.substring(colon + 1)));
            }
        }
        return new Result(
                number(words, "messages"),
                number(words, "nanos"),
                number(words, "lost"),
                number(words, "allocated"),
                latency);
    }

    private static long number(Map<String, String> words, String name) {
        String value = words.get(name);
        if (value == null) {
            throw new IllegalArgumentException("a result without " + name);
        }
        return Long.parseLong(value);
    }
}
