// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.scale;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.inkwire.bench.micro.Clusters;
import org.inkwire.bench.options.Bounds;
import org.inkwire.bench.options.ResultsDir;
import org.inkwire.bench.process.Machine;
import org.inkwire.bench.report.Charts;
import org.inkwire.cli.bench.Benchmark;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code inkwire bench scale}. */
@Command(
        name = "scale",
        description = {
            "What grows with what: with the number of connections, the size of a message, the OSDs of a cluster map.",
            "Prints each curve with its exponent, over all of it and between its last two points: 1 is linear, 0 does not"
                    + " grow. Lossy sessions, of which one client can have many; the server in a process of its own. A few minutes."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class ScaleCommand implements Benchmark {
    private static final int MOST_BYTES = 64 << 20;
    /** More than are in flight. */
    private static final int LEAST_TRIPS = 100;

    private static final int MOST_TRIPS = 100_000_000;
    private static final int MOST_IDLE_SECONDS = 3600;
    private static final int MOST_WORKERS = 24;

    @Spec
    @SuppressWarnings("NullAway.Init")
    CommandSpec spec;

    @Option(
            names = "--connections",
            split = ",",
            paramLabel = "N",
            description = "Ascending. Default: 1,10,100,1000,10000.")
    List<Integer> connections = List.of(1, 10, 100, 1_000, 10_000);

    @Option(
            names = "--sizes",
            split = ",",
            paramLabel = "BYTES",
            description = "Ascending. Default: 64 to 64 MiB, each 16 times the one before.")
    List<Integer> sizes = List.of(64, 1 << 10, 1 << 14, 1 << 18, 1 << 22, 1 << 26);

    @Option(names = "--osds", split = ",", paramLabel = "N", description = "Ascending. Default: 100,1000,10000.")
    List<Integer> osds = List.of(100, 1_000, 10_000);

    @Option(names = "--trips", paramLabel = "N", description = "Round trips of a turn. Default: ${DEFAULT-VALUE}.")
    int trips = 200_000;

    @Option(names = "--workers", paramLabel = "N", description = "Of the server. Default: ${DEFAULT-VALUE}.")
    int workers = 2;

    @Option(
            names = "--idle",
            paramLabel = "S",
            description = "Seconds without a message, for the idle CPU. Default: ${DEFAULT-VALUE}.")
    int idle = 10;

    @Mixin
    final ResultsDir results = new ResultsDir("scale");

    @Override
    public Integer call() throws IOException, InterruptedException {
        ascending("--connections", connections, Integer.MAX_VALUE);
        ascending("--sizes", sizes, MOST_BYTES);
        ascending("--osds", osds, Clusters.MOST_OSDS);
        Bounds.within(spec, LEAST_TRIPS, MOST_TRIPS, trips, "--trips");
        Bounds.within(spec, 0, MOST_IDLE_SECONDS, idle, "--idle");
        Bounds.within(spec, 1, MOST_WORKERS, workers, "--workers");
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        List<Integer> possible = possible(out);
        Measurements measurements = new Measurements(
                results.directory("log"),
                line -> {
                    err.println(line);
                    err.flush();
                },
                workers,
                trips,
                idle);
        List<Curve> curves = new ArrayList<>();
        if (!possible.isEmpty()) {
            curves.addAll(measurements.connections(possible));
        }
        curves.addAll(measurements.sizes(sizes));
        curves.addAll(measurements.maps(osds));
        report(curves, out);
        return 0;
    }

    /** What the limit of descriptors lets either process open. */
    private List<Integer> possible(PrintWriter out) {
        long files = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
        List<Integer> possible = connections.stream()
                .filter(n -> n >= 1 && n <= files - Traffic.OTHER_FILES)
                .toList();
        if (possible.size() < connections.size()) {
            out.println(
                    "NOT ALL OF " + connections + " CONNECTIONS: the limit is " + files + " descriptors (ulimit -n)");
        }
        return possible;
    }

    private void ascending(String option, List<Integer> values, int most) {
        Bounds.within(spec, 1, most, values.get(values.size() - 1), option);
        for (int i = 0; i < values.size(); i++) {
            int before = i == 0 ? 0 : values.get(i - 1);
            Bounds.require(spec, values.get(i) > before, option + " must ascend from 1 or more");
        }
    }

    private void report(List<Curve> curves, PrintWriter out) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("| cost | by | values | exponent | at the end |");
        lines.add("|---|---|---|---|---|");
        for (Curve curve : curves) {
            List<String> values = new ArrayList<>();
            for (Charts.Point p : curve.points()) {
                values.add(String.format(Locale.ROOT, "%,.0f: %s", p.x(), brief(p.y())));
            }
            lines.add("| " + curve.name() + ", " + curve.unit() + " | " + curve.input() + " | "
                    + String.join("; ", values) + " | " + slope(curve.exponent()) + " | " + slope(curve.lastExponent())
                    + " |");
        }
        lines.add("");
        lines.add(Machine.description());
        lines.forEach(out::println);
        results.write("scale.md", String.join("\n", lines) + "\n");
        Path plots = results.directory("plots");
        Charts.draw(
                () -> {
                    for (Curve curve : curves) {
                        Charts.save(
                                Charts.growth(curve.name(), curve.input(), curve.unit(), curve.points()),
                                plots,
                                fileName(curve));
                    }
                },
                spec.commandLine().getErr());
        results.show(out);
    }

    /** A cost of 0 has no logarithm. */
    private static String slope(double exponent) {
        return Double.isNaN(exponent) ? "none" : String.format(Locale.ROOT, "%.2f", exponent);
    }

    private static String fileName(Curve curve) {
        return (curve.name() + " by " + curve.input()).replaceAll("[^A-Za-z0-9]+", "-");
    }

    private static String brief(double cost) {
        return String.format(Locale.ROOT, cost < 10 ? "%.2f" : "%,.0f", cost);
    }
}
