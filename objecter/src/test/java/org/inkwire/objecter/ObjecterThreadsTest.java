// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.util.IllegalReferenceCountException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.inkwire.cluster.map.OSDMapFlags;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.message.op.MOSDOp;
import org.inkwire.cluster.message.op.MOSDOpReply;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.cluster.osd.ObjectLocator;
import org.inkwire.cluster.osd.OsdFlag;
import org.inkwire.cluster.osd.op.OSDOp;
import org.inkwire.cluster.osd.op.OSDOps;
import org.inkwire.objecter.error.RadosException;
import org.inkwire.objecter.fake.FakeClient;
import org.inkwire.testkit.msgr.FakeConnection;
import org.inkwire.wire.entity.EntityType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who calls the Objecter on which thread, and where stages complete. Object "foo" is served by osd.1. */
class ObjecterThreadsTest {
    private static final long POOL = 1;
    private static final int CALLERS = 4;
    private static final int OPS = 400;
    private static final int OBJECTS = 6;

    private static CompletableFuture<Long> truncate(FakeClient client, String oid, long number, Duration timeout) {
        OpRequest request = new OpRequest(
                ObjectLocator.of(POOL, ""), oid, List.of(OSDOps.truncate(number)), OsdFlag.WRITE, timeout);
        return client.objecter.submit(request, MOSDOpReply::userVersion).toCompletableFuture();
    }

    private static MOSDOpReply answer(MOSDOp op) {
        OSDOp replied = OSDOp.of(op.ops().get(0).code());
        return MOSDOpReply.to(op, 0, 23, OsdFlag.ACK | OsdFlag.ONDISK, List.of(replied), EVersion.ZERO, op.tid());
    }

    private static Thread run(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.start();
        return thread;
    }

