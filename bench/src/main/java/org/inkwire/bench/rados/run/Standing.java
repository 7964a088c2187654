// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.rados.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;
import org.inkwire.bench.process.CpuWatch;
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
    public Standing(String cluster, Kind kind, Shape shape) {
        this(cluster, kind, shape, new ArrayList<>());
    }

    public Spread spread(ToDoubleFunction<Turn> figure) {
        return Spread.of(turns, figure);
    }

    public double median(ToDoubleFunction<Turn> figure) {
        return spread(figure).median();
    }

    /** Turns in which other processes used a good part of the CPUs, as far as known. */
    public long disturbed() {
        return turns.stream()
                .filter(turn -> CpuWatch.isDisturbed(turn.others()))
                .count();
    }

    /** Turns of which it is not known what other processes used. */
    public long unwatched() {
        return turns.stream().filter(turn -> Double.isNaN(turn.others())).count();
    }

    public List<Result> results() {
        return turns.stream().map(turn -> turn.sample().result()).toList();
    }

    /** Of all turns; empty if the client does not tell. */
    public Histogram latencyNanos() {
        return HistogramFiles.sum(results());
    }
}
