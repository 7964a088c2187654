// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados;

import static org.inkwire.cli.rados.RadosCommand.attempt;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import org.inkwire.cli.Failure;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.objecter.error.RadosException;
import org.inkwire.objecter.rados.AsyncIoCtx;
import org.inkwire.objecter.rados.IoCtx;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code inkwire rados bench}: like rados bench, on the same objects, with the same output plus percentiles. */
@Command(
        name = "bench",
        description = "Measure writes, sequential reads or random reads.",
        mixinStandardHelpOptions = true)
final class BenchCommand extends ObjectCommand {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MICRO = 1e3;

    /** What is measured. */
    enum Kind {
        WRITE,
        SEQ,
        RAND
    }

    @Parameters(index = "0", paramLabel = "SECONDS")
    int seconds;

    @Parameters(index = "1", paramLabel = "write|seq|rand")
    Kind kind;

    @Option(names = "-b", paramLabel = "BYTES", description = "Bytes per write. Default: ${DEFAULT-VALUE}.")
    int opSize = Transfer.OP_SIZE;

    @Option(
            names = {"-t", "--concurrent-ios"},
            paramLabel = "N",
            description = "Operations in flight. Default: ${DEFAULT-VALUE}.")
    int concurrency = 16;

    @Option(names = "--no-cleanup", description = "Keep the objects for read benchmarks.")
    boolean keep;

    @Option(names = "--no-verify", description = "Do not verify the data read.")
    boolean trusting;

    @Option(names = "--hgrm", paramLabel = "FILE", description = "Write the latency percentiles, in microseconds.")
    @Nullable
    Path hgrm;

    @Override
    void run(IoCtx io) throws IOException, InterruptedException {
        if (seconds < 1 || opSize < 1 || concurrency < 1) {
            throw new Failure("seconds, bytes and operations in flight must be at least 1");
        }
        String host = InetAddress.getLocalHost().getHostName();
        if (kind == Kind.WRITE) {
            write(io, host);
        } else {
            read(io, host);
        }
    }

    private void write(IoCtx io, String host) throws IOException, InterruptedException {
        AsyncIoCtx async = io.async();
        BenchObjects objects =
                new BenchObjects(opSize, 0, (int) ProcessHandle.current().pid());
        rados.out()
                .printf(
                        "Maintaining %d concurrent writes of %d bytes to objects of size %d for up to %d seconds%n",
                        concurrency, opSize, opSize, seconds);
        rados.out().println("Object prefix: " + objects.prefix(host));
        BenchReport report = new BenchReport(rados.out(), opSize);
        long begun = System.nanoTime();
        BenchRun run = measure(
                report,
                index -> async.write(objects.name(host, index), 0, ByteBuffer.wrap(objects.content(index))),
                Integer.MAX_VALUE);
        double elapsed = (System.nanoTime() - begun) / NANOS_PER_SECOND;
        BenchObjects written = new BenchObjects(opSize, (int) run.progress().finished(), objects.pid());
        attempt("error writing " + at(BenchObjects.LAST), () -> io.writeFull(BenchObjects.LAST, written.encode()));
        failed(run);
        report.writeTotals(elapsed, run);
        export(run);
        if (!keep) {
            rados.out().println("Cleaning up (deleting benchmark objects)");
            begun = System.nanoTime();
            remove(io, host, written, concurrency);
            rados.out().println("Removed " + written.count() + " objects");
            rados.out()
                    .println("Clean up completed and total clean up time :"
                            + BenchReport.general((System.nanoTime() - begun) / NANOS_PER_SECOND));
        }
    }

