// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.rados;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.inkwire.bench.options.Bounds;
import org.inkwire.bench.options.ContestOptions;
import org.inkwire.bench.options.ResultsDir;
import org.inkwire.bench.process.Child;
import org.inkwire.bench.process.Machine;
import org.inkwire.bench.process.NotedProgress;
import org.inkwire.bench.rados.plan.Load;
import org.inkwire.bench.rados.plan.Plan;
import org.inkwire.bench.rados.plan.Shape;
import org.inkwire.bench.rados.report.JsonFigures;
import org.inkwire.bench.rados.report.MarkdownTable;
import org.inkwire.bench.rados.report.Outcome;
import org.inkwire.bench.rados.report.Plots;
import org.inkwire.bench.rados.run.Beds;
import org.inkwire.bench.rados.run.Contest;
import org.inkwire.bench.rados.run.Kind;
import org.inkwire.bench.rados.run.Launcher;
import org.inkwire.bench.rados.run.Standing;
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

/** {@code inkwire bench rados}. */
@Command(
        name = "rados",
        description = {
            "Our client on one or two clusters, beside librados and Debian's rados bench if you ask for them.",
            "All take turns in random order. Pools and objects are made for the run and removed after it. Prints a table,"
                    + " and leaves it, the figures as JSON, histograms and plots in a directory."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class RadosCommand implements Benchmark {
    private static final int MAX_CLUSTERS = 2;
    private static final int QUICK_SECONDS = 2;
    private static final int SECONDS = 3;
    private static final int FRESH_SECONDS = 8;
    private static final int QUICK_FRESH_SECONDS = 3;
    private static final int WARM_SECONDS = 10;
    private static final int MEBI_SHIFT = 20;
    private static final int MAX_MEBI = 1 << 20;
    private static final int MAX_SECONDS = 3600;
    private static final int MAX_IN_FLIGHT = 4096;
    private static final int MAX_COPIES = 10;

    @Spec
    @SuppressWarnings("NullAway.Init")
    CommandSpec spec;

    @Option(
            names = {"-c", "--conf"},
            paramLabel = "FILE",
            required = true,
            description = "The ceph.conf of a cluster, ours or a real one. Twice: both are measured.")
    List<Path> confs = List.of();

    @Option(
            names = "--with-librados",
            description = "Also a client on librados (compiled by cc) and Debian's rados bench.")
    boolean withLibrados;

    @Option(names = "--quick", description = "4 KiB, 16 in flight, one copy, one round of short turns.")
    boolean quick;

    @Option(
            names = "--sizes",
            split = ",",
            paramLabel = "BYTES",
            description = "Bytes of an object, such as 4k. Default: 4k,64k,4m; quick: 4k.")
    List<String> sizes = List.of();

    @Option(
            names = "--in-flight",
            split = ",",
            paramLabel = "N",
            description = "Operations in flight. Default: 1,16,64; quick: 16.")
    List<Integer> inFlight = List.of();

    @Option(
            names = "--loads",
            split = ",",
            paramLabel = "NAME",
            description = "write, read (of objects at random). Default: both.")
    List<String> loads = List.of();

    @Option(
            names = "--size",
            split = ",",
            paramLabel = "N",
            description = "Copies of each object: a pool is made for each, and removed. Default: 1,3; quick: 1.")
    List<Integer> copies = List.of();

    @Option(
            names = "--pool",
            paramLabel = "NAME",
            description = "Use this pool instead, in namespaces of our own, which are emptied.")
    @Nullable
    String pool;

    @Option(names = "--seconds", paramLabel = "N", description = "Length of a turn. Default: 3; quick: 2.")
    @Nullable
    Integer seconds;

    @Option(
            names = "--warm",
            paramLabel = "N",
            description =
                    "Seconds of each load before the first turn of a client that stays alive. Default: 10; quick: 2.")
    @Nullable
    Integer warm;

    @Option(
            names = "--fresh",
            paramLabel = "N",
            description = "Seconds for a new process of rados bench, and for the first load on a cluster; 0: not"
                    + " measured. Default: 8; quick: 3.")
    @Nullable
    Integer fresh;

    @Option(
            names = "--turn-mib",
            paramLabel = "MIB",
            description = "A turn that has written so much ends early: the OSDs may keep it in memory, copies times."
                    + " Default: ${DEFAULT-VALUE}.")
    int turnMebi = 512;

    @Option(
            names = "--daemons",
            split = ",",
            paramLabel = "PID",
            description =
                    "Processes of the first cluster, for their CPU time. Default: run/*.pid beside its ceph.conf.")
    List<Long> daemons = List.of();

    @Option(names = "--daemons-b", split = ",", paramLabel = "PID", description = "Processes of the second cluster.")
    List<Long> secondDaemons = List.of();

    @Mixin
    ContestOptions contest = new ContestOptions();

    @Mixin
    ResultsDir results = new ResultsDir("rados");

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        Plan plan = plan();
        List<String> notes = new ArrayList<>();
        PrintWriter err = spec.commandLine().getErr();
        Outcome outcome;
        try (Launcher launcher = new Launcher(results.directory("processes"))) {
            List<Kind> live = new ArrayList<>(List.of(Kind.INKWIRE));
            List<Kind> tools = new ArrayList<>();
            if (withLibrados) {
                add(Kind.LIBRADOS, launcher.compileLibrados(), live, notes);
                add(Kind.RADOS_BENCH, Launcher.findRados(), tools, notes);
            }
            int children = confs.size() * live.size() + 1;
            FileLimit.require("inkwire bench rados", confs.size() * FileLimit.OF_A_CLIENT + children * Child.FILES);
            try (Beds beds = Beds.open(launcher, err)) {
                beds.prepare(confs, List.of(daemons, secondDaemons), plan.copies(), pool);
                notes.addAll(beds.notes());
                outcome = run(plan, beds, launcher, live, tools, notes);
                show(outcome);
            }
        }
        write(outcome);
        return 0;
    }

    private void check() {
        require(confs.size() <= MAX_CLUSTERS, "--conf may be given once or twice");
        require(pool == null || !pool.matches(".*\\s.*"), "--pool: a name with a space cannot be used here");
        require(
                pool == null || copies.isEmpty(),
                "--size is for pools that are made: it cannot be combined with --pool");
        require(
                secondDaemons.isEmpty() || confs.size() == MAX_CLUSTERS,
                "--daemons-b is for a second cluster: give --conf twice");
        requireProcesses(daemons, "--daemons");
        requireProcesses(secondDaemons, "--daemons-b");
    }

    private void requireProcesses(List<Long> pids, String option) {
        pids.forEach(pid -> require(ProcessHandle.of(pid).isPresent(), option + ": there is no process " + pid));
    }

    private void require(boolean holds, String otherwise) {
        Bounds.require(spec, holds, otherwise);
    }

    private static void add(Kind kind, @Nullable String obstacle, List<Kind> to, List<String> notes) {
        if (obstacle == null) {
            to.add(kind);
        } else {
            notes.add("NOT MEASURED: " + kind.title() + ": " + obstacle);
        }
    }

    private Outcome run(Plan plan, Beds beds, Launcher launcher, List<Kind> live, List<Kind> tools, List<String> notes)
            throws IOException, InterruptedException {
        List<Kind> freshTools = new ArrayList<>(List.of(Kind.INKWIRE_BENCH));
        freshTools.addAll(tools);
        long began = System.nanoTime();
        int steps = Contest.steps(plan, confs.size(), live.size(), tools.size(), freshTools.size());
        List<Standing> first = List.of();
        List<Standing> freshRuns = List.of();
        List<Standing> standings;
        try (NotedProgress progress = NotedProgress.of(steps, spec.commandLine().getErr(), notes);
                Contest turns = new Contest(plan, beds.beds(), launcher, progress)) {
            if (plan.freshSeconds() > 0) {
                first = turns.first(freshTools.get(freshTools.size() - 1));
            }
            turns.fill();
            if (plan.freshSeconds() > 0) {
                freshRuns = turns.fresh(freshTools);
            }
            turns.enter(live, tools);
            standings = turns.turns();
        }
        String how = String.format(
                Locale.ROOT,
                "%d turns of %d s each, %d MiB written at most, clients that stay alive warmed for %d s with each load,"
                        + " seed %d, %d s in all; JVM options %s",
                plan.rounds(),
                plan.seconds(),
                turnMebi,
                plan.warmSeconds(),
                plan.seed(),
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began),
                String.join(" ", Launcher.JVM_OPTIONS));
        return new Outcome(sorted(plan, beds, standings), first, freshRuns, notes, Machine.description(), how);
    }

    /** As in the plan and on the command line, not as they were measured. */
    private static List<Standing> sorted(Plan plan, Beds beds, List<Standing> standings) {
        List<String> clusters =
                beds.beds().stream().map(bed -> bed.cluster().name()).toList();
        return standings.stream()
                .sorted(Comparator.comparingInt((Standing s) -> plan.shapes().indexOf(s.shape()))
                        .thenComparingInt(s -> clusters.indexOf(s.cluster()))
                        .thenComparing(Standing::kind))
                .toList();
    }

    private void show(Outcome outcome) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(MarkdownTable.of(outcome));
        out.flush();
    }

    private void write(Outcome outcome) throws IOException {
        results.write("rados.md", MarkdownTable.of(outcome));
        results.write("rados.json", JsonFigures.of(outcome));
        Path histograms = results.directory("histograms");
        for (Standing s : outcome.standings()) {
            if (s.latencyNanos().getTotalCount() > 0) {
                String name =
                        s.cluster() + "." + s.kind().key() + "." + s.shape().name();
                HistogramFiles.write(histograms, name, s.results());
            }
        }
        Path plots = results.directory("plots");
        Charts.draw(() -> Plots.write(outcome, plots), spec.commandLine().getErr());
        results.show(spec.commandLine().getOut());
    }

    private Plan plan() {
        List<Integer> bytes =
                parse(sizes.isEmpty() ? (quick ? List.of("4k") : List.of("4k", "64k", "4m")) : sizes, Shape::bytes);
        List<Load> chosen = parse(loads.isEmpty() ? List.of("write", "read") : loads, Load::named);
        List<Integer> depths = inFlight.isEmpty() ? (quick ? List.of(16) : List.of(1, 16, 64)) : inFlight;
        depths.forEach(n -> within(1, MAX_IN_FLIGHT, n, "--in-flight"));
        List<Integer> pools = copies.isEmpty() ? (quick || pool != null ? List.of(1) : List.of(1, 3)) : copies;
        pools.forEach(n -> within(1, MAX_COPIES, n, "--size"));
        within(1, MAX_MEBI, turnMebi, "--turn-mib");
        return new Plan(
                Plan.shapes(pools, chosen, bytes, depths),
                contest.rounds(quick),
                within(1, MAX_SECONDS, seconds == null ? (quick ? QUICK_SECONDS : SECONDS) : seconds, "--seconds"),
                within(0, MAX_SECONDS, warm == null ? (quick ? QUICK_SECONDS : WARM_SECONDS) : warm, "--warm"),
                within(
                        0,
                        MAX_SECONDS,
                        fresh == null ? (quick ? QUICK_FRESH_SECONDS : FRESH_SECONDS) : fresh,
                        "--fresh"),
                (long) turnMebi << MEBI_SHIFT,
                contest.seed());
    }

    private <T> List<T> parse(List<String> words, Function<String, T> parser) {
        try {
            return words.stream().map(parser).distinct().toList();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private int within(int least, int most, int value, String option) {
        return Bounds.within(spec, least, most, value, option);
    }
}
