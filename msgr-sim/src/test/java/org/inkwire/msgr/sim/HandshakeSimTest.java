// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.auth.AuthClient;
import org.inkwire.msgr.auth.AuthMethod;
import org.inkwire.msgr.auth.AuthServer;
import org.inkwire.msgr.frame.AuthDoneFrame;
import org.inkwire.msgr.frame.AuthReplyMoreFrame;
import org.inkwire.msgr.frame.AuthRequestFrame;
import org.inkwire.msgr.frame.AuthRequestMoreFrame;
import org.inkwire.msgr.frame.AuthSignatureFrame;
import org.inkwire.msgr.frame.Banner;
import org.inkwire.msgr.frame.ClientIdentFrame;
import org.inkwire.msgr.frame.HelloFrame;
import org.inkwire.msgr.frame.ResetFrame;
import org.inkwire.msgr.frame.ServerIdentFrame;
import org.inkwire.msgr.sim.net.Isolation;
import org.inkwire.testkit.msgr.RecordingDispatcher;
import org.inkwire.testkit.msgr.ScriptedPeer;
import org.inkwire.testkit.msgr.TextMessage;
import org.inkwire.wire.Encoder;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.feature.Feature;
import org.inkwire.wire.message.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Failures before a session is established. */
class HandshakeSimTest extends SimTestBase {
    private final RecordingDispatcher seen = RecordingDispatcher.silent();

    // ---- silence

    @Test
    void aPeerThatAcceptsTcpAndNeverSpeaksIsGivenUpAndDialledAgain() {
        Messenger client = sims.client(CLIENT, Policy.losslessClient(), seen);
        SimPeers.Listening listening = sims.peers("server").listen();
        Connection c = connect(client, EntityType.MON, listening.addr());
        c.sendMessage(new TextMessage("a"));
        for (int i = 0; i < 3; i++) {
            ScriptedPeer silent = listening.accept();
            silent.receive(Banner.class);
            assertThat(silent.receive()).as("closed by the client").isNull();
        }
        ScriptedPeer last = listening.accept();
        acceptSession(last, EntityType.MON, listening.addr());
        expectMessage(last, "a", 1);
    }

    @Test
    void aPeerThatDialsAndNeverSpeaksIsGivenUp() {
        Messenger server = sims.server(SERVER, Policy.statefulServer(), seen);
        ScriptedPeer silent = sims.peers("client").dial(server.addrs().first());
        silent.receive(Banner.class);
        assertThat(silent.receive()).as("closed by the server").isNull();
        assertThat(sims.connections(sims.processOf(server))).isZero();
    }

    // ---- a dial without an answer

    @Test
    void aDialThatNobodyAnswersIsGivenUpWithItsSocket() {
        RecordingDispatcher atServer = RecordingDispatcher.silent();
        Messenger server = sims.server(SERVER, Policy.statefulServer(), atServer);
        Messenger client = sims.client(CLIENT, Policy.losslessClient(), seen);
        Isolation cutOff = sims.sim()
                .network()
                .isolate(List.of(sims.processOf(server).host().tcp()));
        client.connectTo(EntityType.MON, server.addrs()).sendMessage(new TextMessage("a"));
        // TCP itself would try for 127 s, and each new attempt would add a socket.
        sims.pass(Duration.ofSeconds(100));
        assertThat(sims.processOf(client).host().tcp().connections()).isLessThanOrEqualTo(1);
        cutOff.end();
        sims.eventually(() -> atServer.texts.equals(List.of("a")), "delivered");
    }

    @Test
    void anAddressThatNeverAnswersIsPassedOverForTheNext() {
        RecordingDispatcher atServer = RecordingDispatcher.silent();
        Messenger server = sims.server(SERVER, Policy.statefulServer(), atServer);
        Messenger client = sims.client(CLIENT, Policy.losslessClient(), seen);
        SimHost dead = sims.sim().host("dead");
        sims.sim().network().isolate(List.of(dead.tcp()));
        EntityAddr nowhere = EntityAddr.msgr2(new InetSocketAddress(dead.ip(), 6800), 1);
        client.connectTo(
                        EntityType.MON, EntityAddrVec.of(nowhere, server.addrs().first()))
                .sendMessage(new TextMessage("a"));
        sims.pass(Duration.ofSeconds(11));
        assertThat(atServer.texts).containsExactly("a");
    }

    // ---- mark_down between auth steps

    /** The last step of an accept before everything is marked down. */
    enum AcceptStep {
        TCP,
        BANNER,
        HELLO,
        AUTH_REQUEST,
        AUTH_REQUEST_MORE,
        AUTH_SIGNATURE
    }

    /** Requires a second round. */
    private static final class TwoSteps implements AuthServer {
        private Runnable during = () -> {};

