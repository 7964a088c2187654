// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.scale;

import java.util.ArrayList;
import java.util.List;

/**
 * What one cost is over one input. Not thread-safe.
 *
 * <p>The exponent is the slope of the cost over the input, both in logarithms: 1 is linear, 0 constant. A cost per unit
 * of the input has one less.
 */
final class Curve {
    /** Below it a curve says nothing about growth. */
    private static final int FEWEST_POINTS = 2;

    private record Point(double input, double cost) {}

    private final String name;
    private final String input;
    private final String unit;
    private final List<Point> points = new ArrayList<>();

    Curve(String name, String input, String unit) {
        this.name = name;
        this.input = input;
        this.unit = unit;
    }

    void add(double at, double cost) {
        points.add(new Point(at, cost));
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

    int size() {
        return points.size();
    }

    double inputAt(int i) {
        return points.get(i).input;
    }

    double costAt(int i) {
        return points.get(i).cost;
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
        List<Point> some = points.subList(first, points.size());
        if (some.size() < FEWEST_POINTS || some.stream().anyMatch(p -> p.cost <= 0)) {
            return Double.NaN;
        }
        double meanX =
                some.stream().mapToDouble(p -> Math.log(p.input)).average().orElseThrow();
        double meanY =
                some.stream().mapToDouble(p -> Math.log(p.cost)).average().orElseThrow();
        double xy = 0;
        double xx = 0;
        for (Point p : some) {
            double x = Math.log(p.input) - meanX;
            xy += x * (Math.log(p.cost) - meanY);
            xx += x * x;
        }
        return xy / xx;
    }
}
