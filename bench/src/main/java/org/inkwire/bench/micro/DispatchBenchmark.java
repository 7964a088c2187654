// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.micro;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Dispatcher;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.MessengerConfig;
import org.inkwire.msgr.auth.AuthNone;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.msgr.event.StackConfig;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.message.Message;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A messenger's messages to itself. One operation is one message, from {@code sendMessage} until it is handled; each
 * handled message sends the next.
 */
@State(Scope.Thread)
public class DispatchBenchmark extends MicroBenchmark {
    private static final int BATCH_ONE = 200;
    private static final int BATCH_MANY = 5_000;
    private static final int IN_FLIGHT = 64;
    private static final long WAIT_SECONDS = 60;

    /** Handled on the worker; else on the dispatch thread. */
    @Param({"true", "false"})
    public boolean fast;

    @SuppressWarnings("NullAway.Init") // set before the first iteration
    private NetworkStack stack;

    @SuppressWarnings("NullAway.Init") // set before the first iteration
    private Messenger messenger;

    @SuppressWarnings("NullAway.Init") // set before the first iteration
    private Connection connection;

    /** Confined to the handler's thread while a batch runs; handed over by the latch and by sendMessage. */
    private int toSend;

    private int toHandle;
    private @Nullable CountDownLatch done;

    @Setup
    public void start() {
        stack = NetworkStack.start(StackConfig.defaults().withOpThreads(1).withName("bench"));
        messenger = Messenger.create(
                stack,
                MessengerConfig.builder("bench", EntityName.client(1), PayloadMessage.registry())
                        .authClient(AuthNone.client(new AuthEntityName(EntityType.CLIENT, "bench"), () -> 1))
                        .conclude());
        messenger.addDispatcher(new Dispatcher() {
            @Override
            public boolean msCanFastDispatch(Message message) {
                return fast;
            }

            @Override
            public void msFastDispatch(Connection from, Message message) {
                handle((PayloadMessage) message);
            }

            @Override
            public boolean msDispatch(Connection from, Message message) {
                handle((PayloadMessage) message);
                return true;
            }
        });
        messenger.start();
        connection = messenger.loopbackConnection();
    }

    @TearDown
    public void stop() {
        messenger.shutdown().toCompletableFuture().join();
        stack.shutdown().toCompletableFuture().join();
    }

    private void handle(PayloadMessage message) {
        if (toSend > 0) {
            toSend--;
            connection.sendMessage(new PayloadMessage(message.number() + 1));
        }
        CountDownLatch latch = done;
        if (--toHandle == 0 && latch != null) {
            latch.countDown();
        }
    }

    private void run(int messages, int inFlight) throws InterruptedException {
        CountDownLatch latch = new CountDownLatch(1);
        toSend = messages - inFlight;
        toHandle = messages;
        done = latch;
        for (int i = 0; i < inFlight; i++) {
            connection.sendMessage(new PayloadMessage(0));
        }
        if (!latch.await(WAIT_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(toHandle + " of " + messages + " messages were not handled");
        }
    }

    @Benchmark
    @OperationsPerInvocation(BATCH_ONE)
    public void oneInFlight() throws InterruptedException {
        run(BATCH_ONE, 1);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH_MANY)
    public void sixtyFourInFlight() throws InterruptedException {
        run(BATCH_MANY, IN_FLIGHT);
    }
}
