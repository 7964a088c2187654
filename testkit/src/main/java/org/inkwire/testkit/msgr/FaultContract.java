// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.msgr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.MessengerConfig;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.event.Worker;
import org.inkwire.msgr.fault.FaultInjection;
import org.inkwire.msgr.fault.Interceptor;
import org.inkwire.msgr.fault.Interceptor.Direction;
import org.inkwire.msgr.fault.Interceptor.Point;
import org.inkwire.msgr.fault.Interceptor.Verdict;
import org.inkwire.msgr.frame.AckFrame;
import org.inkwire.msgr.frame.Banner;
import org.inkwire.msgr.frame.ClientIdentFrame;
import org.inkwire.msgr.frame.Keepalive2Frame;
import org.inkwire.msgr.frame.Preamble;
import org.inkwire.msgr.frame.ReconnectFrame;
import org.inkwire.msgr.frame.ReconnectOkFrame;
import org.inkwire.msgr.frame.ServerIdentFrame;
import org.inkwire.msgr.frame.Tag;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.message.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What happens to sessions when links break or stall, by injection or because of a peer. A driver's test extends this
 * and names the driver.
 */
public abstract class FaultContract extends DriverContract {
    private static final EntityName SERVER = EntityName.mon(0);
    private static final EntityName CLIENT = EntityName.client(7);
    private static final Duration FOREVER = Duration.ofHours(1);

    private Messenger server(
            Policy policy, RecordingDispatcher dispatcher, UnaryOperator<MessengerConfig.Builder> tune) {
        Messenger m = messengers.create(SERVER, policy, dispatcher, tune);
        TestMessengers.bind(m, 0, 0);
        m.start();
        return m;
    }

    private Messenger client(
            Policy policy, RecordingDispatcher dispatcher, UnaryOperator<MessengerConfig.Builder> tune) {
        Messenger m = messengers.create(CLIENT, policy, dispatcher, tune);
        m.start();
        return m;
    }

    /** A lossless session in use, and one side that may stop it. */
    private final class Pair {
        final RecordingDispatcher atServer = RecordingDispatcher.fast(RecordingDispatcher::echo);
        final RecordingDispatcher atClient = RecordingDispatcher.silent();
        final Messenger server;
        final Messenger client;
        final Connection connection;

        Pair(boolean stopServer, UnaryOperator<MessengerConfig.Builder> stop) {
            UnaryOperator<MessengerConfig.Builder> plain = UnaryOperator.identity();
            server = server(Policy.statefulServer(), atServer, stopServer ? stop : plain);
            client = client(Policy.losslessClient(), atClient, stopServer ? plain : stop);
            connection = client.connectTo(EntityType.MON, server.addrs());
        }

        void send(String... texts) {
            for (String t : texts) {
                connection.sendMessage(new TextMessage(t));
            }
        }

        void expectEchoed(String... texts) {
            eventually(() -> assertThat(atClient.texts).containsExactly(texts));
            assertThat(atServer.texts).containsExactly(texts);
        }
    }

    /** Every frame of an undisturbed lossless session, as one side sees it. */
    private static Stream<Point> pointsOf(boolean server) {
        List<Tag> fromClient = List.of(
                Tag.HELLO,
                Tag.AUTH_REQUEST,
                Tag.AUTH_SIGNATURE,
                Tag.CLIENT_IDENT,
                Tag.KEEPALIVE2,
                Tag.MESSAGE,
                Tag.ACK);
        List<Tag> fromServer = List.of(
                Tag.HELLO, Tag.AUTH_DONE, Tag.AUTH_SIGNATURE, Tag.SERVER_IDENT, Tag.KEEPALIVE2_ACK, Tag.MESSAGE);
        return Stream.of(
                        Stream.of(Point.banner(Direction.READ), Point.banner(Direction.WRITE)),
                        (server ? fromClient : fromServer).stream().map(Point::read),
                        (server ? fromServer : fromClient).stream().map(Point::write))
                .flatMap(p -> p);
    }

    private static Stream<Point> clientPoints() {
        return pointsOf(false);
    }

    private static Stream<Point> serverPoints() {
        return pointsOf(true);
    }

