// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.crush;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.inkwire.bench.micro.Clusters;
import org.inkwire.bench.options.Bounds;
import org.inkwire.bench.options.ResultsDir;
import org.inkwire.bench.report.Numbers;
import org.inkwire.bench.report.Spread;
import org.inkwire.cli.Failure;
import org.inkwire.cli.bench.Benchmark;
import org.inkwire.cluster.map.OSDMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code inkwire bench crush}. */
@Command(
        name = "crush",
        description = {
            "Our placement beside Ceph's crushtool, on one map: root, racks, hosts of ten OSDs, three copies.",
            "Both take turns on one core; what counts is CPU time, medians of the rounds. First compares the placements"
                    + " themselves. Leaves the map in the output directory."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class CrushCommand implements Benchmark {
    private static final int COMPARED = 10_000;
    private static final int GROUPS = 1 << 15;
    private static final int LEAST_INPUTS = 100;
    private static final int MAX_INPUTS = 10_000_000;
    private static final int MAX_ROUNDS = 1_000;
    private static final int HOST_OSDS = 10;
    private static final int RACK_OSDS = 100;
    private static final int LOOK_UPS_PER_INPUT = 20;

    @Spec
    @SuppressWarnings("NullAway.Init")
    CommandSpec spec;

    @Option(names = "--osds", paramLabel = "N", description = "OSDs in the map. Default: ${DEFAULT-VALUE}.")
    int osds = 1_000;

    @Option(names = "--inputs", paramLabel = "N", description = "Mappings per round. Default: ${DEFAULT-VALUE}.")
    int inputs = 400_000;

    @Option(names = "--rounds", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    int rounds = 5;

    @Option(
            names = "--domain",
            paramLabel = "TYPE",
            description = "What no two copies share: host or rack. Default: ${DEFAULT-VALUE}.")
    String domain = "host";

    @Option(
            names = "--crushtool",
            paramLabel = "PROGRAM",
            description = "What to compare with. Default: ${DEFAULT-VALUE}.")
    String program = "crushtool";

    @Mixin
    ResultsDir results = new ResultsDir("crush");

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        PrintWriter out = spec.commandLine().getOut();
        OSDMap map = Clusters.osdMap(osds, domain, GROUPS);
        int rule = Clusters.ruleId(map.crush(), domain);
        Path file = results.write("map.crush", map.crush().encode());
        Placing ours = new Placing(map, rule, GROUPS);
        Crushtool theirs = new Crushtool(program, file, rule, Clusters.COPIES, results.directory("processes"));
        boolean installed = theirs.isInstalled();
        if (installed) {
            requireSame(ours, theirs, out);
        } else {
            out.println("NO COMPARISON: " + program + " IS NOT INSTALLED (Debian: ceph-base)");
        }
        measure(ours, theirs, installed, out);
        results.show(out);
        return 0;
    }

    private void check() {
        boolean racks = domain.equals("rack");
        Bounds.require(spec, racks || domain.equals("host"), "--domain must be host or rack");
        // Fewer have no place for every copy.
        int least = (Clusters.COPIES - 1) * (racks ? RACK_OSDS : HOST_OSDS) + 1;
        Bounds.within(spec, least, Clusters.MOST_OSDS, osds, "--osds by " + domain);
        Bounds.within(spec, LEAST_INPUTS, MAX_INPUTS, inputs, "--inputs");
        Bounds.within(spec, 1, MAX_ROUNDS, rounds, "--rounds");
    }

    private static void requireSame(Placing ours, Crushtool theirs, PrintWriter out)
            throws IOException, InterruptedException {
        List<String> expected = theirs.mappings(COMPARED);
        int equal = 0;
        for (int x = 0; x < Math.min(COMPARED, expected.size()); x++) {
            equal += ours.mapping(x).equals(expected.get(x)) ? 1 : 0;
        }
        out.println("The same placement for " + equal + " of " + COMPARED + " inputs");
        out.flush();
        if (equal < COMPARED) {
            throw new Failure("our placement is not crushtool's: nothing is measured");
        }
    }

    private void measure(Placing ours, Crushtool theirs, boolean installed, PrintWriter out)
            throws IOException, InterruptedException {
        List<Double> crush = new ArrayList<>();
        List<Double> first = new ArrayList<>();
        List<Double> remembered = new ArrayList<>();
        List<Double> tool = new ArrayList<>();
        // The first round is for the compiler.
        for (int round = 0; round <= rounds; round++) {
            double crushNanos = ours.crushNanos(inputs);
            double firstNanos = ours.firstNanos();
            double rememberedNanos = ours.rememberedNanos(Math.multiplyExact(inputs, LOOK_UPS_PER_INPUT));
            if (round > 0) {
                crush.add(crushNanos);
                first.add(firstNanos);
                remembered.add(rememberedNanos);
                if (installed) {
                    tool.add((theirs.cpuNanos(inputs) - theirs.cpuNanos(1)) / (double) inputs);
                }
            }
        }
        out.println();
        out.println("| " + osds + " OSDs, " + Clusters.COPIES + " copies by " + domain
                + " | CPU ns per placement | crushtool ÷ it |");
        out.println("|---|---|---|");
        if (installed) {
            row(out, "crushtool --test", tool, tool);
        }
        row(out, "CRUSH alone", crush, tool);
        row(out, "OSDMap, a group's first look-up", first, tool);
        row(out, "OSDMap, later look-ups", remembered, tool);
        out.printf(Locale.ROOT, "%n%d rounds of %d inputs, medians; check sum %x%n", rounds, inputs, ours.sum());
    }

    private static void row(PrintWriter out, String what, List<Double> nanos, List<Double> tool) {
        String ratio = Numbers.ratio(median(tool) / median(nanos));
        out.printf(Locale.ROOT, "| %s | %.1f | %s |%n", what, median(nanos), ratio);
    }

    private static double median(List<Double> values) {
        return Spread.of(values, Double::doubleValue).median();
    }
}
