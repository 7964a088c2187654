// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.report;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.axis.ValueTick;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;

/** An axis of percentiles: 0, 90, 99, 99.9 … at equal distances. Its values are 1 / (1 − percentile). */
final class NinesAxis extends LogAxis {
    private static final long serialVersionUID = 1L;
    private static final double STEP = 10;

    private final double last;

    NinesAxis(String label, double last) {
        super(label);
        this.last = last;
        setRange(1, last);
    }

    @Override
    protected List<ValueTick> refreshTicksHorizontal(Graphics2D g2, Rectangle2D dataArea, RectangleEdge edge) {
        List<ValueTick> ticks = new ArrayList<>();
        StringBuilder nines = new StringBuilder();
        for (double x = 1; x <= last; x *= STEP) {
            ticks.add(new NumberTick(x, label(nines), TextAnchor.TOP_CENTER, TextAnchor.CENTER, 0));
            nines.append('9');
        }
        return ticks;
    }

    private static String label(StringBuilder nines) {
        return switch (nines.length()) {
            case 0 -> "0 %";
            case 1 -> "90 %";
            case 2 -> "99 %";
            default -> "99." + nines.substring(2) + " %";
        };
    }
}
