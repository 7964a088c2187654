// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.HeadlessException;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.labels.ItemLabelAnchor;
import org.jfree.chart.labels.ItemLabelPosition;
import org.jfree.chart.labels.StandardCategoryItemLabelGenerator;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.category.DefaultCategoryDataset;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.jfree.svg.SVGGraphics2D;

/** Bars, curves of latency and of growth, as PNG and SVG. What is ours is warm in colour, and its curves are thick. */
public final class Charts {
    private static final int WIDTH = 1000;
    private static final int HEIGHT = 600;
    private static final int PNG_SCALE = 2;
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double PERCENT = 100;
    private static final int TICKS_PER_HALF = 5;
    /** The curves end at 99.999 %. */
    private static final double LAST_NINES = 1e5;

    private static final Color OURS = new Color(0xd6, 0x45, 0x2a);
    private static final Color OTHERS = new Color(0x6b, 0x7b, 0x8c);

    private static final Color[] WARM = {
        new Color(0xd6452a), new Color(0xf28e2b), new Color(0x9c1f3f), new Color(0xe377c2), new Color(0xb8860b)
    };

    private static final Color[] COLD = {
        new Color(0x1f3b63),
        new Color(0x2e86c1),
        new Color(0x17a589),
        new Color(0x7d3c98),
        new Color(0x6b7b8c),
        new Color(0x4d7c0f),
        new Color(0x0e7490)
    };

    private static final double LABEL_ROOM = 0.1;
    private static final float[] DASH = {6, 3};
    private static final float THICK = 2.4f;
    private static final float THIN = 1.3f;
    private static final RectangleInsets MARGIN = new RectangleInsets(10, 10, 10, 40);

    private Charts() {}

    /** One bar of a chart. */
    public record Bar(String name, boolean ours, double value) {}

    /** The latencies of one contestant, in nanoseconds. */
    public record Curve(String name, boolean ours, Histogram nanos) {}

    /** A point of {@link #growth}. */
    public record Point(double x, double y) {}

    /** Draws charts. */
    @FunctionalInterface
    public interface Drawing {
        void run() throws IOException;
    }

    /**
     * Draws, if this JVM can.
     *
     * @param err is told if it cannot
     */
    public static void draw(Drawing drawing, PrintWriter err) throws IOException {
        try {
            drawing.run();
        } catch (HeadlessException | LinkageError | IllegalStateException noFonts) {
            err.println("NO PLOTS: this JVM draws no text: " + noFonts);
            err.flush();
        }
    }

    /** @param format of the bars' values, as in {@link DecimalFormat} */
    public static JFreeChart bars(String title, String axis, String format, List<Bar> values) {
        DefaultCategoryDataset bars = new DefaultCategoryDataset();
        values.forEach(bar -> bars.addValue(bar.value(), bar.ours() ? "Inkwire" : "others", bar.name()));
        JFreeChart chart =
                ChartFactory.createBarChart(title, null, axis, bars, PlotOrientation.HORIZONTAL, false, false, false);
        CategoryPlot plot = chart.getCategoryPlot();
        BarRenderer renderer = new BarRenderer();
        renderer.setBarPainter(new StandardBarPainter());
        renderer.setShadowVisible(false);
        renderer.setItemMargin(-1);
        for (int row = 0; row < bars.getRowCount(); row++) {
            renderer.setSeriesPaint(row, bars.getRowKey(row).equals("Inkwire") ? OURS : OTHERS);
        }
        renderer.setDefaultItemLabelGenerator(new StandardCategoryItemLabelGenerator("{2}", new DecimalFormat(format)));
        renderer.setDefaultItemLabelsVisible(true);
        renderer.setDefaultPositiveItemLabelPosition(
                new ItemLabelPosition(ItemLabelAnchor.OUTSIDE3, TextAnchor.CENTER_LEFT));
        plot.getRangeAxis().setUpperMargin(LABEL_ROOM);
        chart.setPadding(MARGIN);
        plot.setRenderer(renderer);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
        chart.setBackgroundPaint(Color.WHITE);
        return chart;
    }

