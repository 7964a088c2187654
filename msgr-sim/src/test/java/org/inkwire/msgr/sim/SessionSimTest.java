// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.auth.AuthMethod;
import org.inkwire.msgr.frame.AckFrame;
import org.inkwire.msgr.frame.AuthDoneFrame;
import org.inkwire.msgr.frame.AuthRequestFrame;
import org.inkwire.msgr.frame.ClientIdentFrame;
import org.inkwire.msgr.frame.HelloFrame;
import org.inkwire.msgr.frame.ReconnectFrame;
import org.inkwire.msgr.frame.ReconnectOkFrame;
import org.inkwire.msgr.frame.ResetFrame;
import org.inkwire.msgr.frame.ServerIdentFrame;
import org.inkwire.testkit.msgr.RecordingDispatcher;
import org.inkwire.testkit.msgr.ScriptedPeer;
import org.inkwire.testkit.msgr.TextMessage;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a session keeps when its TCP connection is lost, and what it must discard. */
class SessionSimTest extends SimTestBase {
    private final RecordingDispatcher atClient = RecordingDispatcher.silent();
    private final RecordingDispatcher atServer = RecordingDispatcher.silent();

    /** A server takes {@code steps} steps with a connecting client, then closes. */
    private void closeAfter(SimPeers.Listening listening, int steps) {
        ScriptedPeer p = listening.accept();
        if (steps > 0) {
            p.sendBanner();
        }
        if (steps > 1) {
            p.send(new HelloFrame(EntityType.MON, listening.addr()));
        }
        if (steps > 2) {
            p.receive();
            p.receive(HelloFrame.class);
            p.receive(AuthRequestFrame.class);
            p.send(new AuthDoneFrame(1, AuthMethod.CON_MODE_CRC, new byte[0]));
        }
        p.close();
    }

    @Test
    void aConnectFaultAtAnyStepDoesNotTurnIntoASessionReset() {
        Messenger client = sims.client(CLIENT, Policy.losslessClient(), atClient);
        SimPeers peers = sims.peers("server");
        SimPeers.Listening listening = peers.listen(6789);
        Connection c = connect(client, EntityType.MON, listening.addr());
        c.sendMessage(new TextMessage("a"));
        ScriptedPeer first = listening.accept();
        ClientIdentFrame ident = acceptSession(first, EntityType.MON, listening.addr());
        expectMessage(first, "a", 1);
        first.abort();
        for (int steps = 0; steps < 4; steps++) {
            closeAfter(listening, steps);
        }
        listening.close();
        sims.eventually(() -> atClient.events.contains("refused"), "refused");
        SimPeers.Listening back = peers.listen(6789);
        ScriptedPeer deaf = back.accept();
        acceptReconnect(deaf, EntityType.MON);
        deaf.abort();
        ScriptedPeer last = back.accept();
        ReconnectFrame reconnect = acceptReconnect(last, EntityType.MON);
        assertThat(reconnect.clientCookie()).isEqualTo(ident.cookie());
        assertThat(reconnect.serverCookie()).isEqualTo(SERVER_COOKIE);
        last.send(new ReconnectOkFrame(0));
        expectMessage(last, "a", 1);
        assertThat(atClient.events).doesNotContain("reset", "remote reset");
        assertThat(c.isClosed()).isFalse();
    }

    @Test
    void aConnectFaultOfALossySessionThatNeverStoodIsNoResetEither() {
        Messenger client = sims.client(CLIENT, Policy.lossyClient(), atClient);
        SimPeers.Listening listening = sims.peers("server").listen();
        Connection c = connect(client, EntityType.MON, listening.addr());
        c.sendMessage(new TextMessage("a"));
        for (int steps = 0; steps < 4; steps++) {
            closeAfter(listening, steps);
        }
        ScriptedPeer last = listening.accept();
        acceptSession(last, EntityType.MON, listening.addr());
        expectMessage(last, "a", 1);
        sims.eventually(() -> atClient.events.contains("connect"), "connect");
        assertThat(atClient.events).containsExactly("connect");
    }

    @Test
    void messagesOfAConnectionMarkedDownAreNotSentByTheNextOne() {
        Messenger server = sims.server(SERVER, Policy.statefulServer(), atServer);
        Messenger client = sims.client(CLIENT, Policy.losslessClient(), atClient);
        Connection old = client.connectTo(EntityType.MON, server.addrs());
        old.sendMessage(new TextMessage("first"));
        sims.eventually(() -> atServer.texts.size() == 1, "first");
        Connection toClient = atServer.accepted.get(0);
        sims.processOf(client).loseConnections(1);
        old.sendMessage(new TextMessage("of the old connection"));
        toClient.sendMessage(new TextMessage("to the old connection"));
        old.markDown();
        Connection fresh = client.connectTo(EntityType.MON, server.addrs());
        assertThat(fresh).isNotSameAs(old);
        fresh.sendMessage(new TextMessage("second"));
        sims.eventually(() -> atServer.texts.contains("second"), "second");
        sims.eventually(() -> atServer.events.contains("remote reset"), "the server forgets");
        toClient.sendMessage(new TextMessage("to the new connection"));
        sims.eventually(() -> atClient.texts.contains("to the new connection"), "answer");
        assertThat(atServer.texts).containsExactly("first", "second");
        assertThat(atClient.texts).containsExactly("to the new connection");
    }

