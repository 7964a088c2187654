// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.crush;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.inkwire.bench.micro.Clusters;
import org.inkwire.cli.bench.Benchmark;
import org.inkwire.cluster.map.OSDMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
    private static final int MAX_OSDS = 100_000;
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

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "Where the map goes. Default: ${DEFAULT-VALUE}.")
    Path output = Path.of("bench-results", "crush");

    @Override
    public Integer call() throws IOException, InterruptedException {
        check(osds >= Clusters.COPIES && osds <= MAX_OSDS, "--osds must be 3 to " + MAX_OSDS);
        check(inputs >= 1, "--inputs must be 1 or more");
        check(rounds >= 1, "--rounds must be 1 or more");
        check(domain.equals("host") || domain.equals("rack"), "--domain must be host or rack");
        PrintWriter out = spec.commandLine().getOut();
        OSDMap map = Clusters.osdMap(osds, domain, GROUPS);
        int rule = Clusters.ruleId(map.crush(), domain);
        Path file = Files.createDirectories(output).resolve("map.crush");
        Files.write(file, map.crush().encode());
        Placing ours = new Placing(map, rule, GROUPS);
        Crushtool theirs = new Crushtool(program, file, rule, Clusters.COPIES);
        boolean installed = theirs.isInstalled();
        if (!installed) {
            out.println("NO COMPARISON: " + program + " IS NOT INSTALLED (Debian: ceph-base)");
        } else if (!same(ours, theirs, out)) {
            return 1;
        }
        measure(ours, theirs, installed, out);
        out.println("Map: " + file.toAbsolutePath());
        out.flush();
        return 0;
    }

    private void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }

    private static boolean same(Placing ours, Crushtool theirs, PrintWriter out)
            throws IOException, InterruptedException {
        List<String> expected = theirs.mappings(COMPARED);
        int equal = 0;
        for (int x = 0; x < expected.size(); x++) {
            equal += ours.mapping(x).equals(expected.get(x)) ? 1 : 0;
        }
        out.println("The same placement for " + equal + " of " + COMPARED + " inputs");
        return equal == COMPARED;
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
        String ratio = tool.isEmpty() ? "?" : String.format(Locale.ROOT, "%.2f", median(tool) / median(nanos));
        out.printf(Locale.ROOT, "| %s | %.1f | %s |%n", what, median(nanos), ratio);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
