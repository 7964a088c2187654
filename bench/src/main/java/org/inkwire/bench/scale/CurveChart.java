// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.scale;

import java.awt.Color;
import java.text.DecimalFormat;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** A curve on two logarithmic axes, so that its slope is its exponent. */
final class CurveChart {
    private static final Color LINE = new Color(0xd6, 0x45, 0x2a);

    private CurveChart() {}

    static JFreeChart of(Curve curve) {
        XYSeries series = new XYSeries(curve.name());
        for (int i = 0; i < curve.size(); i++) {
            series.add(curve.inputAt(i), Math.max(Double.MIN_NORMAL, curve.costAt(i)));
        }
        JFreeChart chart = ChartFactory.createXYLineChart(
                curve.name(),
                curve.input(),
                curve.unit(),
                new XYSeriesCollection(series),
                PlotOrientation.VERTICAL,
                false,
                false,
                false);
        XYPlot plot = chart.getXYPlot();
        plot.setDomainAxis(logarithmic(curve.input()));
        plot.setRangeAxis(logarithmic(curve.unit()));
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, true);
        renderer.setSeriesPaint(0, LINE);
        plot.setRenderer(renderer);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setDomainGridlinePaint(Color.LIGHT_GRAY);
        plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
        chart.setBackgroundPaint(Color.WHITE);
        return chart;
    }

    private static LogAxis logarithmic(String name) {
        LogAxis axis = new LogAxis(name);
        axis.setNumberFormatOverride(new DecimalFormat("0.###"));
        return axis;
    }
}
