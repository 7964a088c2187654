// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.rados.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.inkwire.bench.process.Allocations;
import org.inkwire.bench.process.Result;
import org.inkwire.cli.Failure;
import org.inkwire.cli.rados.bench.BenchRun;
import org.inkwire.objecter.error.RadosException;
import org.inkwire.objecter.rados.AsyncIoCtx;
import org.inkwire.objecter.rados.RadosClient;

/**
 * The main class of our client's process, which lives as long as its input: {@code CONF} connects and prints {@code
 * ready}; then each {@link Order} is run as {@code inkwire rados bench} would, and answered with a {@link Result}, or with
 * {@code failed} and the reason. If it cannot connect, it says so in one line on stderr, and ends with status 1.
 */
public final class ClientProcess {
    /** How much longer than ordered the last operations may take. */
    private static final Duration PATIENCE = Duration.ofSeconds(BoundedClient.OPERATION_SECONDS);

    /** Before anything a library prints. */
    private static final PrintStream OUT = System.out;

    private ClientProcess() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        System.setOut(System.err);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (RadosClient client = BoundedClient.connect(Path.of(args[0]))) {
            say("ready");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                say(answer(client, line));
            }
        } catch (Failure e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static String answer(RadosClient client, String line) throws InterruptedException {
        try {
            return run(client, Order.parse(line));
        } catch (IllegalArgumentException | RadosException e) {
            return failed(e);
        }
    }

    private static String failed(Throwable failure) {
        return "failed: "
                + String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }

    private static String run(RadosClient client, Order order) throws InterruptedException {
        AsyncIoCtx io = client.ioCtx(order.pool()).async().withNamespace(order.namespace());
        long allocated = Allocations.soFar();
        long begun = System.nanoTime();
        BenchRun run = BenchRun.start(
                op(io, order), order.inFlight(), Duration.ofMillis(order.millis()), limit(order), System::nanoTime);
        if (!run.await(Duration.ofMillis(order.millis()).plus(PATIENCE))) {
            BenchRun.Progress progress = run.progress();
            return "failed: " + (progress.started() - progress.finished()) + " operations had no answer "
                    + PATIENCE.toSeconds() + " s after the turn";
        }
        long nanos = System.nanoTime() - begun;
        Throwable failure = run.failure();
        if (failure != null) {
            return failed(failure);
        }
        return new Result(run.progress().finished(), nanos, 0, Allocations.soFar() - allocated, run.latencies()).line();
    }

    private static long limit(Order order) {
        return switch (order.load()) {
            case WRITE -> order.objects();
            case READ -> Long.MAX_VALUE;
        };
    }

    private static BenchRun.Op op(AsyncIoCtx io, Order order) {
        byte[] content = new byte[order.bytes()];
        return switch (order.load()) {
            case WRITE -> index -> io.writeFull(order.name(index), ByteBuffer.wrap(content));
            case READ ->
                index -> io.read(order.name(ThreadLocalRandom.current().nextLong(order.objects())), 0, order.bytes());
        };
    }

    private static void say(String line) {
        OUT.println(line);
        OUT.flush();
    }
}
