// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.msgr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.inkwire.msgr.AddrBlocklist;
import org.inkwire.msgr.AddressConfig;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.frame.ReconnectFrame;
import org.inkwire.msgr.frame.ServerIdentFrame;
import org.inkwire.testkit.machine.Needs;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How messengers bind, find each other and refuse peers, on every event driver. */
public abstract class AddressContract extends DriverContract {
    private static final EntityName SERVER = EntityName.mon(0);
    private static final EntityName CLIENT = EntityName.client(7);

    private static EntityAddrVec anyPortAt(String... ips) {
        return new EntityAddrVec(
                java.util.Arrays.stream(ips).map(EntityAddr::parse).toList());
    }

    private Messenger unbound(EntityName name, AddressConfig addresses) {
        return messengers.create(
                name,
                Policy.statelessServer(),
                RecordingDispatcher.fast(RecordingDispatcher::echo),
                c -> c.addresses(addresses));
    }

    private Messenger echoServerAt(String... ips) {
        Messenger server = unbound(SERVER, AddressConfig.DEFAULT);
        TestMessengers.get(server.bindv(anyPortAt(ips)));
        server.start();
        return server;
    }

    private static void echoes(Messenger client, RecordingDispatcher atClient, EntityAddrVec server) {
        client.connectTo(EntityType.MON, server).sendMessage(new TextMessage("hello"));
        eventually(() -> assertThat(atClient.texts).containsExactly("hello"));
    }

    // ---- families

