// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.rados.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.inkwire.bench.rados.plan.Shape;
import org.inkwire.bench.rados.run.Standing;
import org.inkwire.bench.rados.run.Turn;
import org.inkwire.bench.report.Charts;

/** Bars of the rates and curves of the latencies, each shape a PNG and an SVG. */
public final class Plots {
    private Plots() {}

    /** @param dir exists */
    public static void write(Outcome outcome, Path dir) throws IOException {
        for (Shape shape : outcome.shapes()) {
            List<Charts.Bar> bars = outcome.of(shape).stream()
                    .map(s -> new Charts.Bar(name(s), s.kind().isOurs(), s.median(Turn::rate)))
                    .toList();
            Charts.save(
                    Charts.bars(shape.title(), "operations per second", "#,##0", bars), dir, "rate-" + shape.name());
            List<Charts.Curve> curves = outcome.of(shape).stream()
                    .filter(s -> s.latencyNanos().getTotalCount() > 0)
                    .map(s -> new Charts.Curve(name(s), s.kind().isOurs(), s.latencyNanos()))
                    .toList();
            if (!curves.isEmpty()) {
                Charts.save(Charts.latencies(shape.title(), curves), dir, "latency-" + shape.name());
            }
        }
    }

    private static String name(Standing s) {
        return s.kind().title() + ", " + s.cluster();
    }
}
