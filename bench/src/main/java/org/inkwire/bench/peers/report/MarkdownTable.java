// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.report;

import static org.inkwire.bench.report.Numbers.NONE;
import static org.inkwire.bench.report.Numbers.count;
import static org.inkwire.bench.report.Numbers.micros;
import static org.inkwire.bench.report.Numbers.number;
import static org.inkwire.bench.report.Numbers.ratio;
import static org.inkwire.bench.report.Numbers.row;
import static org.inkwire.bench.report.Numbers.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.inkwire.bench.peers.run.Contestant;
import org.inkwire.bench.peers.run.Shape;
import org.inkwire.bench.peers.run.Standing;
import org.inkwire.bench.peers.run.Turn;
import org.jspecify.annotations.Nullable;

/** The result as Markdown: first rates as shares of Netty's, then every figure of every shape. */
public final class MarkdownTable {
    private static final double P50 = 50;
    private static final double P99 = 99;
    private static final double P999 = 99.9;

    private MarkdownTable() {}

    public static String of(Outcome outcome) {
        StringBuilder out = new StringBuilder("# Messengers side by side\n\n");
        out.append(outcome.machine()).append(". ").append(outcome.how()).append("\n\n");
        for (String note : outcome.notes()) {
            out.append("- ").append(note).append('\n');
        }
        if (!outcome.notes().isEmpty()) {
            out.append('\n');
        }
        shares(outcome, out);
        for (Shape shape : outcome.shapes()) {
            figures(outcome, shape, out);
        }
        return out.toString();
    }

    private static void shares(Outcome outcome, StringBuilder out) {
        List<Shape> shapes =
                outcome.shapes().stream().filter(s -> !s.isOpenLoop()).toList();
        if (shapes.isEmpty()) {
            return;
        }
        out.append(
                "Rate as a share of N, median of the turns (least to most); in brackets p50 of the round trip in µs.\n\n");
        List<String> head = new ArrayList<>(List.of(""));
        shapes.forEach(s -> head.add(s.title()));
        row(out, head);
        rule(out, head.size());
        for (Contestant contestant : outcome.contestants()) {
            List<String> cells = new ArrayList<>(List.of(contestant.title()));
            for (Shape shape : shapes) {
                cells.add(share(outcome, outcome.of(contestant, shape)));
            }
            row(out, cells);
        }
        out.append('\n');
    }

    private static String share(Outcome outcome, @Nullable Standing standing) {
        if (standing == null) {
            return NONE;
        }
        Standing netty = outcome.of(Contestant.NETTY, standing.shape());
        String p50 = " [" + micros(standing.latencyNanos(), P50) + "]";
        if (netty == null) {
            return count(standing.median(Turn::rate)) + "/s" + p50;
        }
        double n = netty.median(Turn::rate);
        return String.format(
                Locale.ROOT,
                "%.2f (%.2f–%.2f)%s",
                standing.median(Turn::rate) / n,
                standing.least(Turn::rate) / n,
                standing.most(Turn::rate) / n,
                p50);
    }

    private static void figures(Outcome outcome, Shape shape, StringBuilder out) {
        out.append("## ").append(shape.title()).append("\n\n");
        List<String> head = List.of(
                "",
                "messages/s",
                "÷ N",
                "÷ C",
                "÷ C crc",
                "p50 µs",
                "p99",
                "p99.9",
                "CPU µs",
                "heap B",
                "system calls");
        row(out, head);
        rule(out, head.size());
        for (Contestant contestant : outcome.contestants()) {
            Standing s = outcome.of(contestant, shape);
            if (s != null) {
                figures(outcome, s, out);
            }
        }
        out.append("\nCPU, heap allocation and system calls are of both sides, for each message.\n\n");
    }

    private static void figures(Outcome outcome, Standing s, StringBuilder out) {
        Histogram latency = s.latencyNanos();
        boolean java = s.contestant().kind() == Contestant.Kind.JVM;
        String remarks = (s.disturbed() > 0 ? " (" + s.disturbed() + " turns disturbed)" : "")
                + (s.lost() > 0 ? " (**" + s.lost() + " unanswered**)" : "");
        row(
                out,
                List.of(
                        s.contestant().title() + remarks,
                        count(s.median(Turn::rate)),
                        ratio(outcome.share(s, Contestant.NETTY)),
                        ratio(outcome.share(s, Contestant.C)),
                        ratio(outcome.share(s, Contestant.C_CRC)),
                        micros(latency, P50),
                        micros(latency, P99),
                        micros(latency, P999),
                        number(s.median(Turn::cpuPerMessage)),
                        java ? number(s.median(Turn::allocatedPerMessage)) : NONE,
                        number(s.syscallsPerMessage())));
    }
}
