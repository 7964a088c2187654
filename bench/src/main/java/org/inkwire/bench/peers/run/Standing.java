// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;
import org.inkwire.bench.process.Result;
import org.inkwire.bench.report.HistogramFiles;
import org.inkwire.bench.report.Spread;

/** What a contestant showed in all its turns with one shape. Not thread-safe. */
public final class Standing {
    private final Contestant contestant;
    private final Shape shape;
    private final List<Turn> turns = new ArrayList<>();
    private double syscallsPerMessage = Double.NaN;
    private int disturbed;

    Standing(Contestant contestant, Shape shape) {
        this.contestant = contestant;
        this.shape = shape;
    }

    public Contestant contestant() {
        return contestant;
    }

    public Shape shape() {
        return shape;
    }

    void add(Turn turn, boolean wasDisturbed) {
        turns.add(turn);
        if (wasDisturbed) {
            disturbed++;
        }
    }

    void syscallsPerMessage(double calls) {
        syscallsPerMessage = calls;
    }

    /** Both sides; NaN if not counted. */
    public double syscallsPerMessage() {
        return syscallsPerMessage;
    }

    /** In the order in which they were taken. */
    public List<Turn> turns() {
        return List.copyOf(turns);
    }

    /** Turns that others disturbed however often they were repeated. */
    public int disturbed() {
        return disturbed;
    }

    public double median(ToDoubleFunction<Turn> figure) {
        return Spread.of(turns, figure).median();
    }

    public double least(ToDoubleFunction<Turn> figure) {
        return Spread.of(turns, figure).least();
    }

    public double most(ToDoubleFunction<Turn> figure) {
        return Spread.of(turns, figure).most();
    }

    /** Of all turns. */
    public Histogram latencyNanos() {
        return HistogramFiles.sum(results());
    }

    /** What the client measured in each turn. */
    public List<Result> results() {
        return turns.stream().map(Turn::result).toList();
    }

    /** Messages without an answer, in all turns. */
    public long lost() {
        return turns.stream().mapToLong(t -> t.result().lost()).sum();
    }
}
