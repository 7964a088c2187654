// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.report;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.text.DecimalFormat;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.axis.ValueTick;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;

/** A logarithmic axis of microseconds: 1, 2, 5, 10, 20 … */
final class MicrosAxis extends LogAxis {
    private static final long serialVersionUID = 1L;
    private static final double FIRST = 1e-3;
    private static final double LAST = 1e9;
    private static final double DECADE = 10;
    private static final double[] STEPS = {1, 2, 5};

    MicrosAxis() {
        super("µs");
    }

    @Override
    protected List<ValueTick> refreshTicksVertical(Graphics2D g2, Rectangle2D dataArea, RectangleEdge edge) {
        DecimalFormat format = new DecimalFormat("0.###");
        List<ValueTick> ticks = new ArrayList<>();
        for (double decade = FIRST; decade < LAST; decade *= DECADE) {
            for (double step : STEPS) {
                double value = decade * step;
                if (getRange().contains(value)) {
                    ticks.add(new NumberTick(
                            value, format.format(value), TextAnchor.CENTER_RIGHT, TextAnchor.CENTER_RIGHT, 0));
                }
            }
        }
        return ticks;
    }
}
