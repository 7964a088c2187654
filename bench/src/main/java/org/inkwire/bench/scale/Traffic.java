// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.scale;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.inkwire.bench.EchoMessage;
import org.inkwire.bench.EchoMessengers;
import org.inkwire.bench.process.Child;
import org.inkwire.bench.process.Machine;
import org.inkwire.cli.Failure;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.Throttle;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.msgr.event.StackConfig;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;

/**
 * Lossy sessions with a server in a process of its own, opened by a client here that has one worker, so that the next
 * message of any connection can be sent where the last answer came. Not thread-safe.
 */
final class Traffic implements AutoCloseable {
    /** Descriptors of either process beyond its connections. */
    static final int OTHER_FILES = 200;

    private static final long START_SECONDS = 30;
    private static final long LONGEST_SECONDS = 300;

    private final Child server;
    private final NetworkStack stack;
    private final Messenger client;
    private final EntityAddrVec address;
    private final ByteBuf zeros;
    private final List<Connection> connections = new ArrayList<>();

    /** Of the turn in progress; confined to the worker, handed over by sending and by the latch. */
    private int toSend;

    private int toReceive;
    private int next;
    private int bytes;
    private volatile CountDownLatch done = new CountDownLatch(1);

    /** @param work for the server's log */
    Traffic(Path work, int serverWorkers, int mostBytes) throws IOException, InterruptedException {
        zeros = Unpooled.directBuffer(mostBytes).writeZero(mostBytes);
        server = Child.start(
                "the server",
                null,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ScaleServer.class.getName(),
                        Integer.toString(serverWorkers),
                        Integer.toString(mostBytes)),
                work.resolve("server.log"));
        try {
            address = EntityAddrVec.parse(server.await(START_SECONDS));
            stack = NetworkStack.start(StackConfig.defaults().withOpThreads(1));
            client = EchoMessengers.create(stack, EntityName.client(1), Policy.lossyClient(), false, this::answered);
            client.start();
        } catch (RuntimeException | InterruptedException e) {
            server.close();
            throw e;
        }
    }

    /** Nanoseconds until there are so many connections in all. */
    long connect(int wanted) throws InterruptedException {
        long began = System.nanoTime();
        int first = connections.size();
        for (int i = first; i < wanted; i++) {
            connections.add(client.connectToAnonymously(EntityType.OSD, address));
        }
        long deadline = began + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        for (Connection connection : connections.subList(first, wanted)) {
            while (!connection.isConnected()) {
                server.requireRunning();
                if (System.nanoTime() > deadline) {
                    throw new Failure("not connected after " + LONGEST_SECONDS + " s: " + connection);
                }
                TimeUnit.MILLISECONDS.sleep(1);
            }
        }
        return System.nanoTime() - began;
    }

    /** Bytes of heap and direct memory in both processes. */
    long memory() throws InterruptedException {
        return Memory.usedBytes() + Long.parseLong(server.ask(ScaleServer.MEMORY, LONGEST_SECONDS));
    }

    /** CPU time of both processes so far. */
    long cpuNanos() {
        return Machine.cpuNanosOfProcess(ProcessHandle.current().pid()) + Machine.cpuNanosOfProcess(server.pid());
    }

    /**
     * Round trips of so many bytes each way, over all connections in turn.
     *
     * @return nanoseconds
     */
    long roundTrips(int count, int inFlight, int size) throws InterruptedException {
        CountDownLatch latch = new CountDownLatch(1);
        toSend = count - inFlight;
        toReceive = count;
        bytes = size;
        done = latch;
        long began = System.nanoTime();
        for (int i = 0; i < inFlight; i++) {
            send(connections.get(i % connections.size()));
        }
        if (!isOpened(latch)) {
            throw new Failure(toReceive + " of " + count + " answers are missing after " + LONGEST_SECONDS + " s");
        }
        return System.nanoTime() - began;
    }

    /** A lossy session says nothing of a server that has ended. */
    private boolean isOpened(CountDownLatch latch) throws InterruptedException {
        for (int second = 0; second < LONGEST_SECONDS; second++) {
            if (latch.await(1, TimeUnit.SECONDS)) {
                return true;
            }
            server.requireRunning();
        }
        return false;
    }

    private void send(Connection connection) {
        connection.sendMessage(EchoMessage.of(0, bytes, zeros.retainedSlice(0, bytes)));
    }

    private void answered(Connection connection, EchoMessage message) {
        if (toSend > 0) {
            toSend--;
            next = next + 1 < connections.size() ? next + 1 : 0;
            send(connections.get(next));
        }
        if (--toReceive == 0) {
            done.countDown();
        }
    }

    /**
     * Runs {@code task} while another client does not read what the server has sent it: as much as fits on its way.
     *
     * @param size of each message
     */
    long besideASlowReader(int size, Timed task) throws InterruptedException {
        List<EchoMessage> held = new ArrayList<>();
        CountDownLatch stuck = new CountDownLatch(1);
        Throttle one = new Throttle("slow-messages", 1);
        Policy policy = Policy.lossyClient().throttledBy(new Throttle("slow-bytes", 0), one);
        Messenger slow = EchoMessengers.create(stack, EntityName.client(2), policy, false, (connection, message) -> {
            held.add((EchoMessage) message.retain());
            stuck.countDown();
        });
        slow.start();
        try {
            slow.connectTo(EntityType.OSD, address)
                    .sendMessage(EchoMessage.of(ScaleServer.FLOOD, size, Unpooled.EMPTY_BUFFER));
            if (!isOpened(stuck)) {
                throw new Failure("the slow reader got nothing in " + LONGEST_SECONDS + " s");
            }
            return task.run();
        } finally {
            slow.markDownAll();
            held.forEach(message -> Objects.requireNonNull(message).release());
            slow.shutdown().toCompletableFuture().join();
        }
    }

    /** Takes nanoseconds. */
    @FunctionalInterface
    interface Timed {
        long run() throws InterruptedException;
    }

    @Override
    public void close() {
        try {
            client.shutdown().toCompletableFuture().join();
            stack.shutdown().toCompletableFuture().join();
        } finally {
            server.close();
            zeros.release();
        }
    }
}
