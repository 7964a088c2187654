// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.mon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.inkwire.cluster.message.common.MPing;
import org.inkwire.cluster.message.mon.MMonCommand;
import org.inkwire.cluster.message.mon.MMonCommandAck;
import org.inkwire.cluster.message.mon.MMonGetMap;
import org.inkwire.cluster.message.mon.MMonSubscribe;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.msgr.Dispatcher;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.auth.AuthException;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.objecter.error.RadosException;
import org.inkwire.objecter.fake.FakeCluster;
import org.inkwire.testkit.msgr.FakeConnection;
import org.inkwire.testkit.msgr.FakeMessenger;
import org.inkwire.testkit.msgr.ManualCenters;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MonClientTest {
    private static final AuthEntityName ADMIN = AuthEntityName.parse("client.admin");

    private final ManualCenters centers = new ManualCenters();
    private final EventCenter center = centers.newCenter("client");
    private final FakeMessenger messenger = new FakeMessenger(EntityName.client(-1), Policy.lossyClient());
    private final FakeCluster cluster = new FakeCluster();
    private final MonAuth auth = MonAuth.none(ADMIN);
    private final MonClient client = new MonClient(center, messenger, auth, config(2, Duration.ZERO));

    private static MonClientConfig config(int parallel, Duration opTimeout) {
        return new MonClientConfig(
                ADMIN,
                "host",
                FakeCluster.MONS,
                new MonClientConfig.Hunt(Duration.ofSeconds(3), parallel, 1.5, 1, 10),
                new MonClientConfig.Ping(Duration.ofSeconds(10), Duration.ofSeconds(30)),
                opTimeout,
                new Random(1));
    }

    @BeforeEach
    void start() {
        messenger.addDispatcher(client);
        on(client::start);
    }

    private void on(Runnable task) {
        center.submit(task);
        centers.run();
    }

    private <T> CompletableFuture<T> call(Supplier<CompletionStage<T>> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        on(() -> call.get().whenComplete((v, e) -> {
            if (e != null) {
                result.completeExceptionally(e);
            } else {
                result.complete(v);
            }
        }));
        return result;
    }

    private List<FakeConnection> mons() {
        return messenger.open(EntityType.MON);
    }

    private FakeConnection session() {
        FakeConnection mon = mons().get(0);
        mon.becomeReady(4242);
        centers.run();
        mon.deliver(cluster.monMap());
        centers.run();
        return mon;
    }

    private CompletableFuture<CommandResult> command(String text) {
        return call(() -> client.command(List.of(text), new byte[0]));
    }

    private static MMonCommandAck ack(MMonCommand command, int result) {
        MMonCommandAck ack =
                new MMonCommandAck(0, result, "status", command.cmd(), Unpooled.wrappedBuffer(new byte[] {'o', 'k'}));
        ack.tid(command.tid());
        return ack;
    }

    @Test
    void huntingDialsSeveralMonitorsAndKeepsTheFirstThatIsReady() {
        List<FakeConnection> dialled = List.copyOf(mons());
        assertThat(dialled).hasSize(2);
        dialled.get(1).becomeReady(4242);
        centers.run();
        assertThat(mons()).containsExactly(dialled.get(1));
        assertThat(auth.globalId()).isEqualTo(4242);
        assertThat(messenger.entityName()).isEqualTo(EntityName.client(4242));
    }

    @Test
    void aSessionBeginsWithGetMapAndTheSubscriptions() {
        FakeConnection mon = mons().get(0);
        mon.becomeReady(4242);
        centers.run();
        assertThat(mon.sent()).hasSize(2);
        assertThat(mon.sent().get(0)).isInstanceOf(MMonGetMap.class);
        assertThat(mon.lastSent(MMonSubscribe.class).what())
                .containsOnlyKeys("config", "monmap")
                .containsEntry("monmap", new MMonSubscribe.Item(0, 0));
        assertThat(client.ready().toCompletableFuture()).isNotDone();
        mon.deliver(cluster.monMap());
        centers.run();
        assertThat(client.ready().toCompletableFuture()).isCompleted();
    }

    @Test
    void aRoundWithoutAnAnswerIsFollowedByALongerOne() {
        centers.advance(Duration.ofMillis(2900));
        assertThat(messenger.connections()).hasSize(2);
        centers.advance(Duration.ofMillis(200));
        assertThat(messenger.connections()).hasSize(4);
        // 3 s × 1.5
        centers.advance(Duration.ofMillis(4300));
        assertThat(messenger.connections()).hasSize(4);
        centers.advance(Duration.ofMillis(200));
        assertThat(messenger.connections()).hasSize(6);
        assertThat(mons()).hasSize(2);
    }

    @Test
    void commandsWaitForTheSessionAndAreMatchedByTid() {
        CompletableFuture<CommandResult> first = command("{\"prefix\":\"a\"}");
        CompletableFuture<CommandResult> second = command("{\"prefix\":\"b\"}");
        FakeConnection mon = session();
        List<MMonCommand> sent = mon.sent(MMonCommand.class);
        assertThat(sent).hasSize(2);
        assertThat(sent.get(0).fsid()).isEqualTo(cluster.map().fsid());
        mon.deliver(ack(sent.get(1), -22));
        mon.deliver(ack(sent.get(0), 0));
        centers.run();
        assertThat(first.join().text()).isEqualTo("ok");
        assertThat(second.join().result()).isEqualTo(-22);
    }

    @Test
    void aLostSessionIsReplacedAndUnansweredCommandsGoAgain() {
        FakeConnection mon = session();
        CompletableFuture<CommandResult> pending = command("{\"prefix\":\"a\"}");
        CompletableFuture<CommandResult> answered = command("{\"prefix\":\"b\"}");
        mon.deliver(ack(mon.sent(MMonCommand.class).get(1), 0));
        centers.run();
        assertThat(answered).isCompleted();
        mon.reset();
        centers.advance(Duration.ofSeconds(1));
        FakeConnection next = mons().get(0);
        next.becomeReady(0);
        centers.run();
        assertThat(next.sent(MMonCommand.class))
                .singleElement()
                .satisfies(c -> assertThat(c.cmd()).containsExactly("{\"prefix\":\"a\"}"));
        next.deliver(ack(next.lastSent(MMonCommand.class), 0));
        centers.run();
        assertThat(pending).isCompleted();
        assertThat(auth.globalId()).isEqualTo(4242);
    }

    @Test
    void subscriptionsGoOnAfterWhatCame() {
        FakeConnection mon = session();
        on(() -> {
            client.subWant("osdmap", 0, false);
            client.subWant("mgrmap", 0, true);
            client.renewSubs();
            client.subGot("osdmap", 23);
            client.subGot("mgrmap", 1);
        });
        mon.reset();
        centers.advance(Duration.ofSeconds(1));
        FakeConnection next = mons().get(0);
        next.becomeReady(0);
        centers.run();
        assertThat(next.lastSent(MMonSubscribe.class).what())
                .containsEntry("osdmap", new MMonSubscribe.Item(24, 0))
                .containsEntry("monmap", new MMonSubscribe.Item(2, 0))
                .doesNotContainKey("mgrmap");
    }

    @Test
    void aSilentMonitorIsGivenUp() {
        FakeConnection mon = session();
        centers.advance(Duration.ofSeconds(11));
        assertThat(mon.keepalives()).isEqualTo(1);
        centers.advance(Duration.ofSeconds(30));
        assertThat(mon.isClosed()).isTrue();
        assertThat(mons()).hasSize(2);
    }

    @Test
    void anAnsweringMonitorIsKept() {
        FakeConnection mon = session();
        for (int i = 0; i < 10; i++) {
            centers.advance(Duration.ofSeconds(10));
            mon.keepaliveAcked(center.nanoTime());
        }
        assertThat(mon.isClosed()).isFalse();
        assertThat(mon.keepalives()).isGreaterThanOrEqualTo(9);
    }

    @Test
    void messagesForTheMonitorWaitForTheSession() {
        on(() -> client.sendMonMessage(new MPing()));
        FakeConnection mon = session();
        assertThat(mon.sent(MPing.class)).hasSize(1);
    }

    @Test
    void aDeadlineTellsWhetherTheRequestWasSent() {
        CompletableFuture<CommandResult> unsent =
                call(() -> client.command(List.of("x"), new byte[0], Duration.ofSeconds(1)));
        centers.advance(Duration.ofSeconds(2));
        assertThat(unsent)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(RadosException.NotSent.class);
        session();
        CompletableFuture<CommandResult> sent =
                call(() -> client.command(List.of("x"), new byte[0], Duration.ofSeconds(1)));
        centers.advance(Duration.ofSeconds(2));
        assertThat(sent)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(RadosException.OutcomeUnknown.class);
    }

    @Test
    void shutdownFailsWhatWaits() {
        session();
        CompletableFuture<CommandResult> pending = command("x");
        on(client::shutdown);
        assertThat(pending).isCompletedExceptionally();
        assertThat(mons()).isEmpty();
        assertThat(command("y")).isCompletedExceptionally();
    }

    // ---- waits end and explain

    private MonClient other(EntityAddrVec... mons) {
        MonClientConfig like = config(2, Duration.ofSeconds(5));
        return new MonClient(
                center,
                messenger,
                MonAuth.none(ADMIN),
                new MonClientConfig(
                        ADMIN, "host", List.of(mons), like.hunt(), like.ping(), like.opTimeout(), new Random(1)));
    }

    @Test
    void aRefusalByEveryMonitorTriedFailsAtOnce() {
        CompletableFuture<CommandResult> command = call(() -> client.command(List.of("{}"), new byte[0]));
        String text = "the peer refuses what we offer, with result -95: we offer methods [none (1)]"
                + ", it wants methods [cephx (2)]";
        AuthException refusal = new AuthException(text, -95);
        List<FakeConnection> tried = mons();
        assertThat(tried).hasSize(2);
        client.msHandleFault(tried.get(0), new IllegalStateException("authentication failed", refusal));
        centers.run();
        assertThat(client.ready().toCompletableFuture()).isNotDone();
        client.msHandleFault(tried.get(1), new IllegalStateException("authentication failed", refusal));
        centers.run();
        for (CompletableFuture<?> failed : List.of(client.ready().toCompletableFuture(), command)) {
            assertThatThrownBy(failed::join)
                    .cause()
                    .isInstanceOfSatisfying(
                            RadosException.class,
                            e -> assertThat(e.is(Errno.EOPNOTSUPP)).isTrue())
                    .hasMessageContaining(text);
        }
    }

    @Test
    void aRefusalFailsWithTheRoundIfTheOthersDoNotAnswer() {
        CompletableFuture<CommandResult> command = call(() -> client.command(List.of("{}"), new byte[0]));
        String refused = mons().get(0).peerAddrs().toString();
        String silent = mons().get(1).peerAddrs().toString();
        client.msHandleFault(
                mons().get(0),
                new IllegalStateException("authentication failed", new AuthException("it wants cephx", -13)));
        centers.advance(Duration.ofMillis(2900));
        assertThat(client.ready().toCompletableFuture()).isNotDone();
        centers.advance(Duration.ofMillis(200));
        for (CompletableFuture<?> failed : List.of(client.ready().toCompletableFuture(), command)) {
            assertThatThrownBy(failed::join)
                    .cause()
                    .isInstanceOfSatisfying(
                            RadosException.class,
                            e -> assertThat(e.is(Errno.EACCES)).isTrue())
                    .hasMessageContaining("monitor " + refused + ": it wants cephx")
                    .hasMessageContaining(silent + ": no answer");
        }
    }

    @Test
    void aRefusalIsNoHarmIfAnotherMonitorTakesUs() {
        client.msHandleFault(
                mons().get(0),
                new IllegalStateException("authentication failed", new AuthException("it wants cephx", -13)));
        mons().get(1).becomeReady(4242);
        centers.advance(Duration.ofSeconds(4));
        assertThat(client.ready().toCompletableFuture()).isNotDone();
        mons().get(0).deliver(cluster.monMap());
        centers.run();
        assertThat(client.ready().toCompletableFuture()).isCompleted();
    }

    @Test
    void monitorsThatOnlySpeakV1FailAtOnce() {
        MonClient v1 = other(EntityAddrVec.parse("v1:10.0.0.1:6789/0"));
        on(v1::start);
        assertThatThrownBy(() -> v1.ready().toCompletableFuture().join())
                .hasMessageContaining("v1:10.0.0.1:6789/0")
                .hasMessageContaining("msgr v1 is not spoken");
    }

    @Test
    void aLackOfDescriptorsFailsAtOnce() {
        client.msHandleFault(mons().get(0), new java.io.IOException("cannot dial: Too many open files"));
        centers.run();
        assertThatThrownBy(() -> client.ready().toCompletableFuture().join())
                .cause()
                .isInstanceOfSatisfying(
                        RadosException.class,
                        e -> assertThat(e.is(Errno.EMFILE)).isTrue());
    }

    @Test
    void aTimeoutNamesTheMonitorsTriedAndWhatBecameOfThem() {
        client.msHandleFault(mons().get(0), new java.io.IOException("Connection refused"));
        CompletableFuture<CommandResult> command =
                call(() -> client.command(List.of("{}"), new byte[0], Duration.ofMillis(1500)));
        String first = mons().get(0).peerAddrs().toString();
        String second = mons().get(1).peerAddrs().toString();
        centers.advance(Duration.ofSeconds(2));
        assertThatThrownBy(command::join)
                .hasMessageContaining("no answer from a monitor within 1.5 s; no session; tried ")
                .hasMessageContaining(first + " (Connection refused)")
                .hasMessageContaining(second + " (no answer)");
    }

    @Test
    void aRequestWhoseMessageCannotBeBuiltFailsAloneAndOnce() {
        FakeConnection mon = session();
        CompletableFuture<String> broken = call(() -> client.request(
                "something",
                () -> {
                    throw new StackOverflowError("planned");
                },
                MMonCommandAck.TYPE,
                reply -> "never",
                Duration.ZERO));
        assertThatThrownBy(broken::join).hasRootCauseMessage("planned");
        CompletableFuture<CommandResult> command = call(() -> client.command(List.of("{}"), new byte[0]));
        long tid = mon.lastSent(MMonCommand.class).tid();
        assertThat(client.msHandleUnreceived(
                        mon, new Dispatcher.Unreceived(MMonCommandAck.TYPE, tid), new OutOfMemoryError("planned")))
                .isTrue();
        centers.run();
        assertThatThrownBy(command::join).hasRootCauseMessage("planned");
    }
}