    private void faultLosesNothing(boolean atServer, Point point) {
        PointInterceptor interceptor = new PointInterceptor(point, Verdict.FAULT);
        Pair pair = new Pair(atServer, c -> c.interceptor(interceptor));
        pair.connection.sendKeepalive();
        pair.send("a", "b", "c");
        eventually(() -> assertThat(interceptor.wasReached()).isTrue());
        pair.send("d");
        pair.expectEchoed("a", "b", "c", "d");
    }

    @ParameterizedTest
    @MethodSource("clientPoints")
    void aFaultAtAnyFrameOfTheClientLosesAndRepeatsNothing(Point point) {
        faultLosesNothing(false, point);
    }

    @ParameterizedTest
    @MethodSource("serverPoints")
    void aFaultAtAnyFrameOfTheServerLosesAndRepeatsNothing(Point point) {
        faultLosesNothing(true, point);
    }

    private void blockHoldsUntilUnblocked(boolean atServer, Point point) {
        PointInterceptor interceptor = new PointInterceptor(point, Verdict.BLOCK);
        Pair pair = new Pair(atServer, c -> c.interceptor(interceptor));
        pair.connection.sendKeepalive();
        pair.send("a", "b", "c");
        eventually(() -> assertThat(interceptor.blocked).hasSize(1));
        Interceptor.Blocked blocked = interceptor.blocked.get(0);
        assertThat(blocked.point()).isEqualTo(point);
        List<Point> before = interceptor.seen.stream()
                .filter(p -> p.direction() == point.direction())
                .toList();
        assertThat(before).endsWith(point);
        blocked.unblock();
        blocked.unblock();
        pair.send("d");
        pair.expectEchoed("a", "b", "c", "d");
        eventually(() -> assertThat(pair.atClient.events).containsExactly("connect"));
        eventually(() -> assertThat(pair.atServer.events).containsExactly("accept"));
    }

    @ParameterizedTest
    @MethodSource("clientPoints")
    void aBlockAtAnyFrameOfTheClientEndsWithUnblock(Point point) {
        blockHoldsUntilUnblocked(false, point);
    }

    @ParameterizedTest
    @MethodSource("serverPoints")
    void aBlockAtAnyFrameOfTheServerEndsWithUnblock(Point point) {
        blockHoldsUntilUnblocked(true, point);
    }

    private static boolean isOfHandshake(Point p) {
        Tag tag = p.tag();
        return tag == null || tag.code() < Tag.MESSAGE.code();
    }

    private static Stream<Point> clientHandshake() {
        return clientPoints().filter(FaultContract::isOfHandshake);
    }

    private static Stream<Point> serverHandshake() {
        return serverPoints().filter(FaultContract::isOfHandshake);
    }

    private void stalledHandshakeTimesOut(boolean atServer, Point point) {
        PointInterceptor interceptor = new PointInterceptor(point, Verdict.STALL);
        RecordingDispatcher atServerSide = RecordingDispatcher.fast(RecordingDispatcher::echo);
        RecordingDispatcher atClientSide = RecordingDispatcher.silent();
        UnaryOperator<MessengerConfig.Builder> impatient =
                c -> c.connectionReadyTimeout(Duration.ofMillis(150)).connectionIdleTimeout(Duration.ofMillis(300));
        Messenger server = server(
                Policy.statefulServer(),
                atServerSide,
                c -> atServer ? impatient.apply(c).interceptor(interceptor) : impatient.apply(c));
        Messenger client = client(
                Policy.losslessClient(),
                atClientSide,
                c -> atServer ? impatient.apply(c) : impatient.apply(c).interceptor(interceptor));
        Connection connection = client.connectTo(EntityType.MON, server.addrs());
        connection.sendMessage(new TextMessage("a"));
        eventually(() -> assertThat(atClientSide.texts).containsExactly("a"));
        assertThat(interceptor.wasReached()).isTrue();
        assertThat(atServerSide.texts).containsExactly("a");
    }

    @ParameterizedTest
    @MethodSource("clientHandshake")
    void aStallAnywhereInTheClientsHandshakeEndsByTimeout(Point point) {
        stalledHandshakeTimesOut(false, point);
    }

    @ParameterizedTest
    @MethodSource("serverHandshake")
    void aStallAnywhereInTheServersHandshakeEndsByTimeout(Point point) {
        stalledHandshakeTimesOut(true, point);
    }

