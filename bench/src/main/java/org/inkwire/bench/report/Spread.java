// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.report;

import java.util.Collection;
import java.util.function.ToDoubleFunction;

/** One figure of several turns; NaN each if there were none. */
public record Spread(double least, double median, double most) {
    public static <T> Spread of(Collection<T> turns, ToDoubleFunction<? super T> figure) {
        double[] sorted = turns.stream().mapToDouble(figure).sorted().toArray();
        int n = sorted.length;
        return n == 0
                ? new Spread(Double.NaN, Double.NaN, Double.NaN)
                : new Spread(sorted[0], (sorted[(n - 1) / 2] + sorted[n / 2]) / 2, sorted[n - 1]);
    }
}
