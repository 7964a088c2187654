// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import org.inkwire.cli.Failure;
import org.inkwire.cli.JsonWriter;
import org.inkwire.cli.Output;
import org.inkwire.cli.rados.Arguments;
import org.inkwire.cli.rados.CopyVerbs;
import org.inkwire.cli.rados.Session;
import org.inkwire.cli.rados.ToolOption;
import org.inkwire.cli.rados.Transfer;
import org.inkwire.objecter.error.RadosException;
import org.inkwire.objecter.rados.AsyncIoCtx;
import org.inkwire.objecter.rados.IoCtx;
import org.inkwire.objecter.rados.WriteOp;
import org.inkwire.wire.RawPath;

/** {@code rados bench}: on the same objects, with the same output plus percentiles. Confined to one thread. */
public final class BenchVerb {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MICRO = 1e3;
    private static final int CONCURRENCY = 16;
    private static final List<String> KINDS = List.of("write", "seq", "rand");

    private final Session s;
    private final IoCtx io;
    private final String host = HostName.get();
    private final Duration limit;
    private final int concurrency;
    private final int opSize;
    private final int objectSize;
    private final long maxObjects;
    private final String runName;
    private final BenchReport report;

    private BenchVerb(Session s, long seconds, BenchReport report) {
        Arguments arguments = s.arguments();
        this.s = s;
        this.io = s.io();
        this.limit = Duration.ofSeconds(seconds);
        this.concurrency = (int)
                Math.min(Integer.MAX_VALUE, arguments.number(ToolOption.CONCURRENT_IOS, "concurrent-ios", CONCURRENCY));
        this.opSize = arguments.bytes(ToolOption.BLOCK_SIZE, "block-size", Transfer.OP_SIZE);
        this.objectSize = arguments.bytes(ToolOption.OBJECT_SIZE, "object-size", opSize);
        this.maxObjects = arguments.number(ToolOption.MAX_OBJECTS, "max-objects", 0);
        this.runName = runName(s);
        this.report = report;
        if (concurrency < 1) {
            throw new Failure("Invalid value for concurrent-ios: '0'");
        }
        if (objectSize % opSize != 0) {
            throw new Failure("the object size must be a multiple of the operation size");
        }
    }

    static String runName(Session s) {
        String given = s.arguments().get(ToolOption.RUN_NAME);
        return given == null ? BenchObjects.LAST : given;
    }

    public static void run(Session s) throws IOException, InterruptedException {
        if (!KINDS.contains(s.operand(1))) {
            throw new Failure("usage: rados [options] bench <seconds> write|seq|rand");
        }
        long seconds;
        try {
            seconds = Long.parseLong(s.operand(0));
        } catch (NumberFormatException e) {
            throw new Failure("Invalid value for seconds: '" + s.operand(0) + "'", e);
        }
        if (seconds < 0 || seconds > Integer.MAX_VALUE) {
            throw new Failure("Invalid value for seconds: '" + s.operand(0) + "'");
        }
        String file = s.arguments().get(ToolOption.OUTPUT);
        if (file == null) {
            run(s, seconds, s.out());
        } else {
            try (Output out = new Output(s.output(file), file)) {
                run(s, seconds, out);
            }
        }
    }

    private static void run(Session s, long seconds, Output out) throws IOException, InterruptedException {
        JsonWriter json = JsonWriter.of(s.arguments().get(ToolOption.FORMAT), out);
        BenchReport report = new BenchReport(out, json, s.arguments().has(ToolOption.SHOW_TIME));
        BenchVerb bench = new BenchVerb(s, seconds, report);
        if (json == null) {
            out.println("hints = " + (s.arguments().has(ToolOption.NO_HINTS) ? 0 : 1));
        }
        switch (s.operand(1)) {
            case "write" -> bench.write();
            case "seq" -> bench.read(false);
            default -> bench.read(true);
        }
        report.end();
        out.flush();
    }