    /** Latency over percentile. */
    public static JFreeChart latencies(String title, List<Curve> contestants) {
        XYSeriesCollection curves = new XYSeriesCollection();
        contestants.forEach(c -> curves.addSeries(curve(c.name(), c.nanos())));
        JFreeChart chart = ChartFactory.createXYLineChart(
                title, "percentile", "µs", curves, PlotOrientation.VERTICAL, true, false, false);
        XYPlot plot = chart.getXYPlot();
        plot.setDomainAxis(new NinesAxis("percentile", LAST_NINES));
        plot.setRangeAxis(new DecadesAxis("µs"));
        plot.setRenderer(lines(contestants));
        dress(chart);
        chart.getLegend().setItemFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
        return chart;
    }

    /**
     * One value over another, both logarithmic, so that the slope of the line is the exponent.
     *
     * @param points what is not positive is left out
     */
    public static JFreeChart growth(String title, String x, String y, List<Point> points) {
        XYSeries series = new XYSeries(title);
        points.stream().filter(p -> p.x() > 0 && p.y() > 0).forEach(p -> series.add(p.x(), p.y()));
        JFreeChart chart = ChartFactory.createXYLineChart(
                title, x, y, new XYSeriesCollection(series), PlotOrientation.VERTICAL, false, false, false);
        XYPlot plot = chart.getXYPlot();
        plot.setDomainAxis(new DecadesAxis(x));
        plot.setRangeAxis(new DecadesAxis(y));
        XYLineAndShapeRenderer line = new XYLineAndShapeRenderer(true, true);
        line.setSeriesPaint(0, OURS);
        plot.setRenderer(line);
        dress(chart);
        return chart;
    }

    private static void dress(JFreeChart chart) {
        XYPlot plot = chart.getXYPlot();
        plot.setBackgroundPaint(Color.WHITE);
        plot.setDomainGridlinePaint(Color.LIGHT_GRAY);
        plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
        chart.setBackgroundPaint(Color.WHITE);
        chart.setPadding(MARGIN);
    }

    private static XYLineAndShapeRenderer lines(List<Curve> contestants) {
        XYLineAndShapeRenderer lines = new XYLineAndShapeRenderer(true, false);
        int series = 0;
        int ours = 0;
        int others = 0;
        for (Curve curve : contestants) {
            int n = curve.ours() ? ours++ : others++;
            Color[] colours = curve.ours() ? WARM : COLD;
            lines.setSeriesPaint(series, colours[n % colours.length]);
            float[] dash = n < colours.length ? null : DASH;
            lines.setSeriesStroke(
                    series,
                    new BasicStroke(
                            curve.ours() ? THICK : THIN, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dash, 0));
            series++;
        }
        return lines;
    }

    /** x: 1 / (1 − percentile), so that each nine takes the same width. */
    private static XYSeries curve(String name, Histogram nanos) {
        XYSeries curve = new XYSeries(name);
        for (HistogramIterationValue v : nanos.percentiles(TICKS_PER_HALF)) {
            double nines = PERCENT / Math.max(PERCENT / LAST_NINES, PERCENT - v.getPercentileLevelIteratedTo());
            curve.add(Math.min(LAST_NINES, nines), Math.max(1, v.getValueIteratedTo()) / NANOS_PER_MICRO);
        }
        return curve;
    }

    /** Writes {@code name.svg} and {@code name.png}. */
    public static void save(JFreeChart chart, Path dir, String name) throws IOException {
        SVGGraphics2D svg = new SVGGraphics2D(WIDTH, HEIGHT);
        chart.draw(svg, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT));
        Files.writeString(dir.resolve(name + ".svg"), svg.getSVGDocument(), StandardCharsets.UTF_8);
        try (OutputStream png = Files.newOutputStream(dir.resolve(name + ".png"))) {
            ChartUtils.writeScaledChartAsPNG(png, chart, WIDTH, HEIGHT, PNG_SCALE, PNG_SCALE);
        }
    }
}
