// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/**
 * Echo through two messengers over loopback: average round trip with one message in flight, messages per second with
 * 64. Writes round-trip histograms of the measured iterations as {@code .hgrm} (microseconds) to {@code
 * -Dinkwire.bench.hgrm=DIR}, by default {@code bench-results}.
 */
@State(Scope.Benchmark)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-XX:+UseParallelGC"})
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
public class EchoBenchmark {
    private static final int BATCH_ONE = 500;
    private static final int BATCH_MANY = 5_000;
    private static final int IN_FLIGHT = 64;
    private static final double NANOS_PER_MICRO = 1000.0;
    private static final int TICKS_PER_HALF = 5;

    @Param({"epoll", "select"})
    public String driver = "";

    @Param({"64", "4096", "65536"})
    public int bytes;

    @SuppressWarnings("NullAway.Init") // set before the first iteration
    private EchoPair pair;

    @Setup
    public void connect() throws InterruptedException {
        pair = new EchoPair(driver, bytes, false);
        pair.run(1, 1);
    }

    @Setup(Level.Iteration)
    public void forgetWarmup(IterationParams iteration) {
        if (iteration.getType() == IterationType.WARMUP) {
            pair.latencyNanos().reset();
        }
    }

    @TearDown
    public void writeHistogram(BenchmarkParams params) throws IOException {
        String method = params.getBenchmark().substring(params.getBenchmark().lastIndexOf('.') + 1);
        Path dir = Path.of(System.getProperty("inkwire.bench.hgrm", "bench-results"));
        Files.createDirectories(dir);
        Path file = dir.resolve("echo-" + method + "-" + driver + "-" + bytes + ".hgrm");
        try (PrintStream out = new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
            pair.latencyNanos().outputPercentileDistribution(out, TICKS_PER_HALF, NANOS_PER_MICRO);
        }
        pair.close();
    }

    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.MICROSECONDS)
    @OperationsPerInvocation(BATCH_ONE)
    public void oneInFlight() throws InterruptedException {
        pair.run(BATCH_ONE, 1);
    }

    @Benchmark
    @BenchmarkMode(Mode.Throughput)
    @OutputTimeUnit(TimeUnit.SECONDS)
    @OperationsPerInvocation(BATCH_MANY)
    public void sixtyFourInFlight() throws InterruptedException {
        pair.run(BATCH_MANY, IN_FLIGHT);
    }
}