    @Test
    void ofAFrameThatFaultsNothingLeavesAndEverythingBeforeDoes() throws Exception {
        try (ServerSocket listener = ScriptedPeer.listener()) {
            EntityAddr addr = ScriptedPeer.addressOf(listener);
            PointInterceptor interceptor = new PointInterceptor(Point.write(Tag.MESSAGE), Verdict.FAULT, 3);
            Messenger client =
                    client(Policy.losslessClient(), RecordingDispatcher.silent(), c -> c.interceptor(interceptor));
            Connection connection = client.connectTo(EntityType.MON, EntityAddrVec.of(addr));
            for (String text : List.of("a", "b", "c")) {
                connection.sendMessage(new TextMessage(text));
            }
            try (ScriptedPeer peer = ScriptedPeer.accept(listener)) {
                peer.authenticateAsServer(EntityType.MON);
                peer.receive(ClientIdentFrame.class);
                peer.send(peer.serverIdent(addr, 1, 99));
                assertThat(peer.receive(TextMessage.class).text()).isEqualTo("a");
                assertThat(peer.receive(TextMessage.class).text()).isEqualTo("b");
                assertThat(peer.receive()).isNull();
            }
        }
    }

    @Test
    void aStalledReaderTakesNothingInAndSeesThePeerGo() {
        PointInterceptor interceptor = new PointInterceptor(Point.read(Tag.MESSAGE), Verdict.STALL, 2);
        RecordingDispatcher atServer = RecordingDispatcher.silent();
        Messenger server = server(Policy.statelessServer(), atServer, c -> c.interceptor(interceptor));
        EntityAddr target = server.addrs().first();
        try (ScriptedPeer peer = ScriptedPeer.dial(target)) {
            peer.authenticateAsClient(EntityType.CLIENT, target);
            peer.send(peer.ident(target, 1, 0));
            peer.receive(ServerIdentFrame.class);
            for (int i = 1; i <= 100; i++) {
                peer.send(new TextMessage("m" + i, Unpooled.buffer().writeZero(10_000)), i, 0);
            }
        }
        eventually(() -> assertThat(atServer.events).containsExactly("accept", "reset"));
        assertThat(atServer.texts).containsExactly("m1");
    }

    @Test
    void aBlockedReaderHoldsThePeerBackByTcp() {
        PointInterceptor interceptor = new PointInterceptor(Point.read(Tag.MESSAGE), Verdict.BLOCK);
        Pair pair = new Pair(true, c -> c.interceptor(interceptor));
        int count = 60;
        String[] texts = IntStream.range(0, count).mapToObj(Integer::toString).toArray(String[]::new);
        for (String t : texts) {
            pair.connection.sendMessage(
                    new TextMessage(t, messengers.allocator().buffer().writeZero(300_000)));
        }
        eventually(() -> assertThat(interceptor.blocked).hasSize(1));
        assertThat(pair.atServer.texts).isEmpty();
        interceptor.blocked.get(0).unblock();
        pair.expectEchoed(texts);
    }

    // ---- by configuration

    private static FaultInjection faults(String name, String value) {
        return FaultInjection.parse(option -> option.equals(name) ? value : null);
    }

    @Test
    void socketFailuresOnBothSidesLoseAndRepeatNothing() {
        FaultInjection faults = faults(FaultInjection.SOCKET_FAILURES, "30");
        UnaryOperator<MessengerConfig.Builder> tune =
                c -> c.faultInjection(faults).backoff(Duration.ofMillis(1), Duration.ofMillis(4));
        RecordingDispatcher atServer = RecordingDispatcher.fast(RecordingDispatcher::echo);
        RecordingDispatcher atClient = RecordingDispatcher.silent();
        Messenger server = server(Policy.statefulServer(), atServer, tune);
        Messenger client = client(Policy.losslessClient(), atClient, tune);
        Connection connection = client.connectTo(EntityType.MON, server.addrs());
        List<String> sent = IntStream.range(0, 500).mapToObj(Integer::toString).toList();
        sent.forEach(t -> connection.sendMessage(new TextMessage(t)));
        eventually(() -> assertThat(atClient.texts).hasSize(sent.size()));
        assertThat(atServer.texts).isEqualTo(sent);
        assertThat(atClient.texts).isEqualTo(sent);
        eventually(() -> assertThat(atServer.events).hasSizeGreaterThan(1));
    }

