// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.rados.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;
import org.inkwire.bench.process.Result;
import org.inkwire.bench.rados.plan.Shape;
import org.inkwire.bench.report.HistogramFiles;
import org.inkwire.bench.report.Spread;

/**
 * What a client showed on a cluster, in all its turns with one shape.
 *
 * @param cluster its name in this run
 * @param turns in the order in which they were taken
 */
public record Standing(String cluster, Kind kind, Shape shape, List<Turn> turns) {
    /** Of all CPUs. */
    private static final double DISTURBED = 0.05;

    public Standing(String cluster, Kind kind, Shape shape) {
        this(cluster, kind, shape, new ArrayList<>());
    }

    public Spread spread(ToDoubleFunction<Turn> figure) {
        return Spread.of(turns, figure);
    }

    public double median(ToDoubleFunction<Turn> figure) {
        return spread(figure).median();
    }

    /** Turns in which other processes used a good part of the CPUs. */
    public long disturbed() {
        return turns.stream().filter(turn -> turn.others() > DISTURBED).count();
    }

    public List<Result> results() {
        return turns.stream()
                .map(Turn::sample)
                .map(s -> new Result(s.ops(), s.nanos(), 0, 0, s.latencyNanos()))
                .toList();
    }

    /** Of all turns; empty if the client does not tell. */
    public Histogram latencyNanos() {
        return HistogramFiles.sum(results());
    }
}
