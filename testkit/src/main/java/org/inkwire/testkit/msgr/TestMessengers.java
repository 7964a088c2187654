// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.msgr;

import io.netty.buffer.UnpooledByteBufAllocator;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.inkwire.msgr.AddressConfig;
import org.inkwire.msgr.Dispatcher;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.MessengerConfig;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.auth.AuthNone;
import org.inkwire.msgr.event.EventDriver;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.msgr.event.StackConfig;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.message.MessageRegistry;

/**
 * Messengers on one driver for one test, with a counting allocator: {@link #close} shuts everything down and fails if a
 * buffer leaked.
 */
public final class TestMessengers implements AutoCloseable {
    /** The longest a test waits for an expected event; only a failing test waits this long. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int MAX_NONCE = 1 << 20;

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);
    private final NetworkStack stack;
    private final MessageRegistry registry;
    private final List<Messenger> all = new ArrayList<>();
    private final AtomicLong globalIds = new AtomicLong(4096);
    private final Random random = new Random(42);

    public TestMessengers(EventDriver driver, int workers) {
        this(driver, workers, TextMessage.registry());
    }

    public TestMessengers(EventDriver driver, int workers, MessageRegistry registry) {
        this.registry = registry;
        stack = NetworkStack.start(
                StackConfig.defaults().withDriver(driver).withOpThreads(workers).withName("test-" + driver.name()));
    }

    public NetworkStack stack() {
        return stack;
    }

    public UnpooledByteBufAllocator allocator() {
        return allocator;
    }

    /** A messenger that is configured but not started. */
    public Messenger create(
            EntityName name, Policy policy, Dispatcher dispatcher, UnaryOperator<MessengerConfig.Builder> tune) {
        AuthEntityName authName = new AuthEntityName(name.type(), Long.toString(name.num()));
        MessengerConfig.Builder config = MessengerConfig.builder(name.toString(), name, registry)
                .nonce(1 + random.nextInt(MAX_NONCE))
                .authClient(AuthNone.client(authName, () -> name.num()))
                .authServer(AuthNone.monServer(globalIds::incrementAndGet))
                .addresses(AddressConfig.DEFAULT.withRetry(2, Duration.ofMillis(5)))
                .backoff(Duration.ofMillis(20), Duration.ofMillis(200))
                .allocator(allocator)
                .random(new Random(random.nextLong()));
        Messenger m = Messenger.create(stack, tune.apply(config).conclude());
        m.defaultPolicy(policy);
        m.addDispatcher(dispatcher);
        all.add(m);
        return m;
    }

    /** A started messenger that only dials. */
    public Messenger client(EntityName name, Policy policy, Dispatcher dispatcher) {
        Messenger m = create(name, policy, dispatcher, c -> c);
        m.start();
        return m;
    }

    /** A started messenger that listens on loopback. */
    public Messenger server(EntityName name, Policy policy, Dispatcher dispatcher) {
        Messenger m = create(name, policy, dispatcher, c -> c);
        bind(m, 0, 0);
        m.start();
        return m;
    }

    public static EntityAddrVec bind(Messenger m, int minPort, int maxPort) {
        return get(m.bind(InetAddress.getLoopbackAddress(), minPort, maxPort));
    }

    /** Waits for a stage's result. */
    public static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    public static void shutdown(Messenger m) {
        get(m.shutdown());
    }

    @Override
    public void close() {
        all.forEach(TestMessengers::shutdown);
        get(stack.shutdown());
        Awaitility.await("all buffers released").atMost(PATIENCE).untilAsserted(() -> {
            Assertions.assertThat(allocator.metric().usedDirectMemory()).isZero();
            Assertions.assertThat(allocator.metric().usedHeapMemory()).isZero();
        });
    }
}