    enum Side {
        STATEFUL_SERVER(Policy.statefulServer()),
        LOSSLESS_PEER(Policy.losslessPeer()),
        LOSSLESS_PEER_REUSE(Policy.losslessPeerReuse());

        final Policy policy;

        Side(Policy policy) {
            this.policy = policy;
        }
    }

    private ScriptedPeer freshClient(Messenger server, SimPeers peers, long globalSeq, long cookie) {
        EntityAddr target = server.addrs().first();
        ScriptedPeer p = peers.dial(target);
        p.authenticateAsClient(EntityType.CLIENT, target);
        p.send(p.ident(target, globalSeq, cookie));
        p.receive(ServerIdentFrame.class);
        return p;
    }

    @Test
    void nobodyIsToldOfTheEndOfAConnectionThatWasMarkedDownBeforeTheNewsWasDispatched() {
        Messenger server = sims.server(SERVER, Policy.statelessServer(), atServer);
        Messenger client = sims.client(CLIENT, Policy.lossyClient(), atClient);
        Connection c = client.connectTo(EntityType.MON, server.addrs());
        sims.eventually(() -> atClient.events.contains("connect"), "ready");
        sims.processOf(server).loseConnections(1);
        sims.eventually(c::isClosed, "closed by the worker");
        assertThat(atClient.events).as("not dispatched yet").containsExactly("connect");
        c.markDown();
        sims.pass(Duration.ofSeconds(10));
        assertThat(atClient.events).containsExactly("connect");
    }

    @ParameterizedTest
    @EnumSource
    void aFreshClientAtTheSameAddressBeginsAtOneAgain(Side side) {
        Messenger server = sims.server(SERVER, side.policy, atServer);
        SimPeers peers = sims.peers("client");
        ScriptedPeer first = freshClient(server, peers, 1, 55);
        for (int i = 1; i <= 3; i++) {
            first.send(new TextMessage("first " + i), i, 0);
        }
        sims.eventually(() -> atServer.texts.size() == 3, "three messages");
        first.abort();
        ScriptedPeer fresh = freshClient(server, peers, 2, 56);
        fresh.send(new TextMessage("fresh 1"), 1, 0);
        sims.eventually(() -> atServer.texts.size() == 4, "the fresh client's first message");
        assertThat(fresh.receive(AckFrame.class).seq()).isEqualTo(1);
        assertThat(atServer.texts).last().isEqualTo("fresh 1");
    }

    @Test
    void aPeerThatComesBackAtItsAddressIsNotTakenForSomethingOld() {
        EntityName name = EntityName.osd(1);
        Messenger other = sims.server(EntityName.osd(0), Policy.losslessPeer(), atServer);
        SimHost host = sims.sim().host("peer");
        SimProcess before = sims.process(host, "before");
        Messenger first = sims.server(before, name, Policy.losslessPeer(), atClient, c -> c.nonce(0));
        Connection c = first.connectTo(EntityType.OSD, other.addrs());
        // Each TCP connection takes a number, and the peer remembers the last one.
        for (int i = 1; i <= 100; i++) {
            c.sendMessage(new TextMessage("first " + i));
            int sent = i;
            sims.eventually(() -> atServer.texts.size() == sent, "delivered");
            before.loseConnections(1);
        }
        before.kill();
        sims.pass(Duration.ofMinutes(1));
        Messenger second = sims.server(
                sims.process(host, "after"), name, Policy.losslessPeer(), atClient, builder -> builder.nonce(0));
        assertThat(second.addrs()).isEqualTo(first.addrs());
        second.connectTo(EntityType.OSD, other.addrs()).sendMessage(new TextMessage("second 1"));
        sims.pass(Duration.ofSeconds(5));
        assertThat(atServer.texts).last().isEqualTo("second 1");
    }

    @Test
    void aServerThatForgotOnlyItsHalfBeginsAtOneAgain() {
        Messenger client = sims.client(CLIENT, Policy.losslessClient(), atClient);
        SimPeers.Listening listening = sims.peers("server").listen();
        Connection c = connect(client, EntityType.MON, listening.addr());
        c.sendMessage(new TextMessage("a"));
        ScriptedPeer first = listening.accept();
        acceptSession(first, EntityType.MON, listening.addr());
        expectMessage(first, "a", 1);
        for (int i = 1; i <= 3; i++) {
            first.send(new TextMessage("old " + i), i, 0);
        }
        sims.eventually(() -> atClient.texts.size() == 3, "three messages");
        first.abort();
        ScriptedPeer again = listening.accept();
        assertThat(acceptReconnect(again, EntityType.MON).msgSeq()).isEqualTo(3);
        again.send(new ResetFrame(false));
        again.receive(ClientIdentFrame.class);
        again.send(again.serverIdent(listening.addr(), 2, 100));
        expectMessage(again, "a", 1);
        again.send(new TextMessage("new 1"), 1, 1);
        sims.eventually(() -> atClient.texts.size() == 4, "the first message of the new session");
    }