    @Test
    void aSessionOverIpv6LearnsAndShowsIpv6Addresses() {
        Needs.ipv6Loopback();
        Messenger server = echoServerAt("v2:[::1]:0/0");
        assertThat(server.addrs().toString()).matches("v2:\\[::1]:\\d+/\\d+");
        RecordingDispatcher atClient = RecordingDispatcher.silent();
        Messenger client = messengers.client(CLIENT, Policy.lossyClient(), atClient);
        int nonce = client.addrs().first().nonce();
        echoes(client, atClient, EntityAddrVec.parse(server.addrs().toString()));
        assertThat(client.addrs()).hasToString("any:[::1]:0/" + Integer.toUnsignedString(nonce));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v2:127.0.0.1:0/0", "v2:[::1]:0/0"})
    void aServerOfBothFamiliesIsDialledByTheFamilyOfTheClient(String own) {
        Needs.ipv6Loopback();
        Messenger server = echoServerAt("v2:127.0.0.1:0/0", "v2:[::1]:0/0");
        assertThat(server.addrs().addrs()).extracting(EntityAddr::isIpv6).containsExactly(false, true);
        assertThat(server.addrs().addrs())
                .extracting(EntityAddr::nonce)
                .containsOnly(server.addrs().first().nonce());
        RecordingDispatcher atClient = RecordingDispatcher.silent();
        Messenger client = messengers.create(EntityName.osd(3), Policy.losslessClient(), atClient, c -> c);
        EntityAddr bound = TestMessengers.get(client.bindv(anyPortAt(own))).first();
        client.start();
        echoes(client, atClient, server.addrs());
        Connection connection = client.connectTo(EntityType.MON, server.addrs());
        assertThat(connection.peerAddr().sameFamily(bound)).isTrue();
        assertThat(connection.peerAddrs()).isEqualTo(server.addrs());
    }

    @Test
    void peersOfBothFamiliesHaveOneSessionWhoeverDials() {
        Needs.ipv6Loopback();
        RecordingDispatcher[] received = {RecordingDispatcher.silent(), RecordingDispatcher.silent()};
        Messenger[] peers = new Messenger[2];
        for (int i = 0; i < 2; i++) {
            peers[i] = messengers.create(EntityName.osd(i), Policy.losslessPeer(), received[i], c -> c);
            TestMessengers.get(peers[i].bindv(anyPortAt("v2:127.0.0.1:0/0", "v2:[::1]:0/0")));
            peers[i].start();
        }
        for (int i = 0; i < 100; i++) {
            for (int from = 0; from < 2; from++) {
                peers[from]
                        .connectTo(EntityType.OSD, peers[1 - from].addrs())
                        .sendMessage(new TextMessage(Integer.toString(i)));
            }
        }
        for (RecordingDispatcher d : received) {
            eventually(() -> assertThat(d.texts).hasSize(100));
            assertThat(d.texts).first().isEqualTo("0");
            assertThat(d.texts).last().isEqualTo("99");
        }
    }

    @Test
    void anAddressThatCannotBeDialledIsPassedOver() throws Exception {
        ServerSocket reserved = ScriptedPeer.listener();
        EntityAddr dead = ScriptedPeer.addressOf(reserved);
        reserved.close();
        Messenger server = echoServerAt("v2:127.0.0.1:0/0");
        EntityAddr alive = server.addrs().first();
        RecordingDispatcher atClient = RecordingDispatcher.silent();
        Messenger client = messengers.client(CLIENT, Policy.lossyClient(), atClient);
        EntityAddrVec both = EntityAddrVec.of(dead, alive);
        echoes(client, atClient, both);
        assertThat(client.connectTo(EntityType.MON, both).peerAddr()).isEqualTo(alive);
        eventually(() -> assertThat(atClient.events).containsExactly("connect"));
    }

    @Test
    void refusalIsReportedWhenEveryAddressRefuses() throws Exception {
        ServerSocket one = ScriptedPeer.listener();
        ServerSocket two = ScriptedPeer.listener();
        EntityAddrVec dead = EntityAddrVec.of(ScriptedPeer.addressOf(one), ScriptedPeer.addressOf(two));
        one.close();
        two.close();
        RecordingDispatcher atClient = RecordingDispatcher.silent();
        Messenger client = messengers.client(CLIENT, Policy.lossyClient(), atClient);
        client.connectTo(EntityType.MON, dead);
        eventually(() -> assertThat(atClient.events).contains("refused"));
    }

    @Test
    void aPeerWithoutAV2AddressIsRefusedWithTheReason() {
        Messenger client = messengers.client(CLIENT, Policy.lossyClient(), RecordingDispatcher.silent());
        assertThatThrownBy(() -> client.connectTo(EntityType.MON, EntityAddrVec.parse("v1:127.0.0.1:6789/0")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("v1 is not supported");
    }

    @Test
    void anAnswerFromAnotherAddressThanTheOneDialledIsNoSession() throws Exception {
        try (ServerSocket listener = ScriptedPeer.listener()) {
            EntityAddr addr = ScriptedPeer.addressOf(listener);
            Messenger client = messengers.client(CLIENT, Policy.lossyClient(), RecordingDispatcher.silent());
            Connection connection = client.connectTo(EntityType.MON, EntityAddrVec.of(addr));
            try (ScriptedPeer peer = ScriptedPeer.accept(listener)) {
                peer.authenticateAsServer(EntityType.MON);
                peer.receive(org.inkwire.msgr.frame.ClientIdentFrame.class);
                peer.send(peer.serverIdent(addr.withNonce(addr.nonce() + 1), 1, 0));
                assertThat(peer.receive()).isNull();
            }
            assertThat(connection.isConnected()).isFalse();
        }
    }

    // ---- binding

    @Test
    void aTakenPortIsTriedAgainUntilItIsFree() throws Exception {
        ServerSocket taken = ScriptedPeer.listener();
        int port = taken.getLocalPort();
        Messenger server = unbound(SERVER, AddressConfig.DEFAULT.withRetry(10_000, Duration.ofMillis(1)));
        CompletionStage<EntityAddrVec> bound = server.bind(InetAddress.getLoopbackAddress(), port, port);
        assertThat(bound.toCompletableFuture()).isNotDone();
        taken.close();
        assertThat(TestMessengers.get(bound).first().port()).isEqualTo(port);
    }

    @Test
    void bindingIsAllOrNothing() throws Exception {
        Messenger server = unbound(SERVER, AddressConfig.DEFAULT.withRetry(1, Duration.ZERO));
        int free;
        try (ServerSocket taken = ScriptedPeer.listener()) {
            try (ServerSocket probe = ScriptedPeer.listener()) {
                free = probe.getLocalPort();
            }
            EntityAddr first = EntityAddr.parse("v2:127.0.0.1:" + free + "/0");
            EntityAddrVec wanted = EntityAddrVec.of(first, first.withPort(taken.getLocalPort()));
            assertThatThrownBy(() -> TestMessengers.get(server.bindv(wanted)))
                    .hasRootCauseInstanceOf(IOException.class)
                    .hasMessageContaining("up to port " + taken.getLocalPort());
        }
        // A selector releases a closed port on its next pass.
        eventually(() -> assertThatCode(() -> {
                    try (ServerSocket again = new ServerSocket()) {
                        again.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), free));
                    }
                })
                .doesNotThrowAnyException());
        assertThat(server.addrs().first().port()).as("not bound").isZero();
    }

    @Test
    void anAddressWithoutAnIpIsEveryFamilyThatMayBeBoundAndLearnsItsIp() {
        Messenger server = unbound(SERVER, AddressConfig.DEFAULT.withFamilies(true, false));
        EntityAddrVec any = EntityAddrVec.of(EntityAddr.BLANK.withType(EntityAddr.Type.MSGR2));
        EntityAddr bound = TestMessengers.get(server.bindv(any)).first();
        server.start();
        assertThat(server.addrs().toString()).startsWith("v2:0.0.0.0:");
        EntityAddr here =
                EntityAddr.parse("v2:127.0.0.1:" + bound.port() + "/0").withNonce(bound.nonce());
        RecordingDispatcher atClient = RecordingDispatcher.silent();
        Messenger client = messengers.client(CLIENT, Policy.lossyClient(), atClient);
        echoes(client, atClient, EntityAddrVec.of(here));
        assertThat(server.addrs()).isEqualTo(EntityAddrVec.of(here));

        Messenger none = unbound(SERVER, AddressConfig.DEFAULT.withFamilies(false, false));
        assertThatThrownBy(() -> none.bindv(any))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ms_bind_ipv4");
    }

