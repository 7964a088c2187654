// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.msgr;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.util.ResourceLeakDetector;
import java.util.concurrent.CountDownLatch;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Dispatcher;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.Policy;
import org.inkwire.testkit.memory.HeapAllocation;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.message.Message;
import org.inkwire.wire.message.MessagePool;
import org.inkwire.wire.message.MessageRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What a message costs that no clock is needed for: heap on the workers of both sides, and system calls. A driver's test
 * extends this and names the driver.
 */
public abstract class MessageCostContract extends DriverContract {
    private static final int WARM = 200_000;
    private static final int MEASURED = 20_000;
    private static final int IN_FLIGHT = 64;
    /** Per round trip, on one side: an object that is made for each would be as large, or nearly. Seen are 1 to 10. */
    private static final long MOST_HEAP_BYTES = 32;

    private static final int BYTES = 64;
    /** As users have it: the slices that small bodies are given away in are pooled, too. */
    private static final ByteBufAllocator ALLOCATOR = PooledByteBufAllocator.DEFAULT;

    private static final ResourceLeakDetector.Level LEVEL = ResourceLeakDetector.getLevel();

    private final ByteBuf payload = Unpooled.wrappedBuffer(new byte[BYTES]);
    private final CountingDriver counting = new CountingDriver(driver());

    /** A message that is used again. */
    private static final class Ping extends Message {
        private static final int TYPE = 0x7003;
        private static final MessagePool<Ping> POOL = new MessagePool<>(Ping::new);

        private Ping(MessagePool.Home home) {
            super(TYPE, 1, 1, home);
        }

        static Ping with(ByteBuf taken) {
            Ping ping = POOL.take();
            ping.data(taken);
            return ping;
        }

        static MessageRegistry registry() {
            return MessageRegistry.builder()
                    .add(TYPE, "Ping", 1, (header, front, data) -> POOL.take())
                    .build();
        }

        @Override
        protected void encodeFront(Encoder out, long features) {}
    }

    /** To track every buffer costs more than what is measured here; the others test for leaks. */
    @BeforeAll
    static void detectLeaksAsUsersDo() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.SIMPLE);
    }

    @AfterAll
    static void detectAllLeaksAgain() {
        ResourceLeakDetector.setLevel(LEVEL);
    }

    @Override
    TestMessengers newMessengers() {
        return new TestMessengers(counting, 2, Ping.registry());
    }

    /** On the worker that receives. */
    @FunctionalInterface
    private interface OnMessage {
        void accept(Connection connection);
    }

    private Messenger messenger(EntityName name, Policy policy, OnMessage handler) {
        return messengers.create(
                name,
                policy,
                new Dispatcher() {
                    @Override
                    public boolean msCanFastDispatch(Message message) {
                        return true;
                    }

                    @Override
                    public void msFastDispatch(Connection connection, Message message) {
                        handler.accept(connection);
                    }
                },
                config -> config.allocator(ALLOCATOR));
    }

    private void ping(Connection to) {
        to.sendMessage(Ping.with(payload.retain()));
    }

    /** Counts the messages of one side, and what its worker allocated from the first measured one to the last. */
    private static final class Meter {
        private int seen;
        private long before;
        private long cost;

        void count() {
            seen++;
            if (seen == WARM) {
                before = HeapAllocation.ofThisThread();
            } else if (seen == WARM + MEASURED) {
                cost = (HeapAllocation.ofThisThread() - before) / MEASURED;
            }
        }
    }

    private Connection connect(Policy client, Policy server, OnMessage atClient, OnMessage atServer) {
        Messenger listening = messenger(EntityName.mon(0), server, atServer);
        TestMessengers.bind(listening, 0, 0);
        listening.start();
        Messenger dialling = messenger(EntityName.client(1), client, atClient);
        dialling.start();
        return dialling.connectTo(EntityType.MON, listening.addrs());
    }

    private void costsNoHeap(Policy client, Policy server) {
        Meter there = new Meter();
        Meter here = new Meter();
        CountDownLatch done = new CountDownLatch(1);
        Connection connection = connect(
                client,
                server,
                c -> {
                    here.count();
                    if (here.seen <= WARM + MEASURED) {
                        ping(c);
                    } else if (here.seen == WARM + MEASURED + IN_FLIGHT) {
                        done.countDown();
                    }
                },
                c -> {
                    there.count();
                    ping(c);
                });
        for (int i = 0; i < IN_FLIGHT; i++) {
            ping(connection);
        }
        waitFor(done);
        assertThat(here.cost).as("bytes on the client's worker").isLessThan(MOST_HEAP_BYTES);
        assertThat(there.cost).as("bytes on the server's worker").isLessThan(MOST_HEAP_BYTES);
    }

    @Test
    void aPooledMessageOfALossySessionCostsNoHeap() {
        costsNoHeap(Policy.lossyClient(), Policy.statelessServer());
    }

    @Test
    void aPooledMessageOfALosslessSessionCostsNoHeap() {
        costsNoHeap(Policy.losslessClient(), Policy.statefulServer());
    }

    @Test
    void messagesSentInOneTurnShareTheirSystemCalls() {
        CountDownLatch done = new CountDownLatch(1);
        long[] flushes = {0};
        int[] answers = {0};
        Connection connection = connect(
                Policy.losslessClient(),
                Policy.statefulServer(),
                c -> {
                    if (++answers[0] == 1) {
                        flushes[0] = -counting.flushes();
                        for (int i = 0; i < IN_FLIGHT; i++) {
                            ping(c);
                        }
                    } else if (answers[0] == 1 + IN_FLIGHT) {
                        flushes[0] += counting.flushes();
                        done.countDown();
                    }
                },
                this::ping);
        ping(connection);
        waitFor(done);
        assertThat(flushes[0])
                .as("for %d messages and their answers", IN_FLIGHT)
                .isLessThanOrEqualTo(IN_FLIGHT / 2);
    }

    @Test
    void anAckRidesOnTheNextMessage() {
        int rounds = 1000;
        CountDownLatch done = new CountDownLatch(1);
        int[] answers = {0};
        long[] before = {0};
        Connection connection = connect(
                Policy.losslessClient(),
                Policy.statefulServer(),
                c -> {
                    answers[0]++;
                    if (answers[0] == 1) {
                        before[0] = counting.flushes();
                    }
                    if (answers[0] <= rounds) {
                        ping(c);
                    } else {
                        done.countDown();
                    }
                },
                this::ping);
        ping(connection);
        waitFor(done);
        assertThat(counting.flushes() - before[0])
                .as("of both sides, for %d round trips", rounds)
                .isBetween(2L * rounds, 2L * rounds + 10);
    }
}
