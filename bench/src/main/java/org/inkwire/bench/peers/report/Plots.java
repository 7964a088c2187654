// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.report;

import java.awt.BasicStroke;
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

    /** Lines of ours are warm and thick. */
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
        renderer.setDefaultItemLabelGenerator(
                new StandardCategoryItemLabelGenerator("{2}", new DecimalFormat(shares ? "0.00" : "#,##0")));
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
        plot.setRangeAxis(new MicrosAxis());
        plot.setRenderer(lines(outcome, shape));
        plot.setBackgroundPaint(Color.WHITE);
        plot.setDomainGridlinePaint(Color.LIGHT_GRAY);
        plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
        chart.setBackgroundPaint(Color.WHITE);
        chart.setPadding(MARGIN);
        chart.getLegend().setItemFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
        return chart;
    }

    private static XYLineAndShapeRenderer lines(Outcome outcome, Shape shape) {
        XYLineAndShapeRenderer lines = new XYLineAndShapeRenderer(true, false);
        int series = 0;
        int ours = 0;
        int others = 0;
        for (Contestant contestant : outcome.contestants()) {
            if (outcome.of(contestant, shape) != null) {
                boolean isOurs = isOurs(contestant);
                int n = isOurs ? ours++ : others++;
                Color[] colours = isOurs ? WARM : COLD;
                lines.setSeriesPaint(series, colours[n % colours.length]);
                float[] dash = n < colours.length ? null : DASH;
                lines.setSeriesStroke(
                        series,
                        new BasicStroke(
                                isOurs ? THICK : THIN, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dash, 0));
                series++;
            }
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

    private static void save(JFreeChart chart, Path dir, String name) throws IOException {
        SVGGraphics2D svg = new SVGGraphics2D(WIDTH, HEIGHT);
        chart.draw(svg, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT));
        Files.writeString(dir.resolve(name + ".svg"), svg.getSVGDocument(), StandardCharsets.UTF_8);
        try (OutputStream png = Files.newOutputStream(dir.resolve(name + ".png"))) {
            ChartUtils.writeScaledChartAsPNG(png, chart, WIDTH, HEIGHT, PNG_SCALE, PNG_SCALE);
        }
    }
}