    @Test
    void withoutLearningFromThePeerTheIpIsThatOfTheSocket() throws Exception {
        try (ServerSocket listener = ScriptedPeer.listener()) {
            EntityAddr addr = ScriptedPeer.addressOf(listener);
            Messenger client = unbound(CLIENT, AddressConfig.DEFAULT.withLearnFromPeer(false));
            client.start();
            client.connectTo(EntityType.MON, EntityAddrVec.of(addr));
            try (ScriptedPeer peer = ScriptedPeer.accept(listener)) {
                peer.sendBanner();
                peer.receive(org.inkwire.msgr.frame.Banner.class);
                peer.send(
                        new org.inkwire.msgr.frame.HelloFrame(EntityType.MON, EntityAddr.parse("v2:203.0.113.9:5/0")));
                eventually(() -> assertThat(client.addrs().toString()).startsWith("any:127.0.0.1:0/"));
            }
        }
    }

    @Test
    void rebindingMovesToOtherPortsUnderAnotherNonceAndEndsEverySession() {
        Messenger server = echoServerAt("v2:127.0.0.1:0/0");
        EntityAddrVec before = server.addrs();
        RecordingDispatcher atClient = RecordingDispatcher.silent();
        Messenger client = messengers.client(CLIENT, Policy.lossyClient(), atClient);
        echoes(client, atClient, before);
        int port = before.first().port();

        EntityAddr after =
                TestMessengers.get(server.rebind(Set.of(port + 1, port + 2))).first();

        assertThat(after.port()).isNotIn(port, port + 1, port + 2);
        assertThat(after.nonce()).isNotEqualTo(before.first().nonce());
        assertThat(after.ip()).isEqualTo(before.first().ip());
        eventually(() -> assertThat(atClient.events).contains("reset"));
        client.connectTo(EntityType.MON, server.addrs()).sendMessage(new TextMessage("again"));
        eventually(() -> assertThat(atClient.texts).containsExactly("hello", "again"));
    }

    @Test
    void onlyABoundMessengerCanRebind() {
        Messenger client = messengers.client(CLIENT, Policy.lossyClient(), RecordingDispatcher.silent());
        assertThatThrownBy(() -> client.rebind(Set.of())).isInstanceOf(IllegalStateException.class);
    }

    // ---- keeping others out

    @Test
    void aPeerThatIsShutOutGetsNoSessionAndNobodyElseNotices() {
        RecordingDispatcher atServer = RecordingDispatcher.fast(RecordingDispatcher::echo);
        Messenger server = messengers.server(SERVER, Policy.statelessServer(), atServer);
        RecordingDispatcher atGood = RecordingDispatcher.silent();
        Messenger good = messengers.client(CLIENT, Policy.lossyClient(), atGood);
        echoes(good, atGood, server.addrs());
        EntityAddr target = server.addrs().first();
        RecordingDispatcher atBad = RecordingDispatcher.silent();
        Messenger bad = messengers.client(EntityName.client(8), Policy.lossyClient(), atBad);
        EntityAddr shutOut = EntityAddr.parse("any:127.0.0.1:0/0")
                .withNonce(bad.addrs().first().nonce());
        server.acceptFilter(AddrBlocklist.of(List.of(shutOut), List.of()));

        bad.connectTo(EntityType.MON, server.addrs()).sendMessage(new TextMessage("let me in"));
        try (ScriptedPeer same = ScriptedPeer.dial(target)) {
            same.authenticateAsClient(EntityType.CLIENT, target);
            same.send(new org.inkwire.msgr.frame.ClientIdentFrame(
                    EntityAddrVec.of(shutOut), target, 1, 1, -1L, 1L << 59, 1, 0));
            assertThat(same.receive()).isNull();
        }
        good.connectTo(EntityType.MON, server.addrs()).sendMessage(new TextMessage("still here"));
        eventually(() -> assertThat(atGood.texts).containsExactly("hello", "still here"));
        assertThat(atServer.texts).containsExactly("hello", "still here");
        eventually(() -> assertThat(atGood.events).containsExactly("connect"));
        assertThat(atBad.events).isEmpty();

        server.acceptFilter(AddrBlocklist.NONE);
        eventually(() -> assertThat(atBad.texts).containsExactly("let me in"));
    }

    @Test
    void aSessionIsNotTakenUpAgainByAPeerThatWasShutOutMeanwhile() {
        RecordingDispatcher atServer = RecordingDispatcher.silent();
        Messenger server = messengers.server(SERVER, Policy.statefulServer(), atServer);
        EntityAddr target = server.addrs().first();
        ScriptedPeer peer = ScriptedPeer.dial(target);
        peer.authenticateAsClient(EntityType.CLIENT, target);
        peer.send(peer.ident(target, 1, 55));
        long cookie = peer.receive(ServerIdentFrame.class).cookie();
        EntityAddrVec own = peer.ownAddrs();
        peer.abort();
        server.acceptFilter(AddrBlocklist.of(own.addrs(), List.of()));
        try (ScriptedPeer again = ScriptedPeer.dial(target)) {
            again.authenticateAsClient(EntityType.CLIENT, target);
            again.send(new ReconnectFrame(own, 55, cookie, 2, 1, 0));
            assertThat(again.receive()).isNull();
        }
    }
}
