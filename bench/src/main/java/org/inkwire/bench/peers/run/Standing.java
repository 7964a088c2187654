// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;
import org.inkwire.bench.peers.load.Result;

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
        double[] sorted = sorted(figure);
        int n = sorted.length;
        return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    }

    public double least(ToDoubleFunction<Turn> figure) {
        double[] sorted = sorted(figure);
        return sorted.length == 0 ? Double.NaN : sorted[0];
    }

    public double most(ToDoubleFunction<Turn> figure) {
        double[] sorted = sorted(figure);
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length - 1];
    }

    private double[] sorted(ToDoubleFunction<Turn> figure) {
        return turns.stream().mapToDouble(figure).sorted().toArray();
    }

    /** Of all turns. */
    public Histogram latencyNanos() {
        Histogram all = new Histogram(Result.SIGNIFICANT_DIGITS);
        for (Turn turn : turns) {
            all.add(turn.result().latencyNanos());
        }
        return all;
    }

    /** Messages without an answer, in all turns. */
    public long lost() {
        return turns.stream().mapToLong(t -> t.result().lost()).sum();
    }
}
