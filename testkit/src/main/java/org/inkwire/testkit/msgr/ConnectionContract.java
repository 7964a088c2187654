// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.msgr;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.SendLimits;
import org.inkwire.msgr.frame.AckFrame;
import org.inkwire.msgr.frame.ClientIdentFrame;
import org.inkwire.msgr.frame.IdentMissingFeaturesFrame;
import org.inkwire.msgr.frame.ReconnectFrame;
import org.inkwire.msgr.frame.ReconnectOkFrame;
import org.inkwire.msgr.frame.ResetFrame;
import org.inkwire.msgr.frame.ServerIdentFrame;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.feature.Feature;
import org.inkwire.wire.message.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kinds of connections, how they end and which features they require, on every event driver. */
public abstract class ConnectionContract extends DriverContract {
    private static final EntityName SERVER = EntityName.mon(0);
    private static final EntityName CLIENT = EntityName.client(7);

    /** A feature bit that is set only explicitly. */
    private static final long EXTRA = 1L << 62;

    private static Policy supporting(Policy p, long features) {
        return new Policy(
                p.lossy(),
                p.server(),
                p.standby(),
                p.resetcheck(),
                p.registerLossyClients(),
                features,
                p.featuresRequired(),
                p.throttles());
    }

    // ---- to ourselves

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsSentToOurselvesComesInOrderAndNotOnTheSendersStack(boolean fast) {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        RecordingDispatcher d = fast
                ? RecordingDispatcher.fast((c, m) -> threads.add(Thread.currentThread()))
                : RecordingDispatcher.queued((c, m) -> threads.add(Thread.currentThread()));
        Messenger m = messengers.server(SERVER, Policy.losslessPeer(), d);
        Connection self = m.loopbackConnection();
        assertThat(m.connectTo(EntityType.MON, m.addrs())).isSameAs(self);
        assertThat(m.connectToAnonymously(EntityType.MON, m.addrs())).isSameAs(self);
        assertThat(self.peerName()).isEqualTo(SERVER);
        assertThat(self.peerType()).isEqualTo(EntityType.MON);
        assertThat(self.peerAddrs()).isEqualTo(m.addrs());
        assertThat(self.features()).isEqualTo(Feature.PACIFIC_SUPPORTED);
        assertThat(self.isConnected()).isTrue();

        List<String> sent = IntStream.range(0, 2000).mapToObj(Integer::toString).toList();
        sent.forEach(t -> self.sendMessage(new TextMessage(t)));

        eventually(() -> assertThat(d.texts).hasSize(sent.size()));
        assertThat(d.texts).isEqualTo(sent);
        assertThat(threads).doesNotContain(Thread.currentThread());
        assertThat(d.events).as("no session, no events").isEmpty();
    }

    @Test
    void aMessageToOurselvesIsTheSameObjectAndNeverEncoded() {
        List<Message> received = new CopyOnWriteArrayList<>();
        Messenger m = messengers.create(
                SERVER,
                Policy.losslessPeer(),
                new org.inkwire.msgr.Dispatcher() {
                    @Override
                    public boolean msDispatch(Connection connection, Message message) {
                        received.add(message);
                        return true;
                    }
                },
                c -> c);
        m.start();
        Message message = new FeaturesMessage() {
            @Override
            protected void encodeFront(Encoder out, long features) {
                throw new AssertionError("encoded");
            }
        };
        m.loopbackConnection().sendMessage(message);
        eventually(() -> assertThat(received).hasSize(1));
        assertThat(received.get(0)).isSameAs(message);
    }

