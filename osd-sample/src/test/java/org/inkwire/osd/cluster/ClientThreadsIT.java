// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.inkwire.objecter.error.RadosException;
import org.inkwire.objecter.rados.IoCtx;
import org.inkwire.objecter.rados.RadosClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One client used by many threads, over real sockets. */
class ClientThreadsIT {
    private static final int CALLERS = 4;
    private static final int APPENDS = 60;
    private static final int OBJECTS = 3;

    private static LocalCluster cluster;
    private static RadosClient client;
    private static IoCtx pool;

    @BeforeAll
    static void start() throws Exception {
        cluster = LocalCluster.builder().osds(3).startAndWait();
        client = RadosClient.connect(cluster.conf());
        client.createPool("data");
        pool = client.ioCtx("data");
    }

    @AfterAll
    static void stop() throws Exception {
        client.close();
        cluster.close();
    }

    private static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(LocalClusterContract.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Appends lines "caller number" to the objects in turn, without waiting. */
    private static void append(int caller, List<CompletableFuture<?>> appended) {
        for (int i = 0; i < APPENDS; i++) {
            ByteBuffer line = ByteBuffer.wrap((caller + " " + i + "\n").getBytes(UTF_8));
            CompletableFuture<?> done =
                    pool.async().append("log-" + i % OBJECTS, line).toCompletableFuture();
            synchronized (appended) {
                appended.add(done);
            }
        }
    }

    @Test
    void eachCallersOperationsOnAnObjectAreAppliedInOrderAlsoWhileMapsChange() throws Exception {
        List<CompletableFuture<?>> appended = new ArrayList<>();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            int caller = i;
            Thread thread = new Thread(() -> append(caller, appended), "caller-" + i);
            thread.start();
            callers.add(thread);
        }
        LocalClusterContract.command(cluster, "{\"prefix\":\"osd down\",\"ids\":[\"1\"]}");
        for (Thread thread : callers) {
            thread.join();
        }
        await(CompletableFuture.allOf(appended.toArray(new CompletableFuture<?>[0])));
        int lines = 0;
        for (int object = 0; object < OBJECTS; object++) {
            List<String> log = Arrays.asList(new String(pool.read("log-" + object), UTF_8).split("\n"));
            lines += log.size();
            for (int caller = 0; caller < CALLERS; caller++) {
                String mine = caller + " ";
                assertThat(log.stream()
                                .filter(line -> line.startsWith(mine))
                                .map(line -> Integer.parseInt(line.substring(mine.length()))))
                        .as("object %d, caller %d", object, caller)
                        .isSorted();
            }
        }
        assertThat(lines).isEqualTo(CALLERS * APPENDS);
    }

    @Test
    void aBlockingCallWhereStagesCompleteFailsInsteadOfWaitingForItself() throws Exception {
        pool.writeFull("blocking", new byte[10]);
        Thread here = Thread.currentThread();
        AtomicReference<@Nullable Throwable> refused = new AtomicReference<>();
        // A stage that is complete before its dependent is added runs that here, where blocking is allowed: again,
        // then.
        for (int i = 0; i < 1000 && refused.get() == null; i++) {
            await(pool.async()
                    .read("blocking", 0, 10)
                    .thenAccept(bytes -> {
                        if (Thread.currentThread() != here) {
                            refused.set(catchThrowable(() -> pool.read("blocking")));
                        }
                    })
                    .toCompletableFuture());
        }
        assertThat(refused.get())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("would wait for itself");
    }

    @Test
    void aThreadOfTheCallersMayBlockBesideTheExecutorOnWhichStagesComplete() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor(task -> new Thread(task, "mine"));
        try (RadosClient own =
                RadosClient.builder(cluster.conf()).completions(executor).connect()) {
            IoCtx data = own.ioCtx("data");
            data.writeFull("named", "content".getBytes(UTF_8));
            CompletableFuture<String> thread = data.async()
                    .read("named", 0, 0)
                    .thenApplyAsync(
                            bytes -> Thread.currentThread().getName() + " " + new String(data.read("named"), UTF_8),
                            task -> new Thread(task, "free").start())
                    .toCompletableFuture();
            assertThat(await(thread)).isEqualTo("free content");
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void readsIntoABufferAreExactAtTheEndsOfBufferAndObject() throws Exception {
        byte[] content = new byte[10_000];
        new Random(1).nextBytes(content);
        pool.writeFull("exact", content);
        ByteBuffer target = ByteBuffer.allocateDirect(20_000);
        target.position(100).limit(4100);
        assertThat(pool.readInto("exact", 1, target)).isEqualTo(4000);
        assertThat(target.position()).isEqualTo(4100);
        target.limit(20_000);
        assertThat(pool.readInto("exact", 4001, target)).isEqualTo(5999);
        assertThat(pool.readInto("exact", 10_000, target)).isZero();
        assertThat(target.position()).isEqualTo(100 + 9999);
        byte[] got = new byte[9999];
        target.get(100, got);
        assertThat(got).isEqualTo(Arrays.copyOfRange(content, 1, 10_000));
        assertThat(target.get(99)).isZero();
        assertThat(target.get(100 + 9999)).isZero();
    }

    @Test
    void aReadThatFailsLeavesTheBufferAlone() {
        ByteBuffer target = ByteBuffer.allocate(8);
        assertThatThrownBy(() -> pool.readInto("not there", 0, target)).isInstanceOf(RadosException.Refused.class);
        assertThat(target.position()).isZero();
        assertThatThrownBy(
                        () -> pool.readInto("exact", 0, ByteBuffer.allocate(8).asReadOnlyBuffer()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("read-only");
        assertThatThrownBy(() -> pool.readInto("exact", 0, ByteBuffer.allocate(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no room");
    }
}
