// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.report;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.axis.ValueTick;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;

/** A logarithmic axis: 1, 2, 5, 10, 20 …, or where that would be too many, 1, 10, 100 … */
final class DecadesAxis extends LogAxis {
    private static final long serialVersionUID = 1L;
    private static final double FIRST = 1e-3;
    private static final double LAST = 1e12;
    private static final double DECADE = 10;
    private static final double[] STEPS = {1, 2, 5};
    private static final double[] ONE_STEP = {1};
    /** With more decades only these have a tick. */
    private static final double FEW_DECADES = 4;

    DecadesAxis(String name) {
        super(name);
    }

    @Override
    protected List<ValueTick> refreshTicksHorizontal(Graphics2D g2, Rectangle2D dataArea, RectangleEdge edge) {
        return ticks(TextAnchor.TOP_CENTER, TextAnchor.CENTER);
    }

    @Override
    protected List<ValueTick> refreshTicksVertical(Graphics2D g2, Rectangle2D dataArea, RectangleEdge edge) {
        return ticks(TextAnchor.CENTER_RIGHT, TextAnchor.CENTER_RIGHT);
    }

    private List<ValueTick> ticks(TextAnchor anchor, TextAnchor rotation) {
        DecimalFormat format = new DecimalFormat("#,##0.###", DecimalFormatSymbols.getInstance(Locale.ROOT));
        boolean few = Math.log10(getUpperBound() / getLowerBound()) <= FEW_DECADES;
        List<ValueTick> ticks = new ArrayList<>();
        for (double decade = FIRST; decade < LAST; decade *= DECADE) {
            for (double step : few ? STEPS : ONE_STEP) {
                double value = decade * step;
                if (getRange().contains(value)) {
                    ticks.add(new NumberTick(value, format.format(value), anchor, rotation, 0));
                }
            }
        }
        return ticks;
    }
}
