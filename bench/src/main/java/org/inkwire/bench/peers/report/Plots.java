// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormat;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.inkwire.bench.peers.run.Contestant;
import org.inkwire.bench.peers.run.Shape;
import org.inkwire.bench.peers.run.Standing;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.category.DefaultCategoryDataset;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.jfree.svg.SVGGraphics2D;

/** Bars of the rates and curves of the latencies, each shape a PNG and an SVG. */
public final class Plots {
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

    private Plots() {}

    /** @param dir exists */
    public static void write(Outcome outcome, Path dir) throws IOException {
        for (Shape shape : outcome.shapes()) {
            if (!shape.isOpenLoop()) {
                save(rates(outcome, shape), dir, "rate-" + shape.name());
            }
            save(latencies(outcome, shape), dir, "latency-" + shape.name());
        }
    }

    private static boolean isOurs(Contestant contestant) {
        return contestant.name().startsWith("inkwire");
    }

    private static String plain(Contestant contestant) {
        return contestant.title().replace("*", "");
    }

    private static JFreeChart rates(Outcome outcome, Shape shape) {
        boolean shares = outcome.of(Contestant.NETTY, shape) != null;
        DefaultCategoryDataset bars = new DefaultCategoryDataset();
        for (Contestant contestant : outcome.contestants()) {
            Standing s = outcome.of(contestant, shape);
            if (s != null) {
                double value = shares ? outcome.share(s, Contestant.NETTY) : s.median(t -> t.rate());
                bars.addValue(value, isOurs(contestant) ? "Inkwire" : "others", plain(contestant));
            }
        }
        JFreeChart chart = ChartFactory.createBarChart(
                shape.title(),
                null,
                shares ? "messages per second, as a share of N" : "messages per second",
                bars,
                PlotOrientation.HORIZONTAL,
                false,
                false,
                false);
        CategoryPlot plot = chart.getCategoryPlot();
        BarRenderer renderer = new BarRenderer();
        renderer.setBarPainter(new StandardBarPainter());
        renderer.setShadowVisible(false);
        renderer.setItemMargin(-1);
        for (int row = 0; row < bars.getRowCount(); row++) {
            renderer.setSeriesPaint(row, bars.getRowKey(row).equals("Inkwire") ? OURS : OTHERS);
        }
        plot.setRenderer(renderer);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
        chart.setBackgroundPaint(Color.WHITE);
        return chart;
    }

    private static JFreeChart latencies(Outcome outcome, Shape shape) {
        XYSeriesCollection curves = new XYSeriesCollection();
        for (Contestant contestant : outcome.contestants()) {
            Standing s = outcome.of(contestant, shape);
            if (s != null) {
                curves.addSeries(curve(plain(contestant), s.latencyNanos()));
            }
        }
        JFreeChart chart = ChartFactory.createXYLineChart(
                shape.title() + ": round trip",
                "percentile",
                "µs",
                curves,
                PlotOrientation.VERTICAL,
                true,
                false,
                false);
        XYPlot plot = chart.getXYPlot();
        plot.setDomainAxis(new NinesAxis("percentile", LAST_NINES));
        LogAxis micros = new LogAxis("µs");
        micros.setNumberFormatOverride(new DecimalFormat("0.###"));
        plot.setRangeAxis(micros);
        plot.setRenderer(new XYLineAndShapeRenderer(true, false));
        plot.setBackgroundPaint(Color.WHITE);
        plot.setDomainGridlinePaint(Color.LIGHT_GRAY);
        plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
        chart.setBackgroundPaint(Color.WHITE);
        chart.getLegend().setItemFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
        return chart;
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

    private static void save(JFreeChart chart, Path dir, String name) throws IOException {
        SVGGraphics2D svg = new SVGGraphics2D(WIDTH, HEIGHT);
        chart.draw(svg, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT));
        Files.writeString(dir.resolve(name + ".svg"), svg.getSVGDocument(), StandardCharsets.UTF_8);
        try (OutputStream png = Files.newOutputStream(dir.resolve(name + ".png"))) {
            ChartUtils.writeScaledChartAsPNG(png, chart, WIDTH, HEIGHT, PNG_SCALE, PNG_SCALE);
        }
    }
}
