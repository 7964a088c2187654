// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.micro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import io.netty.buffer.PooledByteBufAllocator;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.inkwire.msgr.event.EventDriver;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark of this module works. What it measures here means nothing. */
class BenchmarksRunTest {
    private static final TimeValue INSTANT = TimeValue.milliseconds(20);

    @BeforeAll
    static void besideOtherRuns(@TempDir Path results) {
        System.setProperty("jmh.ignoreLock", "true");
        System.setProperty("inkwire.bench.hgrm", results.toString());
    }

    /** Those that the annotation processor found. */
    static Stream<Named<BenchmarkListEntry>> benchmarks() {
        return BenchmarkList.defaultList()
                .getAll(OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of())
                .stream()
                .map(entry -> named(entry.getUsername(), entry));
    }

    @ParameterizedTest
    @MethodSource("benchmarks")
    void runsOnceAndGivesItsMemoryBack(BenchmarkListEntry benchmark) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + Pattern.quote(benchmark.getUsername()) + "$")
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(INSTANT)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        benchmark.getParams().orElse(Map.of()).forEach((name, values) -> options.param(name, first(name, values)));

        long usedBefore = usedBytes();

        Collection<RunResult> results = new Runner(options.build()).run();

        assertThat(results).as(benchmark.getUsername()).hasSize(1);
        assertThat(usedBytes())
                .as("memory in use after %s", benchmark.getUsername())
                .isEqualTo(usedBefore);
    }

    private static long usedBytes() {
        return PooledByteBufAllocator.DEFAULT.pinnedDirectMemory() + PooledByteBufAllocator.DEFAULT.pinnedHeapMemory();
    }

    /** The first value, by convention the smallest; of drivers the first that runs here. */
    private static String first(String parameter, String[] values) {
        return Arrays.stream(values)
                .filter(value -> !parameter.equals("driver") || runsHere(value))
                .findFirst()
                .orElseThrow();
    }

    private static boolean runsHere(String driver) {
        try {
            EventDriver.named(driver);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
