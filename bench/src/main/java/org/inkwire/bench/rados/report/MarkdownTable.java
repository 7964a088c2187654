// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.rados.report;

import static org.inkwire.bench.report.Numbers.NONE;
import static org.inkwire.bench.report.Numbers.count;
import static org.inkwire.bench.report.Numbers.micros;
import static org.inkwire.bench.report.Numbers.number;
import static org.inkwire.bench.report.Numbers.ratio;
import static org.inkwire.bench.report.Numbers.row;
import static org.inkwire.bench.report.Numbers.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.inkwire.bench.rados.plan.Shape;
import org.inkwire.bench.rados.run.Kind;
import org.inkwire.bench.rados.run.Standing;
import org.inkwire.bench.rados.run.Turn;
import org.inkwire.bench.report.Spread;

/** The result as Markdown: every shape, then what new processes and the first load showed. */
public final class MarkdownTable {
    private static final double MEGA = 1e6;
    private static final int CLIENT_COLUMNS = 12;

    private MarkdownTable() {}

    public static String of(Outcome outcome) {
        StringBuilder out = new StringBuilder("# RADOS clients and clusters side by side\n\n");
        out.append(outcome.machine()).append(". ").append(outcome.how()).append("\n\n");
        outcome.notes().forEach(note -> out.append("- ").append(note).append('\n'));
        if (!outcome.notes().isEmpty()) {
            out.append('\n');
        }
        turns(outcome, out);
        fresh(outcome, out);
        return out.toString();
    }

    private static void turns(Outcome outcome, StringBuilder out) {
        if (outcome.standings().isEmpty()) {
            return;
        }
        List<String> clusters = outcome.clusters();
        out.append(
                        "Operations per second: median (least–most). Latencies and CPU per operation: medians, in µs. A ratio is")
                .append(
                        " of rate / p99 / CPU, of medians; the last column divides by the same client on the other cluster")
                .append(" (rate / p99 / the cluster's CPU). Heap: bytes allocated per operation, which of the clients")
                .append(" that stay alive ours alone tells.\n\n");
        List<String> head = new ArrayList<>(List.of(
                "load",
                "cluster",
                "client",
                "op/s",
                "MB/s",
                "mean",
                "p50",
                "p99",
                "max",
                "client CPU",
                "client heap",
                "cluster CPU",
                "÷ librados",
                "÷ rados bench"));
        if (clusters.size() > 1) {
            head.add("÷ other cluster");
        }
        row(out, head);
        rule(out, head.size());
        for (Shape shape : outcome.shapes()) {
            for (Standing s : outcome.of(shape)) {
                List<String> cells = new ArrayList<>(List.of(
                        shape.title(),
                        s.cluster(),
                        s.kind() == Kind.INKWIRE
                                ? "**" + s.kind().title() + "**"
                                : s.kind().title(),
                        rates(s),
                        number(s.median(Turn::rate) * shape.bytes() / MEGA),
                        micros(s.median(t -> t.sample().meanNanos())),
                        micros(s.median(t -> t.sample().p50Nanos())),
                        micros(s.median(t -> t.sample().p99Nanos())),
                        micros(s.median(t -> t.sample().maxNanos())),
                        number(s.median(Turn::clientCpu)),
                        number(s.median(Turn::allocated)),
                        daemons(s),
                        against(outcome.standings(), s, Kind.LIBRADOS),
                        against(outcome.standings(), s, Kind.RADOS_BENCH)));
                if (clusters.size() > 1) {
                    cells.add(other(outcome.standings(), clusters, s));
                }
                row(out, cells);
            }
        }
        long disturbed =
                outcome.standings().stream().mapToLong(Standing::disturbed).sum();
        long all = outcome.standings().stream().mapToLong(s -> s.turns().size()).sum();
        long unwatched =
                outcome.standings().stream().mapToLong(Standing::unwatched).sum();
        out.append("\nIn ")
                .append(disturbed)
                .append(" of ")
                .append(all)
                .append(" turns, other processes used more than 5 % of the CPUs")
                .append(unwatched == 0 ? "" : "; in " + unwatched + ", what they used is unknown")
                .append(".\n\n");
    }

    private static String rates(Standing s) {
        Spread rate = s.spread(Turn::rate);
        return count(rate.median())
                + (s.turns().size() > 1 ? " (" + count(rate.least()) + "–" + count(rate.most()) + ")" : "");
    }

    /** Of each process. */
    private static String daemons(Standing s) {
        Set<String> names = new TreeSet<>();
        s.turns().forEach(t -> names.addAll(t.daemonCpuNanos().keySet()));
        List<String> each = new ArrayList<>();
        names.forEach(name -> each.add(name + " " + number(s.median(t -> t.daemonCpu(name)))));
        return each.isEmpty() ? NONE : String.join(", ", each);
    }

    private static String against(List<Standing> among, Standing s, Kind other) {
        if (s.kind() == other) {
            return NONE;
        }
        ToDoubleFunction<ToDoubleFunction<Turn>> share = figure -> Outcome.share(among, s, other, figure);
        return triple(share, Turn::clientCpu);
    }

    private static String other(List<Standing> among, List<String> clusters, Standing s) {
        String other = clusters.get(s.cluster().equals(clusters.get(0)) ? 1 : 0);
        ToDoubleFunction<ToDoubleFunction<Turn>> share = figure -> Outcome.share(among, s, other, figure);
        return triple(share, Turn::clusterCpu);
    }

    private static String triple(ToDoubleFunction<ToDoubleFunction<Turn>> share, ToDoubleFunction<Turn> cpu) {
        double rate = share.applyAsDouble(Turn::rate);
        return Double.isNaN(rate)
                ? NONE
                : String.join(
                        " / ",
                        ratio(rate),
                        ratio(share.applyAsDouble(t -> t.sample().p99Nanos())),
                        ratio(share.applyAsDouble(cpu)));
    }

    private static void fresh(Outcome outcome, StringBuilder out) {
        if (outcome.first().isEmpty() && outcome.fresh().isEmpty()) {
            return;
        }
        out.append(
                        "## From the start\n\nNew processes, start and end included in their CPU, and the first load of this")
                .append(" command on each cluster: the first after the cluster's start if that was just before.\n\n");
        List<String> head = List.of(
                "",
                "cluster",
                "client",
                "op/s",
                "mean",
                "p50",
                "p99",
                "max",
                "client CPU",
                "cluster CPU",
                "÷ rados bench",
                "÷ later runs");
        row(out, head);
        rule(out, CLIENT_COLUMNS);
        outcome.first().forEach(s -> fresh(outcome, "first: ", s, out));
        outcome.fresh().forEach(s -> fresh(outcome, "", s, out));
        out.append('\n');
    }

    private static void fresh(Outcome outcome, String what, Standing s, StringBuilder out) {
        Standing later = what.isEmpty() ? null : Outcome.find(outcome.fresh(), s.cluster(), s.kind(), s.shape());
        row(
                out,
                List.of(
                        what + s.shape().title(),
                        s.cluster(),
                        s.kind().title(),
                        rates(s),
                        micros(s.median(t -> t.sample().meanNanos())),
                        micros(s.median(t -> t.sample().p50Nanos())),
                        micros(s.median(t -> t.sample().p99Nanos())),
                        micros(s.median(t -> t.sample().maxNanos())),
                        number(s.median(Turn::clientCpu)),
                        daemons(s),
                        what.isEmpty() ? against(outcome.fresh(), s, Kind.RADOS_BENCH) : NONE,
                        later == null ? NONE : ratio(s.median(Turn::rate) / later.median(Turn::rate))));
    }
}
