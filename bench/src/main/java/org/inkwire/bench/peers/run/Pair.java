// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.run;

import java.io.IOException;
import java.util.List;
import org.inkwire.bench.peers.load.Order;
import org.inkwire.bench.peers.load.PeerProcess;
import org.inkwire.bench.process.Child;
import org.inkwire.bench.process.CpuWatch;
import org.inkwire.bench.process.Machine;
import org.inkwire.bench.process.Result;
import org.inkwire.cli.Failure;

/** A contestant's server and client, connected. Between turns both are stopped. Not thread-safe. */
final class Pair implements AutoCloseable {
    private static final long START_SECONDS = 60;
    private static final long SLACK_SECONDS = 30;
    private static final long MILLIS_PER_SECOND = 1_000;
    private static final String READY = "ready";
    /** Caches are cold after others had the CPUs. */
    private static final int AGAIN_MILLIS = 100;

    private final Contestant contestant;
    private final Child server;
    private final Child client;

    private Pair(Contestant contestant, Child server, Child client) {
        this.contestant = contestant;
        this.server = server;
        this.client = client;
    }

    static Pair start(Contestant contestant, Programs programs) throws IOException, InterruptedException {
        Child server = programs.start(contestant, "server", List.of());
        Child client = null;
        try {
            client = programs.start(contestant, "client", List.of(ready(server)));
            ready(client);
            return new Pair(contestant, server, client);
        } catch (IOException | InterruptedException | RuntimeException e) {
            server.close();
            if (client != null) {
                client.close();
            }
            throw e;
        }
    }

    private static String ready(Child child) throws InterruptedException {
        String line = child.await(START_SECONDS);
        if (!line.startsWith(READY)) {
            throw new Failure("not ready: " + line);
        }
        return line.substring(READY.length()).strip();
    }

    Contestant contestant() {
        return contestant;
    }

    long serverPid() {
        return server.pid();
    }

    long clientPid() {
        return client.pid();
    }

    void stop() throws IOException, InterruptedException {
        client.stop();
        server.stop();
    }

    void resume() throws IOException, InterruptedException {
        server.resume();
        client.resume();
    }

    /** Load that is not measured. */
    Result run(Order order) throws InterruptedException {
        String line = client.ask(order.line(), order.millis() / MILLIS_PER_SECOND + SLACK_SECONDS);
        try {
            return Result.parse(line);
        } catch (IllegalArgumentException e) {
            throw new Failure(contestant.name() + " said: " + line, e);
        }
    }

    /** One measured turn: resumes, and stops again. */
    Turn turn(Shape shape, int millis) throws IOException, InterruptedException {
        resume();
        run(shape.during(AGAIN_MILLIS));
        long allocated = serverAllocated();
        CpuWatch watch = CpuWatch.start();
        long clientCpu = Machine.cpuNanosOf(client.pid());
        long serverCpu = Machine.cpuNanosOf(server.pid());
        Result result = run(shape.during(millis));
        clientCpu = Machine.cpuNanosOf(client.pid()) - clientCpu;
        serverCpu = Machine.cpuNanosOf(server.pid()) - serverCpu;
        double others = watch.others(clientCpu + serverCpu);
        allocated = serverAllocated() - allocated;
        stop();
        return new Turn(result, clientCpu, serverCpu, allocated, others);
    }

    private long serverAllocated() throws InterruptedException {
        if (contestant.kind() != Contestant.Kind.JVM) {
            return 0;
        }
        String line = server.ask(PeerProcess.ALLOCATED, SLACK_SECONDS);
        if (!line.startsWith(PeerProcess.ALLOCATED)) {
            throw new Failure(contestant.name() + " said: " + line);
        }
        return Long.parseLong(line.substring(PeerProcess.ALLOCATED.length()).strip());
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