    /** A lossless client, scripted. */
    private static ScriptedPeer losslessPeer(Messenger server) {
        EntityAddr target = server.addrs().first();
        ScriptedPeer peer = ScriptedPeer.dial(target);
        peer.authenticateAsClient(EntityType.CLIENT, target);
        peer.send(peer.ident(target, 1, 55));
        peer.receive(ServerIdentFrame.class);
        return peer;
    }

    @Test
    void aDelayedMessageIsAcknowledgedAtOnceAndThoseBehindItWait() {
        FaultInjection faults = new FaultInjection(0, Set.of(EntityType.CLIENT), 1, FOREVER, Duration.ZERO, Set.of());
        RecordingDispatcher atServer = RecordingDispatcher.silent();
        Messenger server = server(Policy.statefulServer(), atServer, c -> c.faultInjection(faults));
        ScriptedPeer peer = losslessPeer(server);
        peer.send(new TextMessage("a"), 1, 0);
        assertThat(peer.receive(AckFrame.class).seq()).isEqualTo(1);
        peer.send(new TextMessage("b"), 2, 0);
        assertThat(peer.receive(AckFrame.class).seq()).isEqualTo(2);
        assertThat(atServer.texts).isEmpty();
        // A delay ends with the TCP connection.
        peer.abort();
        eventually(() -> assertThat(atServer.texts).containsExactly("a", "b"));
    }

    @Test
    void shortDelaysKeepTheOrder() {
        FaultInjection faults =
                new FaultInjection(0, Set.of(EntityType.CLIENT), 0.3, Duration.ofMillis(3), Duration.ZERO, Set.of());
        Pair pair = new Pair(true, c -> c.faultInjection(faults));
        String[] texts = IntStream.range(0, 300).mapToObj(Integer::toString).toArray(String[]::new);
        pair.send(texts);
        pair.expectEchoed(texts);
    }

    @Test
    void whatABlackholeReceivesIsAcknowledgedAndGone() {
        FaultInjection faults = faults("ms_blackhole_client", "true");
        RecordingDispatcher atServer = RecordingDispatcher.silent();
        Messenger server = server(Policy.statefulServer(), atServer, c -> c.faultInjection(faults));
        ScriptedPeer peer = losslessPeer(server);
        peer.send(new TextMessage("a"), 1, 0);
        assertThat(peer.receive(AckFrame.class).seq()).isEqualTo(1);
        // Without the blackhole it would have been dispatched before the ack was written.
        assertThat(atServer.texts).isEmpty();
        peer.abort();
    }

    @Test
    void whatIsSentIntoABlackholeNeverLeavesButKeepalivesDo() throws Exception {
        try (ServerSocket listener = ScriptedPeer.listener()) {
            EntityAddr addr = ScriptedPeer.addressOf(listener);
            FaultInjection faults = faults("ms_blackhole_mon", "true");
            Messenger client =
                    client(Policy.losslessClient(), RecordingDispatcher.silent(), c -> c.faultInjection(faults));
            Connection connection = client.connectTo(EntityType.MON, EntityAddrVec.of(addr));
            connection.sendMessage(new TextMessage("gone"));
            try (ScriptedPeer peer = ScriptedPeer.accept(listener)) {
                peer.authenticateAsServer(EntityType.MON);
                peer.receive(ClientIdentFrame.class);
                peer.send(peer.serverIdent(addr, 1, 99));
                connection.sendMessage(new TextMessage("gone too"));
                eventually(() -> assertThat(connection.isConnected()).isTrue());
                connection.sendKeepalive();
                peer.receive(Keepalive2Frame.class);
            }
        }
    }

    @Test
    void internalDelaysHoldUpTheirConnectionOnly() {
        FaultInjection faults = new FaultInjection(0, Set.of(), 0, Duration.ZERO, FOREVER, Set.of());
        RecordingDispatcher atServer = RecordingDispatcher.fast(RecordingDispatcher::echo);
        Messenger slow = server(
                Policy.statefulServer(),
                atServer,
                c -> c.faultInjection(faults).connectionReadyTimeout(Duration.ofMillis(200)));
        try (ScriptedPeer peer = ScriptedPeer.dial(slow.addrs().first())) {
            peer.sendBanner();
            peer.receive(Banner.class);
            Pair others = new Pair(true, UnaryOperator.identity());
            others.send("a");
            others.expectEchoed("a");
            assertThat(peer.receive()).isNull();
        }
    }

