// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.inkwire.cluster.map.OSDMapFlags;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.map.PgPool;
import org.inkwire.cluster.message.mon.MMonSubscribe;
import org.inkwire.cluster.message.op.MOSDBackoff;
import org.inkwire.cluster.message.op.MOSDOp;
import org.inkwire.cluster.message.op.MOSDOpReply;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.cluster.osd.ObjectLocator;
import org.inkwire.cluster.osd.OsdFlag;
import org.inkwire.cluster.osd.SnapContext;
import org.inkwire.cluster.osd.SnapId;
import org.inkwire.cluster.osd.op.OSDOp;
import org.inkwire.cluster.osd.op.OSDOps;
import org.inkwire.msgr.Dispatcher;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.objecter.error.RadosException;
import org.inkwire.objecter.fake.FakeCluster;
import org.inkwire.objecter.mon.MonAuth;
import org.inkwire.objecter.mon.MonClient;
import org.inkwire.objecter.mon.MonClientConfig;
import org.inkwire.testkit.msgr.FakeConnection;
import org.inkwire.testkit.msgr.FakeMessenger;
import org.inkwire.testkit.msgr.ManualCenters;
import org.inkwire.testkit.msgr.Trap;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pool 1 of the recorded map: object "foo" is in group 1.6, served by osd.1, 0 and 2, in that order. */
class ObjecterTest {
    private static final AuthEntityName ADMIN = AuthEntityName.parse("client.admin");
    private static final long POOL = 1;
    private static final int ACKS = OsdFlag.ACK | OsdFlag.ONDISK;

    private final ManualCenters centers = new ManualCenters();
    private final EventCenter center = centers.newCenter("client");
    private final FakeMessenger messenger = new FakeMessenger(EntityName.client(-1), Policy.lossyClient());
    private final FakeCluster cluster = new FakeCluster();
    private final MonClient monClient = new MonClient(
            center,
            messenger,
            MonAuth.none(ADMIN),
            new MonClientConfig(
                    ADMIN,
                    "host",
                    List.of(FakeCluster.MONS.get(0)),
                    new MonClientConfig.Hunt(Duration.ofSeconds(3), 3, 1.5, 1, 10),
                    new MonClientConfig.Ping(Duration.ofSeconds(10), Duration.ZERO),
                    Duration.ZERO,
                    new Random(1)));
    private Objecter objecter = objecter(1024, 100 << 20);
    private FakeConnection mon;

    private Objecter objecter(int inflightOps, long inflightBytes) {
        return objecter(inflightOps, inflightBytes, new OpTable());
    }