    @Test
    void messagesToOurselvesWaitForTheDispatchThrottleAndTheThrottleIsGivenBack() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        RecordingDispatcher slow = RecordingDispatcher.queued((c, m) -> waitFor(go));
        Messenger m = messengers.create(SERVER, Policy.losslessPeer(), slow, c -> c.dispatchThrottleBytes(100));
        m.start();
        Connection self = m.loopbackConnection();
        for (int i = 0; i < 50; i++) {
            self.sendMessage(new TextMessage(
                    Integer.toString(i), messengers.allocator().buffer(20).writeZero(20)));
        }
        eventually(() -> assertThat(slow.texts).containsExactly("0"));
        go.countDown();
        eventually(() -> assertThat(slow.texts).hasSize(50));
        assertThat(slow.texts).last().isEqualTo("49");
    }

    @Test
    void markingTheConnectionToOurselvesDownDropsWhatWaitsAndTheNextOneIsNew() {
        Messenger m = messengers.server(SERVER, Policy.losslessPeer(), RecordingDispatcher.silent());
        Connection self = m.loopbackConnection();
        m.markDownAll();
        assertThat(self.isClosed()).as("not a peer's").isFalse();
        for (int i = 0; i < 1000; i++) {
            self.sendMessage(
                    new TextMessage("x", messengers.allocator().buffer(10).writeZero(10)));
        }
        self.markDown();
        assertThat(self.isClosed()).isTrue();
        self.sendMessage(
                new TextMessage("late", messengers.allocator().buffer(10).writeZero(10)));
        Connection next = m.connectTo(EntityType.MON, m.addrs());
        assertThat(next).isNotSameAs(self);
        next.markDown();
        eventually(() -> assertThat(messengers.stack().workers().stream()
                        .mapToInt(org.inkwire.msgr.event.Worker::connections)
                        .sum())
                .isZero());
    }

    @Test
    void whatWaitsForOurselvesIsBoundedLikeWhatWaitsForAPeer() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        RecordingDispatcher slow = RecordingDispatcher.fast((c, m) -> waitFor(go));
        Messenger m = messengers.create(
                SERVER, Policy.losslessPeer(), slow, c -> c.sendLimits(new SendLimits(2, 1 << 20, 5, 1 << 20)));
        m.start();
        Connection self = m.loopbackConnection();
        assertThat(self.trySend(new TextMessage("0"))).isTrue();
        eventually(() -> assertThat(slow.texts).containsExactly("0"));
        assertThat(self.trySend(new TextMessage("1"))).isTrue();
        assertThat(self.trySend(new TextMessage("2"))).isTrue();
        TextMessage refused = new TextMessage("refused");
        assertThat(self.trySend(refused)).isFalse();
        refused.release();
        CompletableFuture<Void> waits = self.send(new TextMessage("3")).toCompletableFuture();
        assertThat(waits).isNotDone();
        go.countDown();
        TestMessengers.get(waits);
        TestMessengers.get(self.whenWritable());
        eventually(() -> assertThat(slow.texts).containsExactly("0", "1", "2", "3"));
        assertThat(self.isClosed()).isFalse();
    }

    @Test
    void whatIsSentToOurselvesWhenTheWorkersHaveEndedIsGivenBack() {
        RecordingDispatcher atOurselves = RecordingDispatcher.silent();
        // Closing fails if a buffer leaks.
        try (TestMessengers ending = new TestMessengers(driver(), 1)) {
            Messenger m = ending.server(SERVER, Policy.losslessPeer(), atOurselves);
            Connection self = m.loopbackConnection();
            TestMessengers.get(ending.stack().shutdown());
            self.sendMessage(
                    new TextMessage("late", ending.allocator().buffer(10).writeZero(10)));
            assertThat(self.isClosed()).isTrue();
            assertThat(self.send(new TextMessage(
                            "later", ending.allocator().buffer(10).writeZero(10))))
                    .isCompletedExceptionally();
        }
        assertThat(atOurselves.texts).isEmpty();
    }

    // ---- anonymous

    @Test
    void anAnonymousConnectionIsOneOfItsOwnAndIsNotFoundAgain() {
        RecordingDispatcher atServer = RecordingDispatcher.fast(RecordingDispatcher::echo);
        Messenger server = messengers.server(SERVER, Policy.statelessServer(), atServer);
        RecordingDispatcher atClient = RecordingDispatcher.silent();
        Messenger client = messengers.client(CLIENT, Policy.lossyClient(), atClient);
        List<Connection> all = new ArrayList<>();
        all.add(client.connectToAnonymously(EntityType.MON, server.addrs()));
        all.add(client.connectTo(EntityType.MON, server.addrs()));
        all.add(client.connectToAnonymously(EntityType.MON, server.addrs()));
        assertThat(all).doesNotHaveDuplicates();
        all.forEach(c -> c.sendMessage(new TextMessage("hello")));
        eventually(() -> assertThat(atClient.texts).hasSize(3));
        assertThat(client.connectTo(EntityType.MON, server.addrs())).isSameAs(all.get(1));
        eventually(() -> assertThat(atServer.events).containsOnly("accept").hasSize(3));
        eventually(() -> assertThat(atClient.events).containsOnly("connect").hasSize(3));

        client.markDownAll();
        assertThat(all).allMatch(Connection::isClosed);
        eventually(() -> assertThat(atServer.events).hasSize(6));
        assertThat(atClient.events).as("silent at the side that marks down").containsOnly("connect");
    }

    // ---- the end

    @Test
    void aDisposableSessionEndsWithItsTcpConnection() throws Exception {
        try (ServerSocket listener = ScriptedPeer.listener()) {
            EntityAddr addr = ScriptedPeer.addressOf(listener);
            RecordingDispatcher atClient = RecordingDispatcher.silent();
            Messenger client = messengers.client(CLIENT, Policy.losslessClient(), atClient);
            Connection connection = client.connectTo(EntityType.MON, EntityAddrVec.of(addr));
            connection.sendMessage(new TextMessage("never acknowledged"));
            ScriptedPeer peer = acceptSession(listener, addr, 99);
            peer.receive(TextMessage.class);
            connection.markDisposable();
            peer.abort();
            eventually(() -> assertThat(atClient.events).containsExactly("connect", "reset"));
            assertThat(connection.isClosed()).isTrue();
        }
    }

    private static ScriptedPeer acceptSession(ServerSocket listener, EntityAddr addr, long cookie) {
        ScriptedPeer peer = ScriptedPeer.accept(listener);
        peer.authenticateAsServer(EntityType.MON);
        peer.receive(ClientIdentFrame.class);
        peer.send(peer.serverIdent(addr, 1, cookie));
        return peer;
    }

    @Test
    void aDrainedShutdownWaitsForTheAcknowledgementEvenOverAReconnect() throws Exception {
        try (ServerSocket listener = ScriptedPeer.listener()) {
            EntityAddr addr = ScriptedPeer.addressOf(listener);
            Messenger client = messengers.client(CLIENT, Policy.losslessClient(), RecordingDispatcher.silent());
            Connection connection = client.connectTo(EntityType.MON, EntityAddrVec.of(addr));
            connection.sendMessage(new TextMessage("a"));
            connection.sendMessage(new TextMessage("b"));
            CompletableFuture<Void> end = client.shutdown(Duration.ofMinutes(5)).toCompletableFuture();
            ScriptedPeer peer = acceptSession(listener, addr, 99);
            peer.receive(TextMessage.class);
            peer.receive(TextMessage.class);
            peer.send(new AckFrame(1));
            peer.abort();
            assertThat(end).isNotDone();
            try (ScriptedPeer again = ScriptedPeer.accept(listener)) {
                again.authenticateAsServer(EntityType.MON);
                again.receive(ReconnectFrame.class);
                again.send(new ReconnectOkFrame(1));
                assertThat(again.receive(TextMessage.class).text()).isEqualTo("b");
                assertThat(end).isNotDone();
                again.send(new AckFrame(2));
                TestMessengers.get(end);
                assertThat(connection.isClosed()).isTrue();
            }
        }
    }

    @Test
    void aDrainedShutdownGivesUpAtItsDeadline() throws Exception {
        try (ServerSocket listener = ScriptedPeer.listener()) {
            EntityAddr addr = ScriptedPeer.addressOf(listener);
            Messenger client = messengers.client(CLIENT, Policy.losslessClient(), RecordingDispatcher.silent());
            client.connectTo(EntityType.MON, EntityAddrVec.of(addr)).sendMessage(new TextMessage("a"));
            try (ScriptedPeer peer = acceptSession(listener, addr, 99)) {
                peer.receive(TextMessage.class);
                TestMessengers.get(client.shutdown(Duration.ofMillis(1)));
                assertThat(peer.receive()).isNull();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDrainedShutdownLosesNothingThatWasSent(boolean lossy) {
        RecordingDispatcher atServer = RecordingDispatcher.silent();
        Messenger server =
                messengers.server(SERVER, lossy ? Policy.statelessServer() : Policy.statefulServer(), atServer);
        Messenger client = messengers.client(
                CLIENT, lossy ? Policy.lossyClient() : Policy.losslessClient(), RecordingDispatcher.silent());
        Connection connection = client.connectTo(EntityType.MON, server.addrs());
        for (int i = 0; i < 500; i++) {
            connection.sendMessage(new TextMessage(
                    Integer.toString(i), messengers.allocator().buffer(50_000).writeZero(50_000)));
        }
        TestMessengers.get(client.shutdown(Duration.ofMinutes(5)));
        eventually(() -> assertThat(atServer.texts).hasSize(500));
    }

    @Test
    void anImmediateShutdownDropsWhatCannotBeSent() throws Exception {
        try (ServerSocket listener = ScriptedPeer.listener()) {
            Messenger client = messengers.client(CLIENT, Policy.losslessClient(), RecordingDispatcher.silent());
            client.connectTo(EntityType.MON, EntityAddrVec.of(ScriptedPeer.addressOf(listener)))
                    .sendMessage(new TextMessage(
                            "x", messengers.allocator().buffer(10).writeZero(10)));
            TestMessengers.get(client.shutdown(Duration.ZERO));
        }
    }

    // ---- features

    @Test
    void aClientThatLacksARequiredFeatureKeepsTryingAndIsLetInOnceItIsNotRequired() {
        RecordingDispatcher atServer = RecordingDispatcher.fast(RecordingDispatcher::echo);
        Messenger server = messengers.server(SERVER, Policy.statelessServer().requiring(EXTRA), atServer);
        RecordingDispatcher atClient = RecordingDispatcher.silent();
        Messenger client = messengers.client(CLIENT, Policy.lossyClient(), atClient);
        client.connectTo(EntityType.MON, server.addrs()).sendMessage(new TextMessage("hello"));
        EntityAddr target = server.addrs().first();
        try (ScriptedPeer same = ScriptedPeer.dial(target)) {
            same.authenticateAsClient(EntityType.CLIENT, target);
            same.send(same.ident(target, 1, 0));
            assertThat(same.receive(IdentMissingFeaturesFrame.class).features()).isEqualTo(EXTRA);
        }
        assertThat(atServer.events).isEmpty();
        server.defaultPolicy(Policy.statelessServer());
        eventually(() -> assertThat(atClient.texts).containsExactly("hello"));
        eventually(() -> assertThat(atClient.events).containsExactly("connect"));
    }

    @Test
    void aServerThatSaysFeaturesAreMissingIsDialledAgain() throws Exception {
        try (ServerSocket listener = ScriptedPeer.listener()) {
            EntityAddr addr = ScriptedPeer.addressOf(listener);
            Messenger client = messengers.client(CLIENT, Policy.lossyClient(), RecordingDispatcher.silent());
            Connection connection = client.connectTo(EntityType.MON, EntityAddrVec.of(addr));
            for (int i = 0; i < 3; i++) {
                try (ScriptedPeer peer = ScriptedPeer.accept(listener)) {
                    peer.authenticateAsServer(EntityType.MON);
                    peer.receive(ClientIdentFrame.class);
                    peer.send(new IdentMissingFeaturesFrame(EXTRA));
                    assertThat(peer.receive()).isNull();
                }
            }
            assertThat(connection.features()).isZero();
            acceptSession(listener, addr, 0).close();
        }
    }

    @Test
    void aServerThatLacksARequiredFeatureGetsNoMessage() throws Exception {
        try (ServerSocket listener = ScriptedPeer.listener()) {
            EntityAddr addr = ScriptedPeer.addressOf(listener);
            Policy needy = supporting(Policy.lossyClient(), Feature.PACIFIC_SUPPORTED | EXTRA)
                    .requiring(EXTRA);
            Messenger client = messengers.client(CLIENT, needy, RecordingDispatcher.silent());
            client.connectTo(EntityType.MON, EntityAddrVec.of(addr)).sendMessage(new TextMessage("hello"));
            try (ScriptedPeer old = acceptSession(listener, addr, 0)) {
                assertThat(old.receive()).isNull();
            }
            try (ScriptedPeer newer = ScriptedPeer.accept(listener)) {
                newer.authenticateAsServer(EntityType.MON);
                assertThat(newer.receive(ClientIdentFrame.class).featuresRequired() & EXTRA)
                        .isEqualTo(EXTRA);
                newer.send(identWith(addr, Feature.PACIFIC_SUPPORTED | EXTRA, 0));
                assertThat(newer.receive(TextMessage.class).text()).isEqualTo("hello");
            }
        }
    }

    private static ServerIdentFrame identWith(EntityAddr self, long features, long cookie) {
        return new ServerIdentFrame(
                EntityAddrVec.of(self),
                0,
                1,
                features,
                Feature.MSG_ADDR2.mask(),
                cookie == 0 ? ClientIdentFrame.LOSSY : 0,
                cookie);
    }

    /** Its text on the wire is the features it was encoded for. */
    private static class FeaturesMessage extends Message {
        FeaturesMessage() {
            super(TextMessage.TYPE, 1, 1);
        }

        @Override
        protected void encodeFront(Encoder out, long features) {
            out.string(Long.toHexString(features));
        }
    }

    @Test
    void aMessageSentBeforeTheFeaturesAreKnownIsEncodedForThemAndAgainWhenTheyChange() throws Exception {
        long first = Feature.MSG_ADDR2.mask();
        long later = Feature.PACIFIC_SUPPORTED;
        try (ServerSocket listener = ScriptedPeer.listener()) {
            EntityAddr addr = ScriptedPeer.addressOf(listener);
            Messenger client = messengers.client(CLIENT, Policy.losslessClient(), RecordingDispatcher.silent());
            Connection connection = client.connectTo(EntityType.MON, EntityAddrVec.of(addr));
            connection.sendMessage(new FeaturesMessage());

            ScriptedPeer old = ScriptedPeer.accept(listener);
            old.authenticateAsServer(EntityType.MON);
            old.receive(ClientIdentFrame.class);
            old.send(identWith(addr, first, 99));
            assertThat(old.receive(TextMessage.class).text()).isEqualTo(Long.toHexString(first));
            old.abort();

            try (ScriptedPeer upgraded = ScriptedPeer.accept(listener)) {
                upgraded.authenticateAsServer(EntityType.MON);
                upgraded.receive(ReconnectFrame.class);
                upgraded.send(new ResetFrame(false));
                upgraded.receive(ClientIdentFrame.class);
                upgraded.send(identWith(addr, later, 100));
                assertThat(upgraded.receive(TextMessage.class).text()).isEqualTo(Long.toHexString(later));
            }
        }
    }
}
