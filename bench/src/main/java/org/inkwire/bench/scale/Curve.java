// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.scale;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.inkwire.bench.report.Charts;

/**
 * What one cost is over one input. Not thread-safe.
 *
 * <p>The exponent is the slope of the cost over the input, both in logarithms: 1 is linear, 0 constant. A cost per unit
 * of the input has one less.
 */
final class Curve {
    /** Below it a curve says nothing about growth. */
    private static final int FEWEST_POINTS = 2;

    private final String name;
    private final String input;
    private final String unit;
    private final List<Charts.Point> points = new ArrayList<>();

    Curve(String name, String input, String unit) {
        this.name = name;
        this.input = input;
        this.unit = unit;
    }

    void add(double at, double cost) {
        points.add(new Charts.Point(at, cost));
    }

    String name() {
        return name;
    }

    String input() {
        return input;
    }

    String unit() {
        return unit;
    }

    /** In the order of {@link #add}. */
    List<Charts.Point> points() {
        return Collections.unmodifiableList(points);
    }

    /** Of all points, by least squares; NaN if there are too few, or a cost is not positive. */
    double exponent() {
        return exponentFrom(0);
    }

    /** Between the last two points, where fixed costs count least. */
    double lastExponent() {
        return exponentFrom(Math.max(0, points.size() - FEWEST_POINTS));
    }

    private double exponentFrom(int first) {
        List<Charts.Point> some = points.subList(first, points.size());
        int n = some.size();
        double x = 0;
        double y = 0;
        double xx = 0;
        double xy = 0;
        for (Charts.Point p : some) {
            if (p.y() <= 0) {
                return Double.NaN;
            }
            double logX = Math.log(p.x());
            double logY = Math.log(p.y());
            x += logX;
            y += logY;
            xx += logX * logX;
            xy += logX * logY;
        }
        return n < FEWEST_POINTS ? Double.NaN : (n * xy - x * y) / (n * xx - x * x);
    }
}