    private void read(IoCtx io, String host) throws IOException, InterruptedException {
        AsyncIoCtx async = io.async();
        BenchObjects objects = last(io);
        if (objects.count() == 0) {
            throw new Failure("Must write data before running a read benchmark!");
        }
        // Seeded, so that two runs read the same objects in the same order.
        Random random = new Random(0);
        BenchReport report = new BenchReport(rados.out(), objects.size());
        long begun = System.nanoTime();
        BenchRun run = kind == Kind.SEQ
                ? measure(report, index -> readOne(async, host, objects, index), objects.count())
                : measure(
                        report,
                        ignored -> readOne(async, host, objects, random.nextInt(objects.count())),
                        Long.MAX_VALUE);
        double elapsed = (System.nanoTime() - begun) / NANOS_PER_SECOND;
        failed(run);
        report.readTotals(elapsed, run);
        export(run);
    }

    private CompletionStage<?> readOne(AsyncIoCtx io, String host, BenchObjects objects, long index) {
        CompletionStage<byte[]> content = io.read(objects.name(host, index), 0, objects.size());
        return trusting ? content : content.thenAccept(bytes -> verify(objects, index, bytes));
    }

    private void verify(BenchObjects objects, long index, byte[] content) {
        if (!Arrays.equals(content, objects.content(index))) {
            throw new Failure("read of object " + index + " returned different bytes than were written");
        }
    }

    private BenchRun measure(BenchReport report, BenchRun.Op op, long maxOps) throws InterruptedException {
        long begun = System.nanoTime();
        BenchRun run = BenchRun.start(op, concurrency, Duration.ofSeconds(seconds), maxOps, System::nanoTime);
        report.second(0, run.progress());
        boolean done = false;
        for (int second = 1; !done; second++) {
            long tick = begun + Duration.ofSeconds(second).toNanos();
            done = run.await(Duration.ofNanos(Math.max(0, tick - System.nanoTime())));
            if (!done) {
                report.second((System.nanoTime() - begun) / NANOS_PER_SECOND, run.progress());
            }
        }
        return run;
    }

    private static void failed(BenchRun run) {
        Throwable failure = run.failure();
        if (failure instanceof RadosException refused) {
            throw new Failure("error during benchmark: " + Errno.describe(refused.errno()), refused);
        } else if (failure != null) {
            throw new Failure("error during benchmark: " + failure.getMessage(), failure);
        }
    }

    private void export(BenchRun run) throws IOException {
        if (hgrm != null) {
            try (PrintStream file =
                    new PrintStream(new FileOutputStream(hgrm.toFile()), false, StandardCharsets.UTF_8)) {
                run.latencies().outputPercentileDistribution(file, NANOS_PER_MICRO);
            }
        }
    }

    private static BenchObjects last(IoCtx io) {
        try {
            return BenchObjects.decode(io.read(BenchObjects.LAST));
        } catch (RadosException e) {
            if (e.is(Errno.ENOENT)) {
                throw new Failure("Must write data before running a read benchmark!", e);
            }
            throw e;
        } catch (IllegalArgumentException e) {
            throw new Failure(String.valueOf(e.getMessage()), e);
        }
    }

    private static void remove(IoCtx io, String host, BenchObjects objects, int concurrency)
            throws InterruptedException {
        AsyncIoCtx async = io.async();
        BenchRun run = BenchRun.start(
                index -> async.remove(objects.name(host, index)),
                concurrency,
                Duration.ofDays(1),
                objects.count(),
                System::nanoTime);
        run.await(Duration.ofDays(1));
        failed(run);
        attempt("error removing " + BenchObjects.LAST, () -> io.remove(BenchObjects.LAST));
    }

    /** {@code inkwire rados cleanup}: removes what the last write benchmark left. */
    @Command(
            name = "cleanup",
            description = "Remove what the last write benchmark left.",
            mixinStandardHelpOptions = true)
    static final class Cleanup extends ObjectCommand {
        private static final int CONCURRENCY = 16;

        @Override
        void run(IoCtx io) throws IOException, InterruptedException {
            BenchObjects objects = last(io);
            remove(io, InetAddress.getLocalHost().getHostName(), objects, CONCURRENCY);
            rados.out().println("Removed " + objects.count() + " objects");
        }
    }
}
