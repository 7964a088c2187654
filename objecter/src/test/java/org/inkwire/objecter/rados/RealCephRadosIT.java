// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.rados;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.objecter.error.RadosException;
import org.inkwire.testkit.ceph.RealCeph;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The API against real daemons of the installed Ceph release. */
@Tag("interop")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RealCephRadosIT extends RadosApiContract {
    private static RealCeph ceph;
    private static RadosClient client;
    private static IoCtx pool;

    @BeforeAll
    static void startCluster() throws Exception {
        ceph = RealCeph.start(3);
        client = RadosClient.connect(conf());
        client.createPool("data");
        pool = client.ioCtx("data");
    }

    @AfterAll
    static void stopCluster() throws Exception {
        if (client != null) {
            client.close();
        }
        if (ceph != null) {
            ceph.stop();
        }
    }

    private static CephConf conf() {
        return CephConf.builder().environment(Map.of()).file(ceph.confFile()).build();
    }

    @Override
    RadosClient client() {
        return client;
    }

    @Override
    IoCtx pool() {
        return pool;
    }

    @Test
    void severalClientsShareTheCluster() {
        try (RadosClient other = RadosClient.connect(conf())) {
            assertThat(other.globalId()).isNotEqualTo(client.globalId());
            other.ioCtx("data").writeFull("shared", new byte[] {1, 2, 3});
            assertThat(pool.read("shared")).containsExactly(1, 2, 3);
        }
    }

    @Test
    void movingPrimariesAndDataUnderLoadLosesNothing() {
        Map<String, byte[]> written = underLoad(pool.withNamespace("moving"), 1500, at -> {
            switch (at) {
                case 200 -> command("{\"prefix\":\"osd primary-affinity\",\"id\":0,\"weight\":0.0}");
                case 500 -> command("{\"prefix\":\"osd out\",\"ids\":[\"1\"]}");
                case 900 -> command("{\"prefix\":\"osd in\",\"ids\":[\"1\"]}");
                case 1200 -> command("{\"prefix\":\"osd primary-affinity\",\"id\":0,\"weight\":1.0}");
                default -> {}
            }
        });
        assertAllReadBack(pool.withNamespace("moving"), written);
    }

    private static void command(String json) {
        client.monCommand(json).orThrow();
    }

    /** Runs last, because the cluster is one OSD short afterwards. */
    @Test
    @Order(Integer.MAX_VALUE)
    void killingAnOsdUnderLoadFailsNoOperation() {
        Map<String, byte[]> written = underLoad(pool, 3000, at -> {
            if (at == 1000) {
                try {
                    ceph.kill(pool.locate("load-1000").primary());
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        });
        assertAllReadBack(pool, written);
        assertThat(client.gauges().inflightOps()).isZero();
    }

    @Test
    void closingTellsWhatWasInFlight() {
        RadosClient other = RadosClient.connect(conf());
        List<CompletableFuture<Long>> writes = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            writes.add(other.ioCtx(pool.poolId())
                    .async()
                    .writeFull("closing-" + i, ByteBuffer.allocate(100_000))
                    .toCompletableFuture());
        }
        other.close();
        AtomicInteger failed = new AtomicInteger();
        for (CompletableFuture<Long> write : writes) {
            assertThat(write).isDone();
            write.whenComplete((v, e) -> {
                if (e != null) {
                    failed.incrementAndGet();
                    assertThat(e)
                            .isInstanceOfSatisfying(
                                    RadosException.class,
                                    r -> assertThat(r.is(Errno.ESHUTDOWN)).isTrue());
                }
            });
        }
        assertThat(failed.get()).isPositive();
        assertRefusedNotSent(() -> other.ioCtx(pool.poolId()).stat("x"));
    }

    private static void assertRefusedNotSent(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        org.assertj.core.api.Assertions.assertThatThrownBy(call).isInstanceOf(RadosException.NotSent.class);
    }

    private static Map<String, byte[]> underLoad(IoCtx io, int operations, java.util.function.IntConsumer event) {
        Random random = new Random(7);
        Semaphore slots = new Semaphore(16);
        Map<String, byte[]> written = new LinkedHashMap<>();
        List<CompletableFuture<Long>> writes = new ArrayList<>();
        for (int i = 0; i < operations; i++) {
            event.accept(i);
            byte[] data = new byte[random.nextInt(8192)];
            random.nextBytes(data);
            written.put("load-" + i, data);
            slots.acquireUninterruptibly();
            writes.add(io.async()
                    .writeFull("load-" + i, ByteBuffer.wrap(data))
                    .whenComplete((v, e) -> slots.release())
                    .toCompletableFuture());
        }
        writes.forEach(CompletableFuture::join);
        return written;
    }

    private static void assertAllReadBack(IoCtx io, Map<String, byte[]> written) {
        written.forEach((name, data) ->
                assertThat(Arrays.equals(io.read(name), data)).as(name).isTrue());
    }
}