    private void write() throws IOException, InterruptedException {
        AsyncIoCtx async = io.async();
        BenchObjects objects = new BenchObjects(
                objectSize, opSize, 0, (int) ProcessHandle.current().pid());
        report.begin(objects, concurrency, limit.toSeconds(), maxObjects, objects.prefix(host));
        long maxOps = maxObjects == 0
                ? Integer.MAX_VALUE
                : Math.min(Integer.MAX_VALUE, Math.max(concurrency, maxObjects * (objectSize / opSize)));
        BenchContent contents = new BenchContent(opSize);
        long begun = System.nanoTime();
        BenchRun run = measure(index -> writeOne(async, objects, index, contents.of(index)), maxOps);
        double elapsed = (System.nanoTime() - begun) / NANOS_PER_SECOND;
        BenchObjects written =
                new BenchObjects(objectSize, opSize, (int) run.progress().finished(), objects.pid());
        Session.attempt("error writing " + s.at(runName), () -> io.writeFull(runName, written.encode()));
        failed(run);
        report.writeTotals(elapsed, run);
        export(run);
        if (!s.arguments().has(ToolOption.NO_CLEANUP)) {
            report.note("Cleaning up (deleting benchmark objects)");
            begun = System.nanoTime();
            long removed = CleanupVerb.remove(io, host, written, runName);
            report.note(CopyVerbs.removedText(removed));
            report.note("Clean up completed and total clean up time :"
                    + BenchReport.general((System.nanoTime() - begun) / NANOS_PER_SECOND));
        }
    }

    private CompletionStage<?> writeOne(AsyncIoCtx async, BenchObjects objects, long index, byte[] content) {
        BenchObjects.Place place = objects.place(host, index);
        boolean omap = s.arguments().has(ToolOption.WRITE_OMAP);
        boolean xattr = s.arguments().has(ToolOption.WRITE_XATTR);
        WriteOp op = new WriteOp();
        if (s.arguments().has(ToolOption.WRITE_OBJECT) || !omap && !xattr) {
            if (content.length == objects.size()) {
                op.writeFull(ByteBuffer.wrap(content));
            } else {
                op.write(place.offset(), ByteBuffer.wrap(content));
            }
        }
        if (xattr) {
            op.setXattr("bench-xattr-key-" + place.offset(), content);
        }
        if (omap) {
            op.omapSet(Map.of("bench-omap-key-" + place.offset(), content));
        }
        return async.operate(place.name(), op);
    }

    private void read(boolean random) throws IOException, InterruptedException {
        AsyncIoCtx async = io.async();
        BenchObjects objects = CleanupVerb.described(io, runName);
        if (objects == null || objects.ops() == 0) {
            throw new Failure("Must write data before running a read benchmark!");
        }
        report.reading(objects);
        BenchContent contents = new BenchContent(objects.opSize());
        // Seeded, so that two runs read the same objects in the same order.
        Random chosen = new Random(0);
        long begun = System.nanoTime();
        BenchRun run = random
                ? measure(ignored -> readOne(async, objects, contents, chosen.nextInt(objects.ops())), Long.MAX_VALUE)
                : measure(index -> readOne(async, objects, contents, index), objects.ops());
        double elapsed = (System.nanoTime() - begun) / NANOS_PER_SECOND;
        failed(run);
        report.readTotals(elapsed, run);
        export(run);
    }

    private CompletionStage<?> readOne(AsyncIoCtx async, BenchObjects objects, BenchContent contents, long index) {
        BenchObjects.Place place = objects.place(host, index);
        CompletionStage<byte[]> content = async.read(place.name(), place.offset(), objects.opSize());
        return s.arguments().has(ToolOption.NO_VERIFY)
                ? content
                : content.thenAccept(bytes -> verify(contents, index, bytes));
    }

    private static void verify(BenchContent contents, long index, byte[] content) {
        if (!Arrays.equals(content, contents.of(index))) {
            throw new Failure("read of operation " + index + " returned different bytes than were written");
        }
    }

    private BenchRun measure(BenchRun.Op op, long maxOps) throws InterruptedException {
        long begun = System.nanoTime();
        BenchRun run = BenchRun.start(op, concurrency, limit, maxOps, System::nanoTime);
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
            throw new Failure("error during benchmark: " + Session.reason(refused), refused);
        } else if (failure != null) {
            throw new Failure("error during benchmark: " + failure.getMessage(), failure);
        }
    }

    private void export(BenchRun run) throws IOException {
        String hgrm = s.arguments().get(ToolOption.HGRM);
        if (hgrm != null) {
            try (PrintStream file =
                    new PrintStream(Files.newOutputStream(RawPath.of(hgrm)), false, StandardCharsets.UTF_8)) {
                run.latencies().outputPercentileDistribution(file, NANOS_PER_MICRO);
                // It keeps its failures to itself.
                if (file.checkError()) {
                    throw new Failure("error writing to file " + hgrm);
                }
            }
        }
    }
}
