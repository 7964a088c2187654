// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.msgr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.frame.AuthDoneFrame;
import org.inkwire.msgr.frame.Banner;
import org.inkwire.msgr.frame.ClientIdentFrame;
import org.inkwire.msgr.frame.HelloFrame;
import org.inkwire.msgr.frame.IdentMissingFeaturesFrame;
import org.inkwire.msgr.frame.Keepalive2AckFrame;
import org.inkwire.msgr.frame.Keepalive2Frame;
import org.inkwire.msgr.frame.ReconnectFrame;
import org.inkwire.msgr.frame.ReconnectOkFrame;
import org.inkwire.msgr.frame.ResetFrame;
import org.inkwire.msgr.frame.ServerIdentFrame;
import org.inkwire.msgr.frame.Tag;
import org.inkwire.wire.UTime;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The required behaviour of a messenger on every event driver. A driver's test extends this and names the driver. */
public abstract class EventDriverContract extends DriverContract {
    private static final EntityName SERVER = EntityName.mon(0);
    private static final EntityName CLIENT = EntityName.client(7);

    private Messenger echoServer(Policy policy) {
        return messengers.server(SERVER, policy, RecordingDispatcher.fast(RecordingDispatcher::echo));
    }

    private ByteBuf randomData(int bytes, long seed) {
        byte[] b = new byte[bytes];
        new Random(seed).nextBytes(b);
        return messengers.allocator().buffer(Math.max(1, bytes)).writeBytes(b);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 4096, 8193, 65536, 70_000, 5 << 20})
    void dataOfAnySizeComesBackUnchanged(int bytes) {
        Messenger server = echoServer(Policy.statelessServer());
        List<String> digests = new CopyOnWriteArrayList<>();
        Messenger client = messengers.client(
                CLIENT,
                Policy.lossyClient(),
                RecordingDispatcher.fast((c, m) -> digests.add(m.text() + " " + ByteBufUtil.hashCode(m.data()))));
        Connection connection = client.connectTo(EntityType.MON, server.addrs());
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ByteBuf data = randomData(bytes, i);
            expected.add("n" + i + " " + ByteBufUtil.hashCode(data));
            connection.sendMessage(new TextMessage("n" + i, data));
        }
        eventually(() -> assertThat(digests).isEqualTo(expected));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void manyMessagesArriveInOrder(boolean fast) {
        RecordingDispatcher atServer = fast
                ? RecordingDispatcher.fast(RecordingDispatcher::echo)
                : RecordingDispatcher.queued(RecordingDispatcher::echo);
        Messenger server = messengers.server(SERVER, Policy.statelessServer(), atServer);
        RecordingDispatcher atClient = fast ? RecordingDispatcher.silent() : RecordingDispatcher.queued((c, m) -> {});
        Messenger client = messengers.client(CLIENT, Policy.lossyClient(), atClient);
        Connection connection = client.connectTo(EntityType.MON, server.addrs());
        List<String> sent = IntStream.range(0, 3000).mapToObj(Integer::toString).toList();
        sent.forEach(t -> connection.sendMessage(new TextMessage(t)));
        eventually(() -> assertThat(atClient.texts).hasSize(sent.size()));
        assertThat(atServer.texts).isEqualTo(sent);
        assertThat(atClient.texts).isEqualTo(sent);
    }

    @Test
    void aDispatchThrottleSmallerThanAMessageLetsOneThroughAtATime() {
        AtomicBoolean slow = new AtomicBoolean(true);
        RecordingDispatcher atServer = RecordingDispatcher.queued((c, m) -> {
            eventually(() -> assertThat(slow).isFalse());
        });
        Messenger server =
                messengers.create(SERVER, Policy.statelessServer(), atServer, c -> c.dispatchThrottleBytes(100));
        TestMessengers.bind(server, 0, 0);
        server.start();
        Messenger client = messengers.client(CLIENT, Policy.lossyClient(), RecordingDispatcher.silent());
        Messenger other = messengers.client(EntityName.client(8), Policy.lossyClient(), RecordingDispatcher.silent());
        for (int i = 0; i < 50; i++) {
            client.connectTo(EntityType.MON, server.addrs()).sendMessage(new TextMessage("a", randomData(20_000, i)));
            other.connectTo(EntityType.MON, server.addrs()).sendMessage(new TextMessage("b", randomData(200, i)));
        }
        eventually(() -> assertThat(atServer.texts).isNotEmpty());
        slow.set(false);
        eventually(() -> assertThat(atServer.texts).hasSize(100));
    }

    @Test
    void theServerDecidesWhetherASessionIsLossy() {
        Messenger server = echoServer(Policy.statelessServer());
        RecordingDispatcher atClient = RecordingDispatcher.silent();
        Messenger client = messengers.client(CLIENT, Policy.losslessClient(), atClient);
        Connection connection = client.connectTo(EntityType.MON, server.addrs());
        connection.sendMessage(new TextMessage("hello"));
        eventually(() -> assertThat(atClient.texts).containsExactly("hello"));
        TestMessengers.shutdown(server);
        eventually(() -> assertThat(atClient.events).containsExactly("connect", "reset"));
        assertThat(connection.isClosed()).isTrue();
    }

    @Test
    void markDownIsSilentHereAndAResetThere() {
        RecordingDispatcher atServer = RecordingDispatcher.fast(RecordingDispatcher::echo);
        Messenger server = messengers.server(SERVER, Policy.statelessServer(), atServer);
        RecordingDispatcher atClient = RecordingDispatcher.silent();
        Messenger client = messengers.client(CLIENT, Policy.lossyClient(), atClient);
        Connection connection = client.connectTo(EntityType.MON, server.addrs());
        connection.sendMessage(new TextMessage("hello"));
        eventually(() -> assertThat(atClient.texts).hasSize(1));
        // Delivered on another thread, and not at all after markDown.
        eventually(() -> assertThat(atClient.events).containsExactly("connect"));
        connection.markDown();
        eventually(() -> assertThat(atServer.events).containsExactly("accept", "reset"));
        assertThat(atClient.events).containsExactly("connect");
        assertThat(client.connectTo(EntityType.MON, server.addrs())).isNotSameAs(connection);
    }

    @Test
    void aRefusedConnectionIsReportedAndTriedAgainUntilSomebodyListens() throws Exception {
        ServerSocket reserved = ScriptedPeer.listener();
        EntityAddr addr = ScriptedPeer.addressOf(reserved);
        reserved.close();
        RecordingDispatcher atClient = RecordingDispatcher.silent();
        Messenger client = messengers.client(CLIENT, Policy.lossyClient(), atClient);
        Connection connection = client.connectTo(EntityType.MON, EntityAddrVec.of(addr));
        connection.sendMessage(new TextMessage("hello"));
        eventually(() -> assertThat(atClient.events).contains("refused"));
        Messenger server = messengers.create(
                SERVER,
                Policy.statelessServer(),
                RecordingDispatcher.fast(RecordingDispatcher::echo),
                c -> c.nonce(addr.nonce()));
        TestMessengers.bind(server, addr.port(), addr.port());
        server.start();
        eventually(() -> assertThat(atClient.texts).containsExactly("hello"));
    }

    @Test
    void bindTakesTheFirstFreePortOfTheRange() {
        Messenger first = echoServer(Policy.statelessServer());
        int port = first.addrs().first().port();
        Messenger second =
                messengers.create(EntityName.mon(1), Policy.statelessServer(), RecordingDispatcher.silent(), c -> c);
        assertThatThrownBy(() -> TestMessengers.bind(second, port, port)).hasMessageContaining("up to port " + port);
        EntityAddrVec bound = TestMessengers.bind(second, port, port + 50);
        assertThat(bound.first().port()).isBetween(port + 1, port + 50);
    }

    @Test
    void keepalivesAreAnswered() {
        Messenger server = echoServer(Policy.statelessServer());
        Messenger client = messengers.client(CLIENT, Policy.lossyClient(), RecordingDispatcher.silent());
        Connection connection = client.connectTo(EntityType.MON, server.addrs());
        connection.sendKeepalive();
        eventually(() -> assertThat(connection.lastKeepaliveAckNanos()).isNotZero());
    }

    @Test
    void aClientLearnsItsAddressFromThePeer() {
        Messenger server = echoServer(Policy.statelessServer());
        Messenger client = messengers.client(CLIENT, Policy.lossyClient(), RecordingDispatcher.silent());
        assertThat(client.addrs().first().isBlankIp()).isTrue();
        Connection connection = client.connectTo(EntityType.MON, server.addrs());
        eventually(() -> assertThat(connection.isConnected()).isTrue());
        assertThat(client.addrs().toString()).startsWith("any:127.0.0.1:0/");
    }

    @Test
    void aLosslessClientReplaysWhatWasNotAcknowledged() throws Exception {
        try (ServerSocket listener = ScriptedPeer.listener()) {
            EntityAddr addr = ScriptedPeer.addressOf(listener);
            RecordingDispatcher atClient = RecordingDispatcher.silent();
            Messenger client = messengers.client(CLIENT, Policy.losslessClient(), atClient);
            Connection connection = client.connectTo(EntityType.MON, EntityAddrVec.of(addr));
            connection.sendMessage(new TextMessage("a"));
            connection.sendMessage(new TextMessage("b"));

            ScriptedPeer peer = ScriptedPeer.accept(listener);
            peer.authenticateAsServer(EntityType.MON);
            ClientIdentFrame ident = peer.receive(ClientIdentFrame.class);
            assertThat(ident.cookie()).isNotZero();
            peer.send(peer.serverIdent(addr, 1, 99));
            assertThat(peer.receive(TextMessage.class).text()).isEqualTo("a");
            assertThat(peer.receive(TextMessage.class).text()).isEqualTo("b");
            peer.abort();

            connection.sendMessage(new TextMessage("c"));
            ScriptedPeer again = ScriptedPeer.accept(listener);
            again.authenticateAsServer(EntityType.MON);
            ReconnectFrame reconnect = again.receive(ReconnectFrame.class);
            assertThat(reconnect.clientCookie()).isEqualTo(ident.cookie());
            assertThat(reconnect.serverCookie()).isEqualTo(99);
            assertThat(reconnect.connectSeq()).isEqualTo(1);
            assertThat(reconnect.globalSeq()).isGreaterThan(ident.globalSeq());
            again.send(new ReconnectOkFrame(1));
            expectMessage(again, "b", 2);
            expectMessage(again, "c", 3);

            again.abort();
            ScriptedPeer reborn = ScriptedPeer.accept(listener);
            reborn.authenticateAsServer(EntityType.MON);
            reborn.receive(ReconnectFrame.class);
            reborn.send(new ResetFrame(true));
            ClientIdentFrame fresh = reborn.receive(ClientIdentFrame.class);
            assertThat(fresh.cookie()).isNotZero().isNotEqualTo(ident.cookie());
            reborn.send(reborn.serverIdent(addr, 2, 100));
            connection.sendMessage(new TextMessage("d"));
            expectMessage(reborn, "d", 1);
            eventually(() -> assertThat(atClient.events).contains("remote reset"));
            reborn.close();
        }
    }

    @Test
    void aStatefulServerTakesTheSessionUpAgainAndDropsDuplicates() {
        RecordingDispatcher atServer = RecordingDispatcher.silent();
        Messenger server = messengers.server(SERVER, Policy.statefulServer(), atServer);
        EntityAddr target = server.addrs().first();
        ScriptedPeer peer = ScriptedPeer.dial(target);
        peer.authenticateAsClient(EntityType.CLIENT, target);
        peer.send(peer.ident(target, 1, 55));
        ServerIdentFrame ident = peer.receive(ServerIdentFrame.class);
        assertThat(ident.cookie()).isNotZero();
        peer.send(new TextMessage("a"), 1, 0);
        peer.send(new TextMessage("b"), 2, 0);
        eventually(() -> assertThat(atServer.texts).containsExactly("a", "b"));
        peer.abort();

        ScriptedPeer again = ScriptedPeer.dial(target);
        again.authenticateAsClient(EntityType.CLIENT, target);
        again.send(new ReconnectFrame(again.ownAddrs(), 55, ident.cookie(), 2, 1, 0));
        assertThat(again.receive(ReconnectOkFrame.class).msgSeq()).isEqualTo(2);
        again.send(new TextMessage("b"), 2, 0);
        again.send(new TextMessage("c"), 3, 0);
        eventually(() -> assertThat(atServer.texts).containsExactly("a", "b", "c"));
        again.close();
    }

    @Test
    void peersThatDialEachOtherAtOnceEndUpWithOneSessionAndLoseNothing() {
        int peers = 4;
        int each = 200;
        List<RecordingDispatcher> received = new ArrayList<>();
        List<Messenger> all = new ArrayList<>();
        for (int i = 0; i < peers; i++) {
            RecordingDispatcher d = RecordingDispatcher.silent();
            received.add(d);
            all.add(messengers.server(EntityName.osd(i), Policy.losslessPeer(), d));
        }
        for (int n = 0; n < each; n++) {
            for (int i = 0; i < peers; i++) {
                for (int j = 0; j < peers; j++) {
                    if (i != j) {
                        all.get(i)
                                .connectTo(EntityType.OSD, all.get(j).addrs())
                                .sendMessage(new TextMessage(i + ":" + n));
                    }
                }
            }
        }
        for (int j = 0; j < peers; j++) {
            RecordingDispatcher d = received.get(j);
            eventually(() -> assertThat(d.texts).hasSize((peers - 1) * each));
            for (int i = 0; i < peers; i++) {
                String from = i + ":";
                List<String> expected = i == j
                        ? List.of()
                        : IntStream.range(0, each).mapToObj(n -> from + n).toList();
                assertThat(d.texts.stream().filter(t -> t.startsWith(from)).toList())
                        .isEqualTo(expected);
            }
        }
    }

    private static void expectMessage(ScriptedPeer peer, String text, long seq) {
        TextMessage m = peer.receive(TextMessage.class);
        assertThat(m.text()).isEqualTo(text);
        assertThat(m.seq()).isEqualTo(seq);
    }

    // ---- bad input

    private void closesThisPeerOnly(java.util.function.BiConsumer<ScriptedPeer, EntityAddr> misbehave) {
        Messenger server = echoServer(Policy.statelessServer());
        RecordingDispatcher atClient = RecordingDispatcher.silent();
        Messenger client = messengers.client(CLIENT, Policy.lossyClient(), atClient);
        Connection good = client.connectTo(EntityType.MON, server.addrs());
        good.sendMessage(new TextMessage("before"));
        eventually(() -> assertThat(atClient.texts).containsExactly("before"));

        try (ScriptedPeer bad = ScriptedPeer.dial(server.addrs().first())) {
            misbehave.accept(bad, server.addrs().first());
            Object last = "";
            while (last != null) {
                last = bad.receive();
            }
        }

        good.sendMessage(new TextMessage("after"));
        eventually(() -> assertThat(atClient.texts).containsExactly("before", "after"));
        eventually(() -> assertThat(atClient.events).containsExactly("connect"));
    }

    @Test
    void garbageInsteadOfABannerClosesThatConnectionOnly() {
        closesThisPeerOnly((peer, target) ->
                peer.sendRaw("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    @Test
    void aMsgrV1BannerClosesThatConnectionOnly() {
        closesThisPeerOnly((peer, target) ->
                peer.sendRaw("ceph v027".concat("\0".repeat(272)).getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    @Test
    void aWrongPreambleCrcClosesThatConnectionOnly() {
        closesThisPeerOnly((peer, target) -> {
            peer.sendBanner();
            byte[] hello = ScriptedPeer.bytesOf(new HelloFrame(EntityType.CLIENT, target));
            hello[28] ^= 1;
            peer.sendRaw(hello);
        });
    }

    @Test
    void aWrongSegmentCrcClosesThatConnectionOnly() {
        closesThisPeerOnly((peer, target) -> {
            peer.sendBanner();
            byte[] hello = ScriptedPeer.bytesOf(new HelloFrame(EntityType.CLIENT, target));
            hello[hello.length - 1] ^= 1;
            peer.sendRaw(hello);
        });
    }

    @Test
    void anOversizedControlFrameClosesThatConnectionBeforeItIsRead() {
        closesThisPeerOnly((peer, target) -> {
            peer.sendBanner();
            peer.sendRaw(preamble(Tag.HELLO, 0x7fffffff, 0));
        });
    }

    @Test
    void anOversizedMessageClosesThatConnectionBeforeItIsRead() {
        closesThisPeerOnly((peer, target) -> {
            peer.authenticateAsClient(EntityType.CLIENT, target);
            peer.send(peer.ident(target, 1, 0));
            peer.receive(ServerIdentFrame.class);
            peer.sendRaw(preamble(Tag.MESSAGE, 41, 0x7fff0000));
        });
    }

    @Test
    void aMessageBeforeTheSessionClosesThatConnectionOnly() {
        closesThisPeerOnly((peer, target) -> {
            peer.sendBanner();
            peer.send(new TextMessage("too early"), 1, 0);
        });
    }

    @Test
    void anUnknownMessageTypeClosesThatConnectionOnly() {
        closesThisPeerOnly((peer, target) -> {
            peer.authenticateAsClient(EntityType.CLIENT, target);
            peer.send(peer.ident(target, 1, 0));
            peer.receive(ServerIdentFrame.class);
            peer.send(new UnknownMessage(), 1, 0);
        });
    }

    @Test
    void anIdentForAnotherAddressClosesThatConnectionOnly() {
        closesThisPeerOnly((peer, target) -> {
            peer.authenticateAsClient(EntityType.CLIENT, target);
            peer.send(peer.ident(target.withNonce(target.nonce() + 1), 1, 0));
        });
    }

    @Test
    void aPeerThatSaysNothingIsClosedAfterTheReadyTimeout() {
        Messenger server = messengers.create(
                SERVER,
                Policy.statelessServer(),
                RecordingDispatcher.silent(),
                c -> c.connectionReadyTimeout(Duration.ofMillis(100)));
        TestMessengers.bind(server, 0, 0);
        server.start();
        try (ScriptedPeer silent = ScriptedPeer.dial(server.addrs().first())) {
            assertThat(silent.receive()).isInstanceOf(Banner.class);
            assertThat(silent.receive()).isNull();
        }
    }

    @Test
    void aClientLackingAFeatureIsToldWhichAndMayStay() {
        Messenger server = echoServer(Policy.statelessServer().requiring(1L << 30));
        EntityAddr target = server.addrs().first();
        try (ScriptedPeer old = ScriptedPeer.dial(target)) {
            old.authenticateAsClient(EntityType.CLIENT, target);
            old.send(new ClientIdentFrame(old.ownAddrs(), target, 1, 1, 1L << 59, 1L << 59, 1, 0));
            assertThat(old.receive(IdentMissingFeaturesFrame.class).features()).isEqualTo(1L << 30);
            old.send(old.ident(target, 2, 0));
            old.receive(ServerIdentFrame.class);
            UTime stamp = new UTime(5, 6);
            old.send(new Keepalive2Frame(stamp));
            assertThat(old.receive(Keepalive2AckFrame.class).stamp()).isEqualTo(stamp);
        }
    }

    @Test
    void aWrongAuthMethodIsAnsweredWithWhatIsAllowed() {
        Messenger server = echoServer(Policy.statelessServer());
        EntityAddr target = server.addrs().first();
        try (ScriptedPeer peer = ScriptedPeer.dial(target)) {
            peer.sendBanner();
            peer.receive(Banner.class);
            peer.send(new HelloFrame(EntityType.CLIENT, target));
            peer.receive(HelloFrame.class);
            peer.send(new org.inkwire.msgr.frame.AuthRequestFrame(2, List.of(2, 1), new byte[3]));
            var bad = peer.receive(org.inkwire.msgr.frame.AuthBadMethodFrame.class);
            assertThat(bad.result()).isEqualTo(-95);
            assertThat(bad.allowedMethods()).containsExactly(1);
            peer.send(new org.inkwire.msgr.frame.AuthRequestFrame(1, List.of(1), new byte[0]));
            peer.receive(AuthDoneFrame.class);
        }
    }

    @Test
    void connectingAndClosingLeavesNothingBehind() {
        Messenger server = echoServer(Policy.statelessServer());
        RecordingDispatcher atClient = RecordingDispatcher.silent();
        Messenger client = messengers.client(CLIENT, Policy.lossyClient(), atClient);
        for (int i = 0; i < 300; i++) {
            Connection c = client.connectTo(EntityType.MON, server.addrs());
            c.sendMessage(new TextMessage("x"));
            if (i % 3 != 0) {
                // Otherwise, close it at a random point of its handshake.
                eventually(() -> assertThat(c.isConnected()).isTrue());
            }
            c.markDown();
        }
        eventually(() -> assertThat(messengers.stack().workers().stream()
                        .mapToInt(org.inkwire.msgr.event.Worker::connections)
                        .sum())
                .isZero());
    }

    private static byte[] preamble(Tag tag, int length0, int length3) {
        ByteBuf buf = io.netty.buffer.Unpooled.buffer(32).writeZero(32);
        new org.inkwire.msgr.frame.Preamble().set(tag, length0, 0, 0, length3).encodeAt(buf, 0);
        return ByteBufUtil.getBytes(buf);
    }

    private static final class UnknownMessage extends org.inkwire.wire.message.Message {
        UnknownMessage() {
            super(0x7fff, 1, 1);
        }

        @Override
        protected void encodeFront(org.inkwire.wire.Encoder out, long features) {
            out.u8(1);
        }
    }
}