    /** Each caller writes numbers to all objects in turn; the number's thousands name the caller. */
    private static List<Thread> callers(FakeClient client, List<CompletableFuture<Long>> results) {
        List<Thread> callers = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            long base = caller * 1000L;
            callers.add(run("caller-" + caller, () -> {
                for (int i = 0; i < OPS; i++) {
                    CompletableFuture<Long> result = truncate(client, "object-" + i % OBJECTS, base + i, Duration.ZERO);
                    synchronized (results) {
                        results.add(result);
                    }
                }
            }));
        }
        return callers;
    }

    private static void join(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** What the primary of an object got of it, each operation at its last attempt. */
    private static List<MOSDOp> arrived(FakeClient client, String oid) {
        PgId pg = client.cluster.map().objectToPg(POOL, oid, "");
        FakeConnection primary =
                client.osd(client.cluster.map().pgToUpActing(pg).actingPrimary());
        List<MOSDOp> ops = new ArrayList<>();
        for (MOSDOp op : primary.sent(MOSDOp.class)) {
            if (op.oid().equals(oid)) {
                ops.removeIf(earlier -> earlier.tid() == op.tid());
                ops.add(op);
            }
        }
        return ops;
    }

    private static void assertAllArrivedInEachCallersOrder(FakeClient client) {
        int total = 0;
        for (int object = 0; object < OBJECTS; object++) {
            List<MOSDOp> ops = arrived(client, "object-" + object);
            total += ops.size();
            assertThat(ops).isSortedAccordingTo(Comparator.comparingLong(MOSDOp::tid));
            for (int caller = 0; caller < CALLERS; caller++) {
                int mine = caller;
                assertThat(ops.stream().map(op -> op.ops().get(0).offset()).filter(number -> number / 1000 == mine))
                        .as("object-%d by caller %d", object, caller)
                        .isSorted();
            }
        }
        assertThat(total).isEqualTo(CALLERS * OPS);
    }

    // ---- order

    @Test
    void operationsOnAnObjectGoOutInTheirCallersOrderThroughMapChangesAndPauses() throws Exception {
        FakeClient client = new FakeClient(Integer.MAX_VALUE, null);
        List<CompletableFuture<Long>> results = new ArrayList<>();
        List<Thread> callers = callers(client, results);
        long epoch = client.cluster.map().epoch();
        PgId pg = client.cluster.map().objectToPg(POOL, "object-0", "");
        List<Integer> acting = client.cluster.map().pgToUpActing(pg).acting();
        for (int i = 0; i < 60; i++) {
            int flags = i % 3 == 0 ? OSDMapFlags.PAUSEWR : 0;
            int primary = acting.get(i % acting.size());
            client.cluster.change(b -> b.flags((client.cluster.map().flags() & ~OSDMapFlags.PAUSEWR) | flags)
                    .primaryTemp(pg, primary));
            client.newMap(++epoch);
        }
        join(callers);
        client.cluster.change(b -> b.flags(client.cluster.map().flags() & ~OSDMapFlags.PAUSEWR));
        client.newMap(++epoch);
        assertAllArrivedInEachCallersOrder(client);
        assertThat(results).noneMatch(CompletableFuture::isDone);
        client.objecter.shutdown();
        assertThat(results).allMatch(CompletableFuture::isCompletedExceptionally);
    }

    @Test
    void operationsThatWaitForTheThrottleGoOutInTheirCallersOrder() throws Exception {
        FakeClient client = new FakeClient(3, null);
        List<CompletableFuture<Long>> results = new ArrayList<>();
        join(callers(client, results));
        Set<Long> answered = new HashSet<>();
        boolean some = true;
        while (some) {
            some = false;
            for (FakeConnection osd : client.messenger.open(EntityType.OSD)) {
                List<MOSDOp> ops = osd.sent(MOSDOp.class);
                for (int i = 0; i < ops.size(); i++) {
                    if (answered.add(ops.get(i).tid())) {
                        osd.deliver(answer(ops.get(i)));
                        some = true;
                    }
                }
            }
        }
        assertThat(answered).hasSize(CALLERS * OPS);
        assertThat(results).allMatch(CompletableFuture::isDone);
        assertAllArrivedInEachCallersOrder(client);
        assertThat(client.objecter.gauges().inflightOps()).isZero();
        assertThat(client.objecter.gauges().inflightBytes()).isZero();
    }

    // ---- where things happen

    @Test
    void anOperationIsSentByItsCaller() {
        FakeClient client = new FakeClient(1024, null);
        truncate(client, "foo", 1, Duration.ZERO);
        // The center has not run since.
        assertThat(client.osd(1).sent(MOSDOp.class)).hasSize(1);
    }

    @Test
    void aStageCompletesOnTheThreadThatBringsTheAnswer() throws Exception {
        FakeClient client = new FakeClient(1024, null);
        AtomicReference<@Nullable Thread> completing = new AtomicReference<>();
        CompletableFuture<Long> result = truncate(client, "foo", 1, Duration.ZERO);
        result.thenRun(() -> completing.set(Thread.currentThread()));
        FakeConnection osd = client.osd(1);
        Thread worker = run("worker", () -> osd.deliver(answer(osd.lastSent(MOSDOp.class))));
        worker.join();
        assertThat(completing).hasValue(worker);
    }

    @Test
    void aStageCompletesOnTheExecutorThatTheCallerNamed() {
        List<Runnable> tasks = new ArrayList<>();
        FakeClient client = new FakeClient(1024, tasks::add);
        CompletableFuture<Long> result = truncate(client, "foo", 1, Duration.ZERO);
        client.osd(1).deliver(answer(client.osd(1).lastSent(MOSDOp.class)));
        assertThat(result).isNotDone();
        tasks.forEach(Runnable::run);
        assertThat(result).isCompleted();
    }

    @Test
    void anExecutorThatRefusesCostsNoStage() {
        Executor refusing = task -> {
            throw new RejectedExecutionException("planned");
        };
        FakeClient client = new FakeClient(1024, refusing);
        CompletableFuture<Long> result = truncate(client, "foo", 1, Duration.ZERO);
        client.osd(1).deliver(answer(client.osd(1).lastSent(MOSDOp.class)));
        assertThat(result).isCompleted();
    }

    @Test
    void aCompletionMayStartTheNextOperationOfAFullThrottle() {
        FakeClient client = new FakeClient(1, null);
        CompletableFuture<Long> second =
                truncate(client, "foo", 1, Duration.ZERO).thenCompose(v -> truncate(client, "foo", 2, Duration.ZERO));
        client.osd(1).deliver(answer(client.osd(1).lastSent(MOSDOp.class)));
        client.osd(1).deliver(answer(client.osd(1).lastSent(MOSDOp.class)));
        assertThat(second).isCompleted();
    }

    @Test
    void aSubmissionThatFailsAtOnceReturnsBeforeItsStageFails() {
        FakeClient client = new FakeClient(1024, null);
        OSDOp released = OSDOps.writeFull(Unpooled.buffer().writeZero(10));
        released.input().release();
        OpRequest request =
                new OpRequest(ObjectLocator.of(POOL, ""), "foo", List.of(released), OsdFlag.WRITE, Duration.ZERO);
        CompletableFuture<Long> result =
                client.objecter.submit(request, MOSDOpReply::userVersion).toCompletableFuture();
        assertThat(result).isNotDone();
        client.centers.run();
        assertThatThrownBy(result::join)
                .hasRootCauseInstanceOf(IllegalReferenceCountException.class)
                .cause()
                .isInstanceOf(RadosException.NotSent.class);
    }

    // ---- ends

    @Test
    void everyOperationEndsOnceWhateverComesFirst() throws Exception {
        FakeClient client = new FakeClient(1024, null);
        AtomicInteger ends = new AtomicInteger();
        for (int i = 0; i < OPS; i++) {
            truncate(client, "foo", i, Duration.ofSeconds(1)).whenComplete((v, e) -> ends.incrementAndGet());
        }
        FakeConnection osd = client.osd(1);
        List<MOSDOp> sent = osd.sent(MOSDOp.class);
        CountDownLatch begun = new CountDownLatch(1);
        Thread worker = run("worker", () -> {
            for (MOSDOp op : sent) {
                osd.deliver(answer(op));
                begun.countDown();
            }
        });
        begun.await();
        client.centers.advance(Duration.ofSeconds(2));
        worker.join();
        client.objecter.shutdown();
        assertThat(ends).hasValue(OPS);
        assertThat(client.objecter.gauges().inflightOps()).isZero();
    }

    @Test
    void eachDeadlineEndsItsOwnOperation() {
        FakeClient client = new FakeClient(2, null);
        CompletableFuture<Long> late = truncate(client, "foo", 1, Duration.ofSeconds(9));
        CompletableFuture<Long> soon = truncate(client, "foo", 2, Duration.ofSeconds(2));
        CompletableFuture<Long> waiting = truncate(client, "foo", 3, Duration.ofSeconds(4));
        CompletableFuture<Long> never = truncate(client, "foo", 4, Duration.ZERO);
        client.centers.advance(Duration.ofSeconds(3));
        assertThat(soon).isCompletedExceptionally();
        // It got the place, and is over at its own time all the same.
        assertThat(waiting).isNotDone();
        client.centers.advance(Duration.ofSeconds(2));
        assertThat(waiting).isCompletedExceptionally();
        assertThat(late).isNotDone();
        client.centers.advance(Duration.ofSeconds(5));
        assertThat(late).isCompletedExceptionally();
        assertThat(never).isNotDone();
    }

    @Test
    void anotherThreadMayShutTheObjecterDown() throws Exception {
        FakeClient client = new FakeClient(1, null);
        CompletableFuture<Long> sent = truncate(client, "foo", 1, Duration.ZERO);
        CompletableFuture<Long> waiting = truncate(client, "foo", 2, Duration.ZERO);
        run("closer", client.objecter::shutdown).join();
        assertThatThrownBy(sent::join)
                .cause()
                .isInstanceOf(RadosException.OutcomeUnknown.class)
                .hasMessageContaining("shut down");
        assertThatThrownBy(waiting::join).cause().isInstanceOf(RadosException.NotSent.class);
        assertThatThrownBy(() -> truncate(client, "foo", 3, Duration.ZERO).join())
                .cause()
                .isInstanceOf(RadosException.NotSent.class);
    }
}