    private Objecter objecter(int inflightOps, long inflightBytes, OpTable homeless) {
        return new Objecter(
                center,
                messenger,
                monClient,
                new ObjecterConfig(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10),
                        inflightOps,
                        inflightBytes,
                        Duration.ZERO,
                        63,
                        0,
                        InstantSource.fixed(Instant.ofEpochSecond(1_700_000_000)),
                        null),
                homeless);
    }

    @BeforeEach
    void connect() {
        start(objecter);
    }

    private void start(Objecter started) {
        messenger.addDispatcher(started);
        messenger.addDispatcher(monClient);
        center.submit(() -> {
            monClient.start();
            started.start();
        });
        centers.run();
        mon = messenger.open(EntityType.MON).get(0);
        mon.becomeReady(4242);
        centers.run();
        mon.deliver(cluster.monMap());
        mon.deliver(cluster.full());
        centers.run();
    }

    private CompletableFuture<String> read(String oid) {
        return submit(oid, OsdFlag.READ, Duration.ZERO, OSDOps.read(0, 0));
    }

    private CompletableFuture<String> write(String oid) {
        return submit(oid, OsdFlag.WRITE, Duration.ZERO, OSDOps.writeFull(text("data")));
    }

    private CompletableFuture<String> submit(String oid, int flags, Duration timeout, OSDOp... ops) {
        return submit(new OpRequest(ObjectLocator.of(POOL, ""), oid, List.of(ops), flags, timeout));
    }

    private CompletableFuture<String> submit(OpRequest request) {
        CompletableFuture<String> result = objecter.submit(request, reply -> {
                    if (reply.result() < 0) {
                        throw new RadosException.Refused(reply.result(), request.oid());
                    }
                    return reply.ops().get(0).output().toString(UTF_8);
                })
                .toCompletableFuture();
        centers.run();
        return result;
    }

    private static ByteBuf text(String text) {
        return Unpooled.copiedBuffer(text, UTF_8);
    }

    private FakeConnection osd(int id) {
        return cluster.osd(messenger, id);
    }

    private static MOSDOpReply answer(MOSDOp op, int result, String output) {
        OSDOp replied = OSDOp.of(op.ops().get(0).code());
        replied.output(text(output));
        MOSDOpReply reply = MOSDOpReply.to(op, result, 23, ACKS, List.of(replied), EVersion.ZERO, 7);
        replied.release();
        return reply;
    }

    /** Delivers the answer as it arrives from the wire: op outputs are in the data segment only. */
    private void deliver(FakeConnection osd, MOSDOp op, int result, String output) {
        MOSDOpReply reply = answer(op, result, output);
        reply.ops().get(0).output(reply.data().retainedSlice());
        osd.deliver(reply);
        centers.run();
    }

    private void newMap(long since) {
        mon.deliver(cluster.since(since));
        centers.run();
    }

    private static void assertFailedWith(CompletableFuture<?> future, Class<? extends Throwable> kind, Errno errno) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        future.whenComplete((v, e) -> failure.set(e));
        assertThat(failure.get()).isInstanceOf(kind);
        assertThat(((RadosException) failure.get()).is(errno))
                .as("%s", failure.get())
                .isTrue();
    }

    // ---- targeting

    @Test
    void anOperationGoesToThePrimaryOfItsGroup() {
        CompletableFuture<String> result = read("foo");
        PgId pg = cluster.map().objectToPg(POOL, "foo", "");
        int primary = cluster.map().pgToUpActing(pg).actingPrimary();
        MOSDOp op = osd(primary).lastSent(MOSDOp.class);
        assertThat(op.pgid().pgid()).isEqualTo(pg);
        assertThat(op.hash()).isEqualTo(PgPool.hashKey("foo", ""));
        assertThat(op.mapEpoch()).isEqualTo(23);
        assertThat(op.flags()).isEqualTo(0x400014);
        assertThat(op.retryAttempt()).isZero();
        assertThat(op.priority()).isEqualTo(63);
        deliver(osd(primary), op, 0, "content");
        assertThat(result).isCompletedWithValue("content");
    }

    @Test
    void aSessionIsOpenedByTheFirstOperationOnly() {
        assertThat(messenger.open(EntityType.OSD)).isEmpty();
        read("foo");
        read("foo");
        assertThat(messenger.open(EntityType.OSD)).hasSize(1);
    }

    @Test
    void writesCarryTheClientsClockAndFlags() {
        write("foo");
        MOSDOp op = messenger.open(EntityType.OSD).get(0).lastSent(MOSDOp.class);
        assertThat(op.flags()).isEqualTo(0x400024);
        assertThat(op.mtime().sec()).isEqualTo(1_700_000_000);
        assertThat(op.data().toString(UTF_8)).isEqualTo("data");
    }

    @Test
    void theLocatorKeyAndNamespaceDecideThePlacement() {
        submit(new OpRequest(
                new ObjectLocator(POOL, "key", "ns", -1), "foo", List.of(OSDOps.stat()), OsdFlag.READ, Duration.ZERO));
        MOSDOp op = messenger.open(EntityType.OSD).get(0).lastSent(MOSDOp.class);
        assertThat(op.hash()).isEqualTo(PgPool.hashKey("key", "ns"));
        assertThat(op.locator().nspace()).isEqualTo("ns");
    }

    @Test
    void aWriteCarriesTheModificationTimeItWasGiven() {
        Instant given = Instant.ofEpochSecond(1000, 5);
        submit(new OpRequest(
                ObjectLocator.of(POOL, ""),
                "foo",
                List.of(OSDOps.create(false)),
                OsdFlag.WRITE,
                Duration.ZERO,
                SnapId.HEAD,
                SnapContext.EMPTY,
                given));
        MOSDOp op = messenger.open(EntityType.OSD).get(0).lastSent(MOSDOp.class);
        assertThat(op.mtime().toInstant()).isEqualTo(given);
    }

    @Test
    void refusalsCarryTheErrno() {
        CompletableFuture<String> result = read("foo");
        FakeConnection osd = messenger.open(EntityType.OSD).get(0);
        deliver(osd, osd.lastSent(MOSDOp.class), Errno.ENOENT.result(), "");
        assertFailedWith(result, RadosException.Refused.class, Errno.ENOENT);
    }

    // ---- resending

    @Test
    void aNewPrimaryGetsTheOperationAgainWithTheSameTid() {
        CompletableFuture<String> result = write("foo");
        FakeConnection old = messenger.open(EntityType.OSD).get(0);
        MOSDOp first = old.lastSent(MOSDOp.class);
        cluster.down(primaryOf("foo"));
        newMap(24);
        assertThat(old.isClosed()).isTrue();
        FakeConnection fresh = osd(primaryOf("foo"));
        MOSDOp second = fresh.lastSent(MOSDOp.class);
        assertThat(second.tid()).isEqualTo(first.tid());
        assertThat(second.retryAttempt()).isEqualTo(1);
        assertThat(second.has(OsdFlag.RETRY)).isTrue();
        assertThat(second.mapEpoch()).isEqualTo(24);
        assertThat(second.data().toString(UTF_8)).isEqualTo("data");
        deliver(fresh, second, 0, "");
        assertThat(result).isCompleted();
    }

    @Test
    void aMapThatChangesNothingForTheOperationSendsNothing() {
        write("foo");
        FakeConnection osd = messenger.open(EntityType.OSD).get(0);
        cluster.change(b -> b.flags(cluster.map().flags() | OSDMapFlags.NOSCRUB));
        newMap(24);
        assertThat(osd.sent(MOSDOp.class)).hasSize(1);
    }

    @Test
    void anIntervalThatCameAndWentWithinOneMessageStillResends() {
        write("foo");
        FakeConnection osd = messenger.open(EntityType.OSD).get(0);
        PgId pg = cluster.map().objectToPg(POOL, "foo", "");
        cluster.change(
                b -> b.primaryTemp(pg, cluster.map().pgToUpActing(pg).acting().get(1)));
        cluster.change(b -> b.primaryTemp(pg, -1));
        newMap(24);
        assertThat(osd.sent(MOSDOp.class)).hasSize(2);
        assertThat(osd.lastSent(MOSDOp.class).mapEpoch()).isEqualTo(25);
    }

    @Test
    void anIntervalThatCameAndWentInEpochsThatWereSkippedStillResends() {
        write("foo");
        FakeConnection osd = messenger.open(EntityType.OSD).get(0);
        PgId pg = cluster.map().objectToPg(POOL, "foo", "");
        cluster.change(
                b -> b.primaryTemp(pg, cluster.map().pgToUpActing(pg).acting().get(1)));
        cluster.change(b -> b.primaryTemp(pg, -1));
        // An OSD that has just started has no incrementals of the epochs before.
        osd.deliver(cluster.full());
        centers.run();
        assertThat(osd.sent(MOSDOp.class)).hasSize(2);
        assertThat(osd.lastSent(MOSDOp.class).mapEpoch()).isEqualTo(25);
        assertThat(osd.lastSent(MOSDOp.class).retryAttempt()).isEqualTo(1);
    }

    @Test
    void aWholeMapThatSkipsNoEpochSendsNothing() {
        write("foo");
        FakeConnection osd = messenger.open(EntityType.OSD).get(0);
        cluster.change(b -> b.flags(cluster.map().flags() | OSDMapFlags.NOSCRUB));
        osd.deliver(cluster.full());
        centers.run();
        assertThat(osd.sent(MOSDOp.class)).hasSize(1);
        read("foo");
        assertThat(osd.lastSent(MOSDOp.class).mapEpoch()).isEqualTo(24);
    }

    @Test
    void aSplitOfTheGroupResends() {
        write("foo");
        FakeConnection osd = messenger.open(EntityType.OSD).get(0);
        cluster.change(b -> b.pool(POOL, cluster.map().pool(POOL).with(p -> p.pgNum(16))));
        newMap(24);
        assertThat(osd.sent(MOSDOp.class)).hasSize(2);
        assertThat(osd.lastSent(MOSDOp.class).pgid().pgid())
                .isEqualTo(cluster.map().objectToPg(POOL, "foo", ""));
    }

    @Test
    void aLostSessionIsReopenedAndItsOperationsGoAgain() {
        CompletableFuture<String> result = write("foo");
        int primary = primaryOf("foo");
        FakeConnection old = osd(primary);
        centers.advance(Duration.ofSeconds(1));
        old.reset();
        centers.run();
        FakeConnection fresh = osd(primary);
        assertThat(fresh).isNotSameAs(old);
        MOSDOp second = fresh.lastSent(MOSDOp.class);
        assertThat(second.retryAttempt()).isEqualTo(1);
        deliver(fresh, second, 0, "");
        assertThat(result).isCompleted();
    }

    @Test
    void aSessionLostAtOnceIsReopenedAfterAPause() {
        write("foo");
        messenger.open(EntityType.OSD).get(0).reset();
        centers.run();
        assertThat(messenger.open(EntityType.OSD)).isEmpty();
        centers.advance(Duration.ofMillis(250));
        assertThat(messenger.open(EntityType.OSD)).hasSize(1);
    }

    @Test
    void answersToEarlierAttemptsAndFromOldSessionsAreIgnored() {
        CompletableFuture<String> result = write("foo");
        FakeConnection osd = messenger.open(EntityType.OSD).get(0);
        MOSDOp first = osd.lastSent(MOSDOp.class);
        PgId pg = cluster.map().objectToPg(POOL, "foo", "");
        cluster.change(
                b -> b.primaryTemp(pg, cluster.map().pgToUpActing(pg).acting().get(1)));
        cluster.change(b -> b.primaryTemp(pg, -1));
        newMap(24);
        deliver(osd, first, 0, "old");
        assertThat(result).isNotDone();
        MOSDOp second = osd.lastSent(MOSDOp.class);
        deliver(osd, second, 0, "new");
        assertThat(result).isCompletedWithValue("new");
        deliver(osd, second, 0, "again");
        assertThat(result).isCompletedWithValue("new");
    }

    @Test
    void tryAgainIsTriedAgainUnderANewTid() {
        CompletableFuture<String> result = read("foo");
        FakeConnection osd = messenger.open(EntityType.OSD).get(0);
        MOSDOp first = osd.lastSent(MOSDOp.class);
        deliver(osd, first, Errno.EAGAIN.result(), "");
        centers.advance(Duration.ofMillis(100));
        MOSDOp second = osd.lastSent(MOSDOp.class);
        assertThat(second.tid()).isNotEqualTo(first.tid());
        deliver(osd, second, 0, "x");
        assertThat(result).isCompletedWithValue("x");
    }

    @Test
    void anOsdThatRestartedElsewhereIsDialledThere() {
        write("foo");
        int primary = primaryOf("foo");
        cluster.down(primary);
        cluster.upAgain(primary);
        newMap(24);
        assertThat(osd(primary).lastSent(MOSDOp.class).retryAttempt()).isEqualTo(1);
        assertThat(messenger.open(EntityType.OSD)).hasSize(1);
    }

    // ---- maps

    @Test
    void operationsWithoutAnOsdWaitAndMapsAreAskedFor() {
        for (int id = 0; id < 3; id++) {
            cluster.down(id);
        }
        newMap(24);
        CompletableFuture<String> result = write("foo");
        assertThat(messenger.open(EntityType.OSD)).isEmpty();
        assertThat(mon.lastSent(MMonSubscribe.class).what())
                .containsEntry("osdmap", new MMonSubscribe.Item(27, MMonSubscribe.Item.ONETIME));
        cluster.upAgain(2);
        newMap(27);
        deliver(osd(2), osd(2).lastSent(MOSDOp.class), 0, "");
        assertThat(result).isCompleted();
    }

    @Test
    void aConnectionThatFailsMakesTheClientAskForTheNextMap() {
        write("foo");
        mon.take();
        objecter.msHandleFault(osd(primaryOf("foo")), new IOException("Connection refused"));
        centers.run();
        assertThat(mon.lastSent(MMonSubscribe.class).what())
                .containsEntry("osdmap", new MMonSubscribe.Item(24, MMonSubscribe.Item.ONETIME));
    }

    @Test
    void aSessionThatIsLostMakesTheClientAskForTheNextMap() {
        write("foo");
        mon.take();
        osd(primaryOf("foo")).reset();
        centers.run();
        assertThat(mon.lastSent(MMonSubscribe.class).what())
                .containsEntry("osdmap", new MMonSubscribe.Item(24, MMonSubscribe.Item.ONETIME));
    }

    @Test
    void aGapInTheMapsIsAskedForNotJumped() {
        write("foo");
        FakeConnection osd = messenger.open(EntityType.OSD).get(0);
        cluster.change(b -> b.flags(cluster.map().flags() | OSDMapFlags.NOSCRUB));
        cluster.down(primaryOf("foo"));
        // From an OSD, which sends only the epochs it thinks we lack.
        osd.deliver(cluster.since(25));
        centers.run();
        assertThat(mon.lastSent(MMonSubscribe.class).what())
                .containsEntry("osdmap", new MMonSubscribe.Item(24, MMonSubscribe.Item.ONETIME));
        assertThat(osd.isClosed()).isFalse();
        newMap(24);
        assertThat(osd.isClosed()).isTrue();
    }

    @Test
    void aMissingPoolIsAnErrorOnlyOnceTheMapIsNewEnough() {
        CompletableFuture<String> early = submit(
                new OpRequest(ObjectLocator.of(9, ""), "foo", List.of(OSDOps.stat()), OsdFlag.READ, Duration.ZERO));
        cluster.change(b -> b.pool(9, cluster.map().pool(1)).poolName(9, "late").poolMax(9));
        cluster.answerVersion(mon);
        centers.run();
        assertThat(early).isNotDone();
        newMap(24);
        FakeConnection osd = messenger.open(EntityType.OSD).get(0);
        deliver(osd, osd.lastSent(MOSDOp.class), 0, "found");
        assertThat(early).isCompletedWithValue("found");

        CompletableFuture<String> never = submit(
                new OpRequest(ObjectLocator.of(10, ""), "foo", List.of(OSDOps.stat()), OsdFlag.READ, Duration.ZERO));
        assertThat(never).isNotDone();
        cluster.answerVersion(mon);
        centers.run();
        assertFailedWith(never, RadosException.Refused.class, Errno.ENOENT);
    }

    @Test
    void aDeletedPoolEndsItsOperations() {
        CompletableFuture<String> result = write("foo");
        cluster.change(b -> b.removePool(POOL));
        newMap(24);
        cluster.answerVersion(mon);
        centers.run();
        assertFailedWith(result, RadosException.Refused.class, Errno.ENOENT);
    }

    @Test
    void waitingForAnEpochAsksForItAndEndsWithIt() {
        CompletableFuture<Long> epoch =
                objecter.waitForMap(25).thenApply(map -> map.epoch()).toCompletableFuture();
        centers.run();
        assertThat(mon.lastSent(MMonSubscribe.class).what()).containsKey("osdmap");
        cluster.change(b -> b.poolMax(9));
        newMap(24);
        assertThat(epoch).isNotDone();
        cluster.change(b -> b.poolMax(10));
        newMap(25);
        assertThat(epoch).isCompletedWithValue(25L);
    }

    // ---- holding back

    @Test
    void pausedAndFullOperationsWaitForTheFlagsToGo() {
        cluster.change(b -> b.flags(cluster.map().flags() | OSDMapFlags.PAUSEWR));
        newMap(24);
        CompletableFuture<String> write = write("foo");
        CompletableFuture<String> read = read("foo");
        FakeConnection osd = messenger.open(EntityType.OSD).get(0);
        assertThat(osd.sent(MOSDOp.class)).hasSize(1);
        deliver(osd, osd.lastSent(MOSDOp.class), 0, "r");
        assertThat(read).isCompleted();
        cluster.change(b -> b.flags(cluster.map().flags() & ~OSDMapFlags.PAUSEWR));
        newMap(25);
        deliver(osd, osd.lastSent(MOSDOp.class), 0, "");
        assertThat(write).isCompleted();
    }

    @Test
    void aFullPoolHoldsWritesUnlessTheyWantToTry() {
        cluster.change(b -> b.pool(POOL, cluster.map().pool(POOL).with(p -> p.setFlag(PgPool.FLAG_FULL))));
        newMap(24);
        CompletableFuture<String> held =
                submit("foo", OsdFlag.WRITE, Duration.ofSeconds(5), OSDOps.writeFull(text("data")));
        assertThat(messenger.open(EntityType.OSD).get(0).sent(MOSDOp.class)).isEmpty();
        submit("foo", OsdFlag.WRITE | OsdFlag.FULL_TRY, Duration.ZERO, OSDOps.delete());
        assertThat(messenger.open(EntityType.OSD).get(0).sent(MOSDOp.class)).hasSize(1);
        centers.advance(Duration.ofSeconds(6));
        assertThatThrownBy(held::join).hasMessageContaining("pool 'p1' is full in map 24");
    }

    @Test
    void aBackoffHoldsItsRangeUntilItIsLifted() {
        CompletableFuture<String> result = write("foo");
        FakeConnection osd = messenger.open(EntityType.OSD).get(0);
        MOSDOp first = osd.lastSent(MOSDOp.class);
        osd.deliver(new MOSDBackoff(first.pgid(), 23, MOSDBackoff.BLOCK, 5, HObject.MIN, HObject.MAX));
        centers.run();
        assertThat(osd.lastSent(MOSDBackoff.class).op()).isEqualTo(MOSDBackoff.ACK_BLOCK);
        assertThat(osd.lastSent(MOSDBackoff.class).id()).isEqualTo(5);
        write("foo");
        assertThat(osd.sent(MOSDOp.class)).hasSize(1);
        osd.deliver(new MOSDBackoff(first.pgid(), 23, MOSDBackoff.UNBLOCK, 5, HObject.MIN, HObject.MAX));
        centers.run();
        assertThat(osd.sent(MOSDOp.class)).hasSize(3);
        assertThat(osd.sent(MOSDOp.class).get(1).tid()).isEqualTo(first.tid());
        deliver(osd, osd.sent(MOSDOp.class).get(1), 0, "");
        assertThat(result).isCompleted();
    }

    @Test
    void backoffsEndWithTheSession() {
        write("foo");
        int primary = primaryOf("foo");
        FakeConnection osd = osd(primary);
        osd.deliver(
                new MOSDBackoff(osd.lastSent(MOSDOp.class).pgid(), 23, MOSDBackoff.BLOCK, 5, HObject.MIN, HObject.MAX));
        centers.advance(Duration.ofSeconds(1));
        osd.reset();
        centers.run();
        assertThat(osd(primary).sent(MOSDOp.class)).hasSize(1);
    }

    @Test
    void theThrottleLetsInSoManyAtOnceInOrder() {
        messenger.open(EntityType.MON).forEach(FakeConnection::markDown);
        ObjecterTest narrow = new ObjecterTest();
        narrow.objecter = narrow.objecter(2, 1 << 20);
        narrow.connect();
        CompletableFuture<String> first = narrow.write("foo");
        narrow.write("foo");
        CompletableFuture<String> third = narrow.write("foo");
        FakeConnection osd = narrow.messenger.open(EntityType.OSD).get(0);
        assertThat(osd.sent(MOSDOp.class)).hasSize(2);
        narrow.deliver(osd, osd.sent(MOSDOp.class).get(0), 0, "");
        assertThat(first).isCompleted();
        assertThat(osd.sent(MOSDOp.class)).hasSize(3);
        assertThat(third).isNotDone();
    }

    @Test
    void theThrottleCountsBytesAndLetsOneTooLargePassAlone() {
        ObjecterTest narrow = new ObjecterTest();
        narrow.objecter = narrow.objecter(100, 1000);
        narrow.connect();
        narrow.submit(
                "foo",
                OsdFlag.WRITE,
                Duration.ZERO,
                OSDOps.writeFull(Unpooled.buffer().writeZero(5000)));
        narrow.submit(
                "foo",
                OsdFlag.WRITE,
                Duration.ZERO,
                OSDOps.writeFull(Unpooled.buffer().writeZero(10)));
        FakeConnection osd = narrow.messenger.open(EntityType.OSD).get(0);
        assertThat(osd.sent(MOSDOp.class)).hasSize(1);
        narrow.deliver(osd, osd.sent(MOSDOp.class).get(0), 0, "");
        assertThat(osd.sent(MOSDOp.class)).hasSize(2);
    }

    /** A client whose throttle has one place, and whose operations pass the trap when they are filed. */
    private static ObjecterTest narrow(Trap filing) {
        ObjecterTest narrow = new ObjecterTest();
        narrow.objecter = narrow.objecter(1, 1 << 20, new OpTable() {
            @Override
            void put(Op<?> op) {
                filing.step();
                super.put(op);
            }
        });
        narrow.connect();
        return narrow;
    }

    @ParameterizedTest
    @EnumSource
    void anOperationThatCannotBeFiledGivesItsPlaceBack(Trap.Kind kind) {
        Trap filing = new Trap();
        ObjecterTest narrow = narrow(filing);
        filing.arm(kind);
        CompletableFuture<String> broken = narrow.read("foo");
        filing.disarm();
        assertThat(broken).isCompletedExceptionally();
        assertThat(narrow.objecter.gauges().inflightOps()).isZero();
        narrow.assertAlive();
    }

    @ParameterizedTest
    @EnumSource
    void anOperationThatCannotBeFiledUnderANewTidGivesItsPlaceBack(Trap.Kind kind) {
        Trap filing = new Trap();
        ObjecterTest narrow = narrow(filing);
        CompletableFuture<String> broken = narrow.read("foo");
        CompletableFuture<String> waiting = narrow.read("foo");
        FakeConnection osd = narrow.osd(1);
        filing.arm(kind);
        MOSDOpReply again = answer(osd.lastSent(MOSDOp.class), Errno.EAGAIN.result(), "");
        osd.deliver(again);
        filing.disarm();
        narrow.centers.run();
        assertThat(broken).isCompletedExceptionally();
        assertThat(waiting).isCompletedExceptionally();
        assertThat(narrow.objecter.gauges().inflightOps()).isZero();
        assertThat(narrow.objecter.gauges().inflightBytes()).isZero();
        narrow.assertAlive();
    }

    // ---- time

    @Test
    void aDeadlineAfterSendingLeavesTheOutcomeUnknown() {
        CompletableFuture<String> result =
                submit("foo", OsdFlag.WRITE, Duration.ofSeconds(2), OSDOps.writeFull(text("x")));
        FakeConnection osd = messenger.open(EntityType.OSD).get(0);
        centers.advance(Duration.ofSeconds(3));
        assertFailedWith(result, RadosException.OutcomeUnknown.class, Errno.ETIMEDOUT);
        deliver(osd, osd.lastSent(MOSDOp.class), 0, "late");
        assertThat(result).isCompletedExceptionally();
    }

    @Test
    void aDeadlineBeforeSendingSaysSo() {
        cluster.change(b -> b.flags(cluster.map().flags() | OSDMapFlags.PAUSEWR));
        newMap(24);
        CompletableFuture<String> result =
                submit("foo", OsdFlag.WRITE, Duration.ofSeconds(2), OSDOps.writeFull(text("x")));
        centers.advance(Duration.ofSeconds(3));
        assertFailedWith(result, RadosException.NotSent.class, Errno.ETIMEDOUT);
    }

    @Test
    void laggyOperationsMakeTheSessionProveItself() {
        write("foo");
        FakeConnection osd = messenger.open(EntityType.OSD).get(0);
        centers.advance(Duration.ofSeconds(9));
        assertThat(osd.keepalives()).isZero();
        centers.advance(Duration.ofSeconds(7));
        assertThat(osd.keepalives()).isPositive();
        assertThat(mon.lastSent(MMonSubscribe.class).what()).containsKey("osdmap");
    }

    @Test
    void shutdownTellsEveryOperation() {
        CompletableFuture<String> sent = write("foo");
        center.submit(objecter::shutdown);
        centers.run();
        assertFailedWith(sent, RadosException.OutcomeUnknown.class, Errno.ESHUTDOWN);
        assertFailedWith(write("foo"), RadosException.NotSent.class, Errno.ESHUTDOWN);
        assertThat(messenger.open(EntityType.OSD)).isEmpty();
    }

    @Test
    void inputsAreReleasedWithTheAnswerNotBefore() {
        ByteBuf data = text("payload");
        CompletableFuture<String> result = submit("foo", OsdFlag.WRITE, Duration.ZERO, OSDOps.writeFull(data));
        FakeConnection osd = messenger.open(EntityType.OSD).get(0);
        MOSDOp op = osd.lastSent(MOSDOp.class);
        deliver(osd, op, 0, "");
        assertThat(result).isCompleted();
        assertThat(data.refCnt()).isEqualTo(1);
        op.release();
        assertThat(data.refCnt()).isZero();
    }

    private int primaryOf(String oid) {
        return cluster.map()
                .pgToUpActing(cluster.map().objectToPg(POOL, oid, ""))
                .actingPrimary();
    }

    // ---- what throws costs one operation

    @ParameterizedTest
    @EnumSource
    void anAnswerThatCannotBeTakenFailsItsOperationOnly(Trap.Kind kind) {
        Trap taking = new Trap();
        taking.arm(kind);
        OpRequest request = new OpRequest(
                ObjectLocator.of(POOL, ""), "foo", List.of(OSDOps.read(0, 0)), OsdFlag.READ, Duration.ZERO);
        CompletableFuture<String> broken = objecter.submit(request, reply -> {
                    taking.step();
                    return "taken";
                })
                .toCompletableFuture();
        CompletableFuture<String> other = read("foo");
        for (MOSDOp op : osd(1).sent(MOSDOp.class)) {
            deliver(osd(1), op, 0, "data");
        }
        centers.run();
        assertThat(other).isCompletedWithValue("data");
        assertThat(broken).isCompletedExceptionally();
        if (kind == Trap.Kind.OUT_OF_MEMORY) {
            assertThatThrownBy(broken::join)
                    .cause()
                    .isInstanceOf(RadosException.class)
                    .hasMessageContaining("no memory")
                    .hasCauseInstanceOf(OutOfMemoryError.class);
        }
        assertAlive();
    }

    @ParameterizedTest
    @EnumSource
    void aCompletionOrItsExecutorThatThrowsCostsNothingElse(Trap.Kind kind) {
        Trap completing = new Trap();
        completing.arm(kind);
        CompletableFuture<String> first = read("foo");
        CompletableFuture<Void> after = first.thenRun(completing::step);
        CompletableFuture<String> second = read("foo");
        for (MOSDOp op : osd(1).sent(MOSDOp.class)) {
            deliver(osd(1), op, 0, "data");
        }
        centers.run();
        assertThat(after).isCompletedExceptionally();
        assertThat(first).isCompletedWithValue("data");
        assertThat(second).isCompletedWithValue("data");
    }

    @ParameterizedTest
    @EnumSource
    void anOsdThatCannotBeDialledAgainCostsItsOperationsOnly(Trap.Kind kind) {
        CompletableFuture<String> first = read("foo");
        CompletableFuture<String> second = read("foo");
        centers.advance(Duration.ofSeconds(1));
        messenger.dialling.arm(kind);
        osd(1).reset();
        centers.run();
        messenger.dialling.disarm();
        assertFailedWith(first, RadosException.OutcomeUnknown.class, errno(kind));
        assertFailedWith(second, RadosException.OutcomeUnknown.class, errno(kind));
        assertThat(objecter.gauges().inflightOps()).isZero();
        assertAlive();
    }

    private static Errno errno(Trap.Kind kind) {
        return kind == Trap.Kind.OUT_OF_MEMORY ? Errno.ENOMEM : Errno.EIO;
    }

    @Test
    void aRequestThatCannotBeEncodedFailsAndTheSessionGoesOn() {
        CompletableFuture<String> broken = read("foo");
        MOSDOp sent = osd(1).lastSent(MOSDOp.class);
        assertThat(objecter.msHandleUnsent(osd(1), sent, new StackOverflowError("planned")))
                .isTrue();
        centers.run();
        assertThatThrownBy(broken::join).hasRootCauseMessage("planned");
        assertThat(objecter.msHandleUnsent(osd(1), cluster.monMap(), new StackOverflowError("planned")))
                .isFalse();
        assertAlive();
    }

    @Test
    void anAnswerThatThereIsNoMemoryForFailsItsOperation() {
        CompletableFuture<String> broken = read("foo");
        long tid = osd(1).lastSent(MOSDOp.class).tid();
        Dispatcher.Unreceived answer = new Dispatcher.Unreceived(MOSDOpReply.TYPE, tid);
        assertThat(objecter.msHandleUnreceived(osd(1), answer, new OutOfMemoryError("direct")))
                .isTrue();
        centers.run();
        assertThatThrownBy(broken::join)
                .cause()
                .isInstanceOfSatisfying(
                        RadosException.class,
                        e -> assertThat(e.is(Errno.ENOMEM)).isTrue())
                .hasRootCauseMessage("direct");
        assertAlive();
    }

    @Test
    void operationsFailIfNoDescriptorIsLeftToReachTheirOsd() {
        CompletableFuture<String> waiting = read("foo");
        objecter.msHandleFault(osd(1), new IOException("cannot dial: Too many open files"));
        centers.run();
        assertThatThrownBy(waiting::join)
                .cause()
                .isInstanceOfSatisfying(
                        RadosException.class,
                        e -> assertThat(e.is(Errno.EMFILE)).isTrue())
                .hasMessageContaining("Too many open files");
    }

    @Test
    void aTimeoutSaysWhatTheOperationWaitedFor() {
        CompletableFuture<String> unanswered = submit("foo", OsdFlag.READ, Duration.ofMillis(2500), OSDOps.read(0, 0));
        objecter.msHandleFault(osd(1), new IOException("Connection refused"));
        centers.advance(Duration.ofSeconds(3));
        assertThatThrownBy(unanswered::join)
                .hasMessageContaining("no answer within 2.5 s: sent to osd.1 [v2:")
                .hasMessageContaining("attempt 1, which last failed with: Connection refused");
    }

    private void assertAlive() {
        CompletableFuture<String> next = read("foo");
        deliver(osd(1), osd(1).lastSent(MOSDOp.class), 0, "alive");
        centers.run();
        assertThat(next).isCompletedWithValue("alive");
    }
}
