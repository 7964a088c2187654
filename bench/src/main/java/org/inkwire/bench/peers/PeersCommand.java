// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.inkwire.bench.options.Bounds;
import org.inkwire.bench.options.ContestOptions;
import org.inkwire.bench.options.ResultsDir;
import org.inkwire.bench.peers.report.ColdTable;
import org.inkwire.bench.peers.report.JsonFigures;
import org.inkwire.bench.peers.report.MarkdownTable;
import org.inkwire.bench.peers.report.Outcome;
import org.inkwire.bench.peers.report.Plots;
import org.inkwire.bench.peers.run.ColdStart;
import org.inkwire.bench.peers.run.Contest;
import org.inkwire.bench.peers.run.Contestant;
import org.inkwire.bench.peers.run.Programs;
import org.inkwire.bench.peers.run.Shape;
import org.inkwire.bench.peers.run.Standing;
import org.inkwire.bench.process.Child;
import org.inkwire.bench.process.Machine;
import org.inkwire.bench.process.NotedProgress;
import org.inkwire.bench.report.Charts;
import org.inkwire.bench.report.HistogramFiles;
import org.inkwire.cli.FileLimit;
import org.inkwire.cli.bench.Benchmark;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code inkwire bench peers}. */
@Command(
        name = "peers",
        description = {
            "Our messenger beside Netty, NIO, gRPC, RSocket, JeroMQ, Aeron and a C program, in one run on this machine.",
            "Each contestant is a client and a server in processes of their own, each on one CPU. All are started and"
                    + " warmed, then take turns in random order, the others stopped. Prints a table, and leaves it, the"
                    + " figures as JSON, histograms and plots in a directory.",
            "Every contestant and load: 20 minutes of turns, and 15 minutes to an hour or more of warming before. See"
                    + " --quick, --only, --loads and --warm."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class PeersCommand implements Benchmark {
    private static final int COLD_SECONDS = 30;
    private static final String COLD_LOAD = "64-64";
    private static final int QUICK_TURN_MILLIS = 400;
    private static final int MOST_WARM = 10;
    private static final int QUICK_WARM_MILLIS = 900;
    private static final int LEAST_MILLIS = 100;
    private static final int MOST_MILLIS = 600_000;
    private static final int MAX_RATE = 1_000_000;

    @Spec
    @SuppressWarnings("NullAway.Init")
    CommandSpec spec;

    @Option(names = "--quick", description = "The main contestants and loads, once, in under three minutes.")
    boolean quick;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            description = "These contestants: ${COMPLETION-CANDIDATES}",
            completionCandidates = Names.class)
    List<String> only = List.of();

    @Option(
            names = "--loads",
            split = ",",
            paramLabel = "NAME",
            description = "These loads: ${COMPLETION-CANDIDATES}",
            completionCandidates = Loads.class)
    List<String> loads = List.of();

    @Option(
            names = "--cold",
            description = "Instead: each contestant alone, from its start, for " + COLD_SECONDS + " seconds of 64-64.")
    boolean cold;

    @Option(names = "--turn", paramLabel = "MS", description = "Length of a turn. Default: 1500; quick: 400.")
    @Nullable
    Integer turnMillis;

    @Option(
            names = "--warm",
            paramLabel = "MS",
            description = "Load before the first turn, for each contestant and kind of load; again while that makes it"
                    + " faster, up to ten times: an hour or more for all of them on a slow machine. Default: 2500;"
                    + " quick: 900, once.")
    @Nullable
    Integer warmMillis;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Messages per second of the open loop. Default: ${DEFAULT-VALUE}.")
    int rate = Shape.DEFAULT_RATE;

    @Option(
            names = "--cpus",
            split = ",",
            paramLabel = "CPU",
            description = "Where the client and the server run. Default: the first two.")
    List<Integer> cpus = List.of();

    @Mixin
    ContestOptions contest = new ContestOptions();

    @Mixin
    ResultsDir results = new ResultsDir("peers");

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Contestant> contestants = contestants();
        List<Shape> shapes = shapes();
        Contest.Plan plan = plan();
        FileLimit.require("inkwire bench peers", (cold ? 1 : contestants.size()) * 2 * Child.FILES);
        List<String> notes = new ArrayList<>();
        try (Programs programs = programs(notes)) {
            if (cold) {
                cold(contestants, programs, notes);
            } else {
                contest(plan, contestants, shapes, programs, notes);
            }
        }
        return 0;
    }

    private Contest.Plan plan() {
        return new Contest.Plan(
                contest.rounds(quick),
                millis(turnMillis, quick ? QUICK_TURN_MILLIS : 1500, "--turn"),
                millis(warmMillis, quick ? QUICK_WARM_MILLIS : 2500, "--warm"),
                quick ? 1 : MOST_WARM,
                contest.seed());
    }

    private void contest(
            Contest.Plan plan, List<Contestant> contestants, List<Shape> shapes, Programs programs, List<String> notes)
            throws IOException, InterruptedException {
        if (quick) {
            notes.add(
                    "QUICK: hardly warm, those with more code least; each turn was short and taken once. The table shows that"
                            + " all work here; to compare, leave out --quick.");
        }
        long began = System.nanoTime();
        List<Standing> standings;
        try (NotedProgress progress = NotedProgress.of(
                        contestants.size() + Contest.turns(plan, contestants.size(), shapes.size()),
                        spec.commandLine().getErr(),
                        notes);
                Contest turns = Contest.start(plan, contestants, shapes, programs, progress)) {
            standings = turns.run();
        }
        String how = String.format(
                Locale.ROOT,
                "%d turns of %d ms each, seed %d, %d s in all; JVM options %s",
                plan.rounds(),
                plan.turnMillis(),
                plan.seed(),
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began),
                String.join(" ", Programs.JVM_OPTIONS));
        report(new Outcome(standings, notes, Machine.description(), how));
    }

    private void cold(List<Contestant> contestants, Programs programs, List<String> notes)
            throws IOException, InterruptedException {
        Shape shape = Shape.all(rate).stream()
                .filter(s -> s.name().equals(COLD_LOAD))
                .findFirst()
                .orElseThrow();
        List<ColdStart.Warming> warmings;
        try (NotedProgress progress =
                NotedProgress.of(contestants.size(), spec.commandLine().getErr(), notes)) {
            warmings = ColdStart.run(contestants, shape, COLD_SECONDS, programs, progress);
        }
        String table = ColdTable.of(warmings, shape.title(), Machine.description(), notes);
        PrintWriter out = spec.commandLine().getOut();
        out.print(table);
        out.flush();
        results.write("cold.md", table);
        results.show(out);
    }

    private void report(Outcome outcome) throws IOException {
        String table = MarkdownTable.of(outcome);
        PrintWriter out = spec.commandLine().getOut();
        out.print(table);
        out.flush();
        results.write("peers.md", table);
        results.write("peers.json", JsonFigures.of(outcome));
        Path histograms = results.directory("histograms");
        for (Standing s : outcome.standings()) {
            HistogramFiles.write(
                    histograms, s.contestant().name() + "." + s.shape().name(), s.results());
        }
        Path plots = results.directory("plots");
        Charts.draw(() -> Plots.write(outcome, plots), spec.commandLine().getErr());
        results.show(out);
    }

    private List<Contestant> contestants() {
        try {
            List<Contestant> chosen = only.isEmpty()
                    ? Contestant.all().stream().filter(c -> !quick || c.quick()).toList()
                    : only.stream().map(Contestant::named).toList();
            return chosen.stream().distinct().toList();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private List<Shape> shapes() {
        Bounds.within(spec, 1, MAX_RATE, rate, "--rate");
        List<Shape> all = Shape.all(rate);
        for (String name : loads) {
            if (all.stream().noneMatch(s -> s.name().equals(name))) {
                throw new ParameterException(
                        spec.commandLine(),
                        "no load " + name + "; there are "
                                + String.join(
                                        ", ", all.stream().map(Shape::name).toList()));
            }
        }
        return all.stream()
                .filter(s -> loads.isEmpty() ? !quick || s.quick() : loads.contains(s.name()))
                .toList();
    }

    private int millis(@Nullable Integer given, int byDefault, String option) {
        return Bounds.within(spec, LEAST_MILLIS, MOST_MILLIS, given == null ? byDefault : given, option);
    }

    private Programs programs(List<String> notes) throws IOException {
        Path work = results.directory("processes");
        List<Integer> allowed = Machine.cpus();
        List<Integer> chosen = cpus.isEmpty() ? allowed : cpus;
        if (!allowed.containsAll(chosen)) {
            throw new ParameterException(spec.commandLine(), "--cpus: this process may use " + allowed);
        }
        if (chosen.isEmpty()) {
            notes.add("NOT PINNED: only Linux lets this program choose CPUs and see what others use");
            return new Programs(work, null, null);
        }
        Integer client = chosen.get(0);
        Integer server = chosen.get(chosen.size() > 1 ? 1 : 0);
        if (client.equals(server)) {
            notes.add("ONE CPU for client and server: what they would do at the same time takes turns");
        }
        return new Programs(work, server, client);
    }

    /** For the help. */
    static final class Names extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Names() {
            super(Contestant.all().stream().map(Contestant::name).toList());
        }
    }

    /** For the help. */
    static final class Loads extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Loads() {
            super(Shape.all(Shape.DEFAULT_RATE).stream().map(Shape::name).toList());
        }
    }
}
