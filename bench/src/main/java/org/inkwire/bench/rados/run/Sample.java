// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.rados.run;

import org.HdrHistogram.Histogram;
import org.inkwire.bench.process.Result;

/**
 * What a client measured in a turn.
 *
 * @param result messages are operations; its latencies are empty if the client does not tell them
 * @param p50Nanos NaN if it does not tell, like the next
 * @param cpuNanos of its process; from its start to its end, if it does not stay alive
 */
public record Sample(
        Result result, double meanNanos, double p50Nanos, double p99Nanos, double maxNanos, long cpuNanos) {
    private static final double P50 = 50;
    private static final double P99 = 99;

    static Sample of(Result result, long cpuNanos) {
        Histogram latency = result.latencyNanos();
        return new Sample(
                result,
                latency.getMean(),
                latency.getValueAtPercentile(P50),
                latency.getValueAtPercentile(P99),
                latency.getMaxValue(),
                cpuNanos);
    }
}
