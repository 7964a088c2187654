// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.bench;

import java.util.ServiceLoader;
import org.inkwire.cli.Failure;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code inkwire bench}. */
@Command(
        name = "bench",
        description = "Benchmarks: our parts beside what others use. inkwire bench --help lists them.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "BENCHMARK")
public final class BenchCommand implements Runnable {
    @Spec
    CommandSpec spec;

    /** Adds the benchmarks of the class path to this command. */
    public static void addBenchmarks(CommandLine bench) {
        for (Benchmark benchmark : ServiceLoader.load(Benchmark.class)) {
            bench.addSubcommand(benchmark);
        }
    }

    /** Runs when no benchmark is named. */
    @Override
    public void run() {
        if (spec.subcommands().isEmpty()) {
            throw new Failure("the benchmarks are not on the class path; ./inkwire in a source tree adds them");
        }
        throw new ParameterException(spec.commandLine(), "a benchmark is required");
    }
}
