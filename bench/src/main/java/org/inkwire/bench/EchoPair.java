// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.msgr.event.StackConfig;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.jspecify.annotations.Nullable;

/**
 * A client and an echo server over loopback TCP, each with its own worker, handlers on the workers. The client keeps a
 * fixed number of messages in flight: each reply sends the next. After Ceph's {@code perf_msgr_client} and {@code
 * perf_msgr_server}.
 */
final class EchoPair implements AutoCloseable {
    private static final long WAIT_SECONDS = 60;
    private static final int SIGNIFICANT_DIGITS = 3;

    private final NetworkStack serverStack;
    private final NetworkStack clientStack;
    private final Messenger server;
    private final Messenger client;
    private final Connection connection;
    private final ByteBuf payload;
    private final Histogram latencyNanos = new Histogram(SIGNIFICANT_DIGITS);

    /** Confined to the client's worker while a batch runs; handed over by the latch and by sendMessage. */
    private int toSend;

    private int toReceive;
    private volatile @Nullable CountDownLatch done;

    EchoPair(String driver, int payloadBytes, boolean lossless) {
        serverStack = NetworkStack.start(
                StackConfig.defaults().withMsType(driver).withOpThreads(1).withName("server"));
        clientStack = NetworkStack.start(
                StackConfig.defaults().withMsType(driver).withOpThreads(1).withName("client"));
        payload = Unpooled.directBuffer(payloadBytes).writeZero(payloadBytes);
        server = EchoMessengers.create(
                serverStack,
                EntityName.osd(0),
                lossless ? Policy.statefulServer() : Policy.statelessServer(),
                false,
                this::echo);
        server.bind(InetAddress.getLoopbackAddress(), 0, 0)
                .toCompletableFuture()
                .join();
        server.start();
        client = EchoMessengers.create(
                clientStack,
                EntityName.client(1),
                lossless ? Policy.losslessClient() : Policy.lossyClient(),
                false,
                this::reply);
        client.start();
        connection = client.connectTo(EntityType.OSD, server.addrs());
    }

    private void echo(Connection c, EchoMessage message) {
        c.sendMessage(EchoMessage.of(message.stamp(), 0, message.data().retain()));
    }

    private void reply(Connection c, EchoMessage message) {
        latencyNanos.recordValue(System.nanoTime() - message.stamp());
        if (toSend > 0) {
            toSend--;
            sendOne();
        }
        CountDownLatch latch = done;
        if (--toReceive == 0 && latch != null) {
            latch.countDown();
        }
    }

    private void sendOne() {
        connection.sendMessage(EchoMessage.of(System.nanoTime(), payload.readableBytes(), payload.retainedDuplicate()));
    }

    /** Sends {@code messages} messages with at most {@code inFlight} unanswered, and waits for all answers. */
    void run(int messages, int inFlight) throws InterruptedException {
        CountDownLatch latch = new CountDownLatch(1);
        int first = Math.min(messages, inFlight);
        toSend = messages - first;
        toReceive = messages;
        done = latch;
        for (int i = 0; i < first; i++) {
            sendOne();
        }
        if (!latch.await(WAIT_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(toReceive + " of " + messages + " answers missing");
        }
    }

    /** Round-trip times of everything since the last reset, in nanoseconds. */
    Histogram latencyNanos() {
        return latencyNanos;
    }

    @Override
    public void close() {
        client.shutdown().toCompletableFuture().join();
        server.shutdown().toCompletableFuture().join();
        clientStack.shutdown().toCompletableFuture().join();
        serverStack.shutdown().toCompletableFuture().join();
        payload.release();
    }
}