    @Test
    void anAckLostWithTheConnectionLeadsToNoSecondDelivery() {
        int lostAcks = 0;
        for (long seed = 1; seed <= 8; seed++) {
            beginAgain(seed);
            if (acksOnTheirWayWhenTheConnectionIsLost()) {
                lostAcks++;
            }
        }
        assertThat(lostAcks).as("runs in which an ack was lost").isPositive();
    }

    /** @return whether an ack was lost */
    private boolean acksOnTheirWayWhenTheConnectionIsLost() {
        RecordingDispatcher received = RecordingDispatcher.silent();
        Messenger server = sims.server(SERVER, Policy.statefulServer(), received);
        Messenger client = sims.client(CLIENT, Policy.losslessClient(), atClient);
        Connection c = client.connectTo(EntityType.MON, server.addrs());
        sims.eventually(c::isConnected, "ready");
        SimHost there = sims.processOf(server).host();
        SimHost here = sims.processOf(client).host();
        sims.sim().network().hold(there.tcp(), here.tcp());
        List<ByteBuf> sent = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            ByteBuf data = data(client, 100);
            sent.add(data);
            c.sendMessage(new TextMessage("n" + i, data));
        }
        sims.eventually(() -> received.texts.size() == 10, "all there");
        sims.pass(Duration.ofSeconds(1));
        assertThat(sent).as("unacknowledged").allMatch(d -> d.refCnt() == 1);
        sims.processOf(client).loseConnections(1);
        sims.sim().network().release(there.tcp(), here.tcp());
        until("READY", "START_CONNECT");
        boolean lost = sent.stream().anyMatch(d -> d.refCnt() == 1);
        sims.eventually(() -> sent.stream().allMatch(d -> d.refCnt() == 0), "the reconnect acks what was received");
        c.sendMessage(new TextMessage("n10"));
        sims.eventually(() -> received.texts.size() > 10, "the next one");
        assertThat(received.texts).isEqualTo(numbered("n", 11));
        return lost;
    }

    @Test
    void aServerRestartedWithANewNonceIsAnotherServer() {
        SimHost host = sims.sim().host("server");
        SimProcess before = sims.process(host, "before");
        Messenger server = sims.server(before, SERVER, Policy.statefulServer(), atServer, c -> c.nonce(1000));
        Messenger client = sims.client(CLIENT, Policy.losslessClient(), atClient);
        Connection c = client.connectTo(EntityType.MON, server.addrs());
        c.sendMessage(new TextMessage("to the first"));
        sims.eventually(() -> atServer.texts.size() == 1, "delivered");
        before.kill();
        RecordingDispatcher atReborn = RecordingDispatcher.silent();
        Messenger reborn =
                sims.server(sims.process(host, "after"), SERVER, Policy.statefulServer(), atReborn, b -> b.nonce(1001));
        assertThat(reborn.addrs().first().port())
                .isEqualTo(server.addrs().first().port());
        c.sendMessage(new TextMessage("still to the first"));
        sims.eventually(() -> atClient.events.contains("remote reset"), "the session is gone");
        c.sendMessage(new TextMessage("after the reset"));
        sims.pass(Duration.ofMinutes(2));
        assertThat(c.isConnected()).isFalse();
        assertThat(atReborn.texts).as("meant for another server").isEmpty();
        assertThat(atClient.events).containsOnlyOnce("remote reset").doesNotContain("reset");
        c.markDown();
        Connection next = client.connectTo(EntityType.MON, reborn.addrs());
        next.sendMessage(new TextMessage("to the second"));
        sims.eventually(() -> atReborn.texts.size() == 1, "delivered");
        assertThat(atReborn.texts).containsExactly("to the second");
    }

    @Test
    void aServerRestartedAtTheSameAddressResetsTheSessionOnce() {
        SimHost host = sims.sim().host("server");
        SimProcess before = sims.process(host, "before");
        Messenger server = sims.server(before, SERVER, Policy.statefulServer(), atServer, c -> c.nonce(0));
        Messenger client = sims.client(CLIENT, Policy.losslessClient(), atClient);
        EntityAddrVec addrs = server.addrs();
        Connection c = client.connectTo(EntityType.MON, addrs);
        c.sendMessage(new TextMessage("before"));
        sims.eventually(() -> atServer.texts.size() == 1, "delivered");
        before.kill();
        RecordingDispatcher atReborn = RecordingDispatcher.silent();
        sims.server(sims.process(host, "after"), SERVER, Policy.statefulServer(), atReborn, b -> b.nonce(0));
        sims.eventually(() -> atClient.events.contains("remote reset"), "the session is gone");
        c.sendMessage(new TextMessage("after"));
        sims.eventually(() -> atReborn.texts.contains("after"), "delivered");
        assertThat(atReborn.texts).containsExactly("after");
        assertThat(atClient.events).containsOnlyOnce("remote reset").doesNotContain("reset");
    }
}