    @Test
    void shortInternalDelaysOnlyTakeTime() {
        FaultInjection faults = faults(FaultInjection.INTERNAL_DELAYS, "0.002");
        Pair pair = new Pair(true, c -> c.faultInjection(faults));
        pair.send("a", "b");
        pair.expectEchoed("a", "b");
        eventually(() -> assertThat(pair.atClient.events).containsExactly("connect"));
    }

    // ---- peers that stall

    private static byte[] preamble(int data) {
        ByteBuf buf = Unpooled.buffer(32).writeZero(32);
        new Preamble().set(Tag.MESSAGE, 41, 0, 0, data).encodeAt(buf, 0);
        return ByteBufUtil.getBytes(buf);
    }

    @Test
    void aPeerThatStopsInsideAMessageIsClosedAndGivesTheThrottleBack() {
        int bytes = 600_000;
        RecordingDispatcher atServer = RecordingDispatcher.silent();
        Messenger server = server(
                Policy.statelessServer(),
                atServer,
                c -> c.dispatchThrottleBytes(bytes).bodyTimeout(Duration.ofMillis(100)));
        EntityAddr target = server.addrs().first();
        try (ScriptedPeer bad = ScriptedPeer.dial(target)) {
            bad.authenticateAsClient(EntityType.CLIENT, target);
            bad.send(bad.ident(target, 1, 0));
            bad.receive(ServerIdentFrame.class);
            bad.sendRaw(preamble(bytes));
            bad.sendRaw(new byte[100]);
            Messenger client = client(Policy.lossyClient(), RecordingDispatcher.silent(), UnaryOperator.identity());
            client.connectTo(EntityType.MON, server.addrs())
                    .sendMessage(new TextMessage(
                            "good", messengers.allocator().buffer().writeZero(1000)));
            assertThat(bad.receive()).isNull();
            eventually(() -> assertThat(atServer.texts).containsExactly("good"));
        }
    }

    @Test
    void anUndecodableMessageIsAskedForAtOnceButNotAgainAndAgain() throws Exception {
        try (ServerSocket listener = ScriptedPeer.listener()) {
            EntityAddr addr = ScriptedPeer.addressOf(listener);
            RecordingDispatcher atClient = RecordingDispatcher.silent();
            Messenger client = client(Policy.losslessClient(), atClient, c -> c.backoff(FOREVER, FOREVER));
            Connection connection = client.connectTo(EntityType.MON, EntityAddrVec.of(addr));
            connection.sendKeepalive();

            try (ScriptedPeer peer = ScriptedPeer.accept(listener)) {
                peer.authenticateAsServer(EntityType.MON);
                peer.receive(ClientIdentFrame.class);
                peer.send(peer.serverIdent(addr, 1, 99));
                peer.send(new TextMessage("fine"), 1, 0);
                peer.send(new UnreadableMessage(), 2, 0);
                untilClosed(peer);
            }
            try (ScriptedPeer peer = ScriptedPeer.accept(listener)) {
                peer.authenticateAsServer(EntityType.MON);
                assertThat(peer.receive(ReconnectFrame.class).msgSeq()).isEqualTo(1);
                peer.send(new ReconnectOkFrame(0));
                peer.send(new UnreadableMessage(), 2, 0);
                untilClosed(peer);
            }
            everyCenterHasGoneOn();
            listener.setSoTimeout(1);
            assertThatThrownBy(listener::accept).isInstanceOf(SocketTimeoutException.class);
            assertThat(atClient.texts).containsExactly("fine");
        }
    }

    private static void untilClosed(ScriptedPeer peer) {
        Object last = "";
        while (last != null) {
            last = peer.receive();
        }
    }

    /** Waits until each worker has run what was due, and what that triggered on another. */
    private void everyCenterHasGoneOn() {
        for (int i = 0; i < 2; i++) {
            for (Worker worker : messengers.stack().workers()) {
                CompletableFuture<Void> done = new CompletableFuture<>();
                worker.center().submit(() -> done.complete(null));
                TestMessengers.get(done);
            }
        }
    }

    private static final class UnreadableMessage extends Message {
        UnreadableMessage() {
            super(0x7fff, 1, 1);
        }

        @Override
        protected void encodeFront(Encoder out, long features) {
            out.u8(1);
        }
    }
}