        @Override
        public Exchange begin(EntityType peerType) {
            return new Exchange() {
                @Override
                public Reply request(int method, List<Integer> modes, byte[] payload) {
                    during.run();
                    return new More(new byte[] {1});
                }

                @Override
                public Reply requestMore(byte[] payload) {
                    during.run();
                    return new Done(9, AuthMethod.CON_MODE_CRC, new byte[0], AuthClient.Result.NONE, null);
                }
            };
        }
    }

    private Messenger twoStepServer(TwoSteps auth) {
        return sims.server(sims.process("server"), SERVER, Policy.statefulServer(), seen, c -> c.authServer(auth));
    }

    private static void step(ScriptedPeer p, EntityAddr target, AcceptStep step) {
        switch (step) {
            case TCP -> p.receive(Banner.class);
            case BANNER -> {
                p.sendBanner();
                p.receive(HelloFrame.class);
            }
            case HELLO -> p.send(new HelloFrame(EntityType.CLIENT, target));
            case AUTH_REQUEST -> {
                p.send(new AuthRequestFrame(AuthMethod.NONE, List.of(AuthMethod.CON_MODE_CRC), new byte[0]));
                p.receive(AuthReplyMoreFrame.class);
            }
            case AUTH_REQUEST_MORE -> {
                p.send(new AuthRequestMoreFrame(new byte[] {2}));
                p.receive(AuthDoneFrame.class);
                p.receive(AuthSignatureFrame.class);
            }
            case AUTH_SIGNATURE -> p.send(new AuthSignatureFrame(new byte[AuthSignatureFrame.BYTES]));
        }
    }

    private void expectGone(ScriptedPeer p, Messenger server) {
        Object last = "";
        while (last != null) {
            last = p.receive();
        }
        assertThat(seen.events).isEmpty();
        assertThat(sims.connections(sims.processOf(server))).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void anAcceptMarkedDownBetweenTwoStepsEndsSilently(AcceptStep last) {
        Messenger server = twoStepServer(new TwoSteps());
        EntityAddr target = server.addrs().first();
        ScriptedPeer p = sims.peers("client").dial(target);
        for (AcceptStep s : AcceptStep.values()) {
            if (s.compareTo(last) <= 0) {
                step(p, target, s);
            }
        }
        server.markDownAll();
        p.send(p.ident(target, 1, 55));
        expectGone(p, server);
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTH_REQUEST", "AUTH_REQUEST_MORE"})
    void anAcceptMarkedDownWithinAnAuthStepEndsSilently(AcceptStep last) {
        TwoSteps auth = new TwoSteps();
        Messenger server = twoStepServer(auth);
        EntityAddr target = server.addrs().first();
        ScriptedPeer p = sims.peers("client").dial(target);
        for (AcceptStep s : AcceptStep.values()) {
            if (s.compareTo(last) < 0) {
                step(p, target, s);
            }
        }
        auth.during = server::markDownAll;
        if (last == AcceptStep.AUTH_REQUEST) {
            p.send(new AuthRequestFrame(AuthMethod.NONE, List.of(AuthMethod.CON_MODE_CRC), new byte[0]));
        } else {
            p.send(new AuthRequestMoreFrame(new byte[] {2}));
        }
        expectGone(p, server);
    }

    // ---- features

    /** Contains the features it was encoded for. */
    private static final class FeatureMessage extends Message {
        FeatureMessage() {
            super(TextMessage.TYPE, 1, 1);
        }

        @Override
        protected void encodeFront(Encoder out, long features) {
            out.string(Long.toHexString(features));
        }
    }

    private static ServerIdentFrame identWith(EntityAddr self, long globalSeq, long features) {
        return new ServerIdentFrame(
                EntityAddrVec.of(self), 0, globalSeq, features, Feature.MSG_ADDR2.mask(), 0, SERVER_COOKIE);
    }

    @Test
    void aMessageSentBeforeThePeersFeaturesAreKnownIsEncodedForThem() {
        Messenger client = sims.client(CLIENT, Policy.losslessClient(), seen);
        SimPeers.Listening listening = sims.peers("server").listen();
        Connection c = connect(client, EntityType.MON, listening.addr());
        c.sendMessage(new FeatureMessage());
        ScriptedPeer old = listening.accept();
        old.authenticateAsServer(EntityType.MON);
        old.receive(ClientIdentFrame.class);
        long few = Feature.MSG_ADDR2.mask();
        old.send(identWith(listening.addr(), 1, few));
        expectMessage(old, Long.toHexString(few), 1);
        assertThat(c.features()).isEqualTo(few);

        old.abort();
        ScriptedPeer upgraded = listening.accept();
        acceptReconnect(upgraded, EntityType.MON);
        upgraded.send(new ResetFrame(false));
        upgraded.receive(ClientIdentFrame.class);
        upgraded.send(identWith(listening.addr(), 2, Feature.PACIFIC_SUPPORTED));
        expectMessage(upgraded, Long.toHexString(Feature.PACIFIC_SUPPORTED), 1);
    }
}
