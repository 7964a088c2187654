// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.rados;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.msgr.auth.AuthNone;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.wire.entity.AuthEntityName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A wrong argument is refused on the caller's thread, by every public method, and never gets to the Objecter. */
class ArgumentsTest {
    private static RadosClient client;

    @BeforeAll
    static void open() throws Exception {
        // Never connects: port 1 has no monitor.
        CephConf conf = CephConf.builder().set("mon_host", "v2:127.0.0.1:1/0").build();
        RadosClient.Builder builder = RadosClient.builder(conf);
        var make = RadosClient.class.getDeclaredConstructor(RadosClient.Builder.class);
        make.setAccessible(true);
        client = make.newInstance(builder);
    }

    @AfterAll
    static void close() {
        client.close();
    }

    private static Object valid(Class<?> type) {
        Map<Class<?>, Object> values = new HashMap<>();
        values.put(String.class, "x");
        values.put(byte[].class, new byte[] {1});
        values.put(ByteBuffer.class, ByteBuffer.allocate(4));
        values.put(Compare.class, Compare.EQ);
        values.put(Collection.class, List.of("k"));
        values.put(List.class, List.of("k"));
        values.put(Map.class, Map.of("k", new byte[] {1}));
        values.put(Duration.class, Duration.ofMillis(1));
        values.put(ObjectCursor.class, ObjectCursor.BEGIN);
        values.put(ReadOp.class, new ReadOp().assertExists());
        values.put(WriteOp.class, new WriteOp().remove());
        values.put(int.class, 1);
        values.put(long.class, 1L);
        values.put(boolean.class, true);
        values.put(Executor.class, (Executor) Runnable::run);
        values.put(NetworkStack.class, null);
        values.put(Function.class, Function.identity());
        values.put(InstantSource.class, InstantSource.system());
        values.put(RandomGenerator.class, new Random(1));
        values.put(ByteBufAllocator.class, UnpooledByteBufAllocator.DEFAULT);
        values.put(CephConf.class, client.conf());
        values.put(AsyncIoCtx.class, client.ioCtx(1).async());
        values.put(Instant.class, Instant.EPOCH);
        assertThat(values).containsKey(type);
        return values.get(type);
    }

    private static Object receiver(Class<?> type) {
        if (type == ReadOp.class) {
            return new ReadOp();
        }
        if (type == WriteOp.class) {
            return new WriteOp();
        }
        if (type == RadosClient.Builder.class) {
            return RadosClient.builder(client.conf());
        }
        return type == RadosClient.class
                ? client
                : type == IoCtx.class ? client.ioCtx(1) : client.ioCtx(1).async();
    }

    @TestFactory
    Stream<DynamicTest> nullIsRefusedWhereverAnObjectIsExpected() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Class<?> type : List.of(
                IoCtx.class,
                AsyncIoCtx.class,
                ReadOp.class,
                WriteOp.class,
                RadosClient.class,
                RadosClient.Builder.class)) {
            for (Method m : type.getDeclaredMethods()) {
                if (!Modifier.isPublic(m.getModifiers()) || m.getName().equals("equals") || m.isSynthetic()) {
                    continue;
                }
                for (int i = 0; i < m.getParameterCount(); i++) {
                    if (!m.getParameterTypes()[i].isPrimitive()) {
                        int at = i;
                        String name = m.getName() + Arrays.toString(m.getParameterTypes()) + " " + at;
                        tests.add(DynamicTest.dynamicTest(
                                type.getSimpleName() + "." + name, () -> refuses(type, m, at, null)));
                    }
                }
            }
        }
        assertThat(tests).hasSizeGreaterThan(100);
        return tests.stream();
    }

    private static void refuses(Class<?> type, Method m, int at, Object wrong) {
        Object[] arguments = new Object[m.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = i == at ? wrong : valid(m.getParameterTypes()[i]);
        }
        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThatThrownBy(() -> call(type, m, arguments))
                        .isInstanceOfAny(NullPointerException.class, IllegalArgumentException.class));
    }

    private static void call(Class<?> type, Method m, Object[] arguments) throws Throwable {
        try {
            m.invoke(receiver(type), arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Test
    void nullInsideACollectionIsRefused() {
        AsyncIoCtx io = client.ioCtx(1).async();
        List<String> keys = Collections.singletonList(null);
        Map<String, byte[]> noValue = Collections.singletonMap("k", null);
        Map<String, byte[]> noKey = Collections.singletonMap(null, new byte[1]);
        assertThatThrownBy(() -> io.omapGetByKeys("x", keys)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> io.omapRemove("x", keys)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> io.omapSet("x", noValue)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> io.omapSet("x", noKey)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> client.poolStats(keys)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void negativeNumbersAreRefused() {
        AsyncIoCtx io = client.ioCtx(1).async();
        ByteBuffer data = ByteBuffer.allocate(1);
        List<Runnable> calls = List.of(
                () -> io.read("x", -1, 1),
                () -> io.read("x", 0, -1),
                () -> io.readInto("x", -1, data),
                () -> io.write("x", -1, data),
                () -> io.truncate("x", -1),
                () -> io.zero("x", -1, 1),
                () -> io.zero("x", 0, -1),
                () -> io.list(ObjectCursor.BEGIN, 0),
                () -> io.list(ObjectCursor.BEGIN, -1),
                () -> io.omapGet("x", "", "", -1),
                () -> io.omapGetKeys("x", "", -1),
                () -> new WriteOp().compareExtent(-1, data),
                () -> new WriteOp().writeSame(-1, 1, data),
                () -> new WriteOp().allocHint(-1, 0),
                () -> new WriteOp().failOk(),
                () -> new ReadOp().failOk(),
                () -> io.withTimeout(Duration.ofNanos(-1)));
        for (Runnable call : calls) {
            assertThatThrownBy(call::run).isInstanceOfAny(IllegalArgumentException.class, IllegalStateException.class);
        }
    }

    @Test
    void aVeryLongTimeoutIsNone() {
        for (Duration endless : List.of(
                ChronoUnit.FOREVER.getDuration(),
                Duration.ofMillis(Long.MAX_VALUE),
                Duration.ofNanos(Long.MAX_VALUE))) {
            CompletionStage<ObjectStat> stat =
                    client.ioCtx(1).async().withTimeout(endless).stat("x");
            assertThat(stat.toCompletableFuture()).isNotDone();
        }
        assertThat(client.ioCtx(1)
                        .async()
                        .withTimeout(Duration.ofDays(365 * 200))
                        .stat("x")
                        .toCompletableFuture())
                .isNotDone();
        // The Objecter is well: it still tells the time.
        assertThatThrownBy(
                        () -> client.ioCtx(1).withTimeout(Duration.ofMillis(1)).stat("x"))
                .hasMessageContaining("no answer within 1 ms");
    }

    @Test
    void anAuthenticationOfNullIsRefused() {
        assertThat(AuthNone.client(AuthEntityName.parse("client.x"), () -> 1)).isNotNull();
        assertThatThrownBy(() -> RadosClient.builder(null)).isInstanceOf(NullPointerException.class);
    }
}
