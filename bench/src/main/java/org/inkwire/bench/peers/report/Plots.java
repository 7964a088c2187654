// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.inkwire.bench.peers.run.Contestant;
import org.inkwire.bench.peers.run.Shape;
import org.inkwire.bench.peers.run.Standing;
import org.inkwire.bench.peers.run.Turn;
import org.inkwire.bench.report.Charts;
import org.jfree.chart.JFreeChart;

/** Bars of the rates and curves of the latencies, each shape a PNG and an SVG. */
public final class Plots {
    private Plots() {}

    /** @param dir exists */
    public static void write(Outcome outcome, Path dir) throws IOException {
        for (Shape shape : outcome.shapes()) {
            if (!shape.isOpenLoop()) {
                Charts.save(rates(outcome, shape), dir, "rate-" + shape.name());
            }
            Charts.save(latencies(outcome, shape), dir, "latency-" + shape.name());
        }
    }

    private static boolean isOurs(Standing s) {
        return s.contestant().name().startsWith("inkwire");
    }

    private static String plain(Standing s) {
        return s.contestant().title().replace("*", "");
    }

    private static List<Standing> standings(Outcome outcome, Shape shape) {
        return outcome.contestants().stream()
                .map(contestant -> outcome.of(contestant, shape))
                .filter(Objects::nonNull)
                .toList();
    }

    private static JFreeChart rates(Outcome outcome, Shape shape) {
        boolean shares = outcome.of(Contestant.NETTY, shape) != null;
        return Charts.bars(
                shape.title(),
                shares ? "messages per second, as a share of N" : "messages per second",
                shares ? "0.00" : "#,##0",
                standings(outcome, shape).stream()
                        .map(s -> new Charts.Bar(
                                plain(s),
                                isOurs(s),
                                shares ? outcome.share(s, Contestant.NETTY) : s.median(Turn::rate)))
                        .toList());
    }

    private static JFreeChart latencies(Outcome outcome, Shape shape) {
        return Charts.latencies(
                shape.title() + ": round trip",
                standings(outcome, shape).stream()
                        .map(s -> new Charts.Curve(plain(s), isOurs(s), s.latencyNanos()))
                        .toList());
    }
}
