// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
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
import org.inkwire.msgr.frame.ReconnectFrame;
import org.inkwire.msgr.frame.ReconnectOkFrame;
import org.inkwire.msgr.frame.ResetFrame;
import org.inkwire.msgr.frame.WaitFrame;
import org.inkwire.msgr.sim.net.NetworkFaults;
import org.inkwire.msgr.sim.net.TcpHost;
import org.inkwire.msgr.state.StateCoverage;
import org.inkwire.msgr.state.StateCoverage.Arrow;
import org.inkwire.testkit.msgr.RecordingDispatcher;
import org.inkwire.testkit.msgr.ScriptedPeer;
import org.inkwire.testkit.msgr.TextMessage;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityName;
import org.inkwire.wire.entity.EntityType;
import org.inkwire.wire.feature.Feature;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every arrow of the diagram in docs/PROTOCOL.md, each with its own scenario. */
class DiagramSimTest {
    /** Above the scripted peer's, so that in a race the peer's connection wins. */
    private static final int HIGH_NONCE = 0xf0;

    private static final long COOKIE = 0xc0;

    /** The connecting states in order. */
    private enum Stage {
        START_CONNECT,
        BANNER_CONNECTING,
        HELLO_CONNECTING,
        AUTH_CONNECTING,
        AUTH_CONNECTING_SIGN,
        SESSION_CONNECTING,
        SESSION_RECONNECTING
    }

    /**
     * One messenger under test, a lossless peer, and the scripted peer with its listener and its other address for
     * dialling.
     */
    private static final class World implements AutoCloseable {
        final SimMessengers sims;
        final RecordingDispatcher seen = RecordingDispatcher.silent();
        final Messenger tested;
        final SimPeers peers;
        final SimPeers elsewhere;
        final SimPeers.Listening listening;

        World(long seed) {
            this(seed, Policy.losslessPeer(), null);
        }

        World(long seed, Policy policy, @Nullable AuthServer auth) {
            sims = new SimMessengers(seed);
            SimProcess process = sims.process("tested");
            tested = sims.server(process, EntityName.osd(1), policy, seen, c -> {
                c.nonce(HIGH_NONCE);
                return auth == null ? c : c.authServer(auth);
            });
            peers = sims.peers("peer");
            elsewhere = sims.peers("elsewhere");
            listening = peers.listen();
        }

        long count(String from, String to) {
            return sims.coverage().count(new Arrow(from, to));
        }

        void until(String from, String to) {
            sims.eventually(() -> count(from, to) > 0, from + " --> " + to);
        }

        Connection connect() {
            return tested.connectTo(EntityType.OSD, EntityAddrVec.of(listening.addr()));
        }

        /** The peer dials and completes authentication. */
        ScriptedPeer dialled() {
            ScriptedPeer p = elsewhere.dial(tested.addrs().first());
            p.authenticateAsClient(EntityType.OSD, tested.addrs().first());
            return p;
        }

        /** A new session of the peer under its listening address. */
        ClientIdentFrame ident(long globalSeq, long cookie) {
            return new ClientIdentFrame(
                    EntityAddrVec.of(listening.addr()),
                    tested.addrs().first(),
                    0,
                    globalSeq,
                    Feature.PACIFIC_SUPPORTED,
                    Feature.MSG_ADDR2.mask(),
                    0,
                    cookie);
        }

        /** A ready session that the messenger under test dialled. */
        ScriptedPeer session(Connection c) {
            ScriptedPeer p = listening.accept();
            p.authenticateAsServer(EntityType.OSD);
            p.receive(ClientIdentFrame.class);
            p.send(p.serverIdent(listening.addr(), 1, COOKIE));
            sims.eventually(c::isConnected, "ready");
            return p;
        }

        /** The session's TCP connection is lost while there is nothing to send. */
        void standby(ScriptedPeer p) {
            p.abort();
            until("READY", "STANDBY");
        }

        @Override
        public void close() {
            sims.close();
        }
    }

    /** Two rounds: asks for more, then accepts {1} or refuses. */
    private static final AuthServer TWO_STEPS = type -> new AuthServer.Exchange() {
        @Override
        public AuthServer.Reply request(int method, List<Integer> modes, byte[] payload) {
            return new AuthServer.More(new byte[] {7});
        }

        @Override
        public AuthServer.Reply requestMore(byte[] payload) {
            return payload[0] == 1
                    ? new AuthServer.Done(9, AuthMethod.CON_MODE_CRC, new byte[0], AuthClient.Result.NONE, null)
                    : new AuthServer.BadMethod(-13, List.of(AuthMethod.NONE), List.of(AuthMethod.CON_MODE_CRC));
        }
    };

    /** Brings an outgoing connection to a stage, with or without something to send, and leaves it there. */
    private static Connection bring(World w, Stage stage, boolean work) {
        if (stage == Stage.SESSION_RECONNECTING) {
            Connection c = w.connect();
            ScriptedPeer first = w.session(c);
            c.sendMessage(new TextMessage("unacknowledged"));
            first.receive(TextMessage.class).release();
            first.abort();
            ScriptedPeer again = w.listening.accept();
            again.authenticateAsServer(EntityType.OSD);
            again.receive(ReconnectFrame.class);
            return c;
        }
        if (stage == Stage.START_CONNECT) {
            w.sims.sim().network().hold(testedHost(w), w.peers.host().tcp());
        }
        Connection c = w.connect();
        if (work) {
            c.sendMessage(new TextMessage("work"));
        }
        if (stage == Stage.START_CONNECT) {
            w.until("NONE", "START_CONNECT");
            return c;
        }
        ScriptedPeer p = w.listening.accept();
        p.receive(Banner.class);
        if (stage == Stage.BANNER_CONNECTING) {
            return c;
        }
        p.sendBanner();
        p.receive(HelloFrame.class);
        if (stage == Stage.HELLO_CONNECTING) {
            return c;
        }
        p.send(new HelloFrame(EntityType.OSD, w.tested.addrs().first()));
        p.receive(AuthRequestFrame.class);
        if (stage == Stage.AUTH_CONNECTING) {
            return c;
        }
        p.send(new AuthDoneFrame(1, AuthMethod.CON_MODE_CRC, new byte[0]));
        p.receive(AuthSignatureFrame.class);
        if (stage == Stage.AUTH_CONNECTING_SIGN) {
            return c;
        }
        p.send(new AuthSignatureFrame(new byte[AuthSignatureFrame.BYTES]));
        p.receive(ClientIdentFrame.class);
        return c;
    }

    private static TcpHost testedHost(World w) {
        return w.sims.processOf(w.tested).host().tcp();
    }

    private static final Map<Arrow, Runnable> SCENARIOS = new LinkedHashMap<>();

    private static void scenario(String from, String to, Consumer<World> what) {
        add(from, to, () -> {
            try (World w = new World(1)) {
                what.accept(w);
                w.until(from, to);
            }
        });
    }

    private static void add(String from, String to, Runnable scenario) {
        assertThat(SCENARIOS.put(new Arrow(from, to), scenario)).isNull();
    }

    /** Depends on which of two centers runs first: tries seeds until it happens. */
    private static void race(String from, String to, Consumer<World> what) {
        add(from, to, () -> {
            for (long seed = 1; seed <= 200; seed++) {
                try (World w = new World(seed)) {
                    what.accept(w);
                    if (w.count(from, to) > 0) {
                        return;
                    }
                }
            }
            throw new AssertionError("no seed took the arrow");
        });
    }

    static {
        for (Stage s : Stage.values()) {
            scenario(s.name(), "CLOSED", w -> bring(w, s, true).markDown());
            scenario(s.name(), "START_CONNECT", w -> bring(w, s, true));
            scenario(s.name(), "NONE", w -> {
                bring(w, s, true);
                w.dialled().send(w.ident(50, 0xbeef));
            });
            if (s != Stage.SESSION_RECONNECTING) {
                scenario(s.name(), "STANDBY", w -> bring(w, s, false));
            }
        }
        scenario("NONE", "START_CONNECT", World::connect);
        scenario("START_CONNECT", "BANNER_CONNECTING", w -> bring(w, Stage.BANNER_CONNECTING, true));
        scenario("BANNER_CONNECTING", "HELLO_CONNECTING", w -> bring(w, Stage.HELLO_CONNECTING, true));
        scenario("HELLO_CONNECTING", "AUTH_CONNECTING", w -> bring(w, Stage.AUTH_CONNECTING, true));
        scenario("AUTH_CONNECTING", "AUTH_CONNECTING_SIGN", w -> bring(w, Stage.AUTH_CONNECTING_SIGN, true));
        scenario("AUTH_CONNECTING_SIGN", "SESSION_CONNECTING", w -> bring(w, Stage.SESSION_CONNECTING, true));
        scenario("AUTH_CONNECTING_SIGN", "SESSION_RECONNECTING", w -> bring(w, Stage.SESSION_RECONNECTING, true));
        scenario("SESSION_CONNECTING", "READY", w -> w.session(w.connect()));
        scenario("SESSION_CONNECTING", "WAIT", w -> {
            w.connect();
            ScriptedPeer p = w.listening.accept();
            p.authenticateAsServer(EntityType.OSD);
            p.receive(ClientIdentFrame.class);
            p.send(new WaitFrame());
        });
        scenario("WAIT", "START_CONNECT", w -> reconnecting(w).send(new WaitFrame()));
        scenario("SESSION_RECONNECTING", "WAIT", w -> reconnecting(w).send(new WaitFrame()));
        scenario("SESSION_RECONNECTING", "READY", w -> reconnecting(w).send(new ReconnectOkFrame(0)));
        scenario(
                "SESSION_RECONNECTING",
                "SESSION_CONNECTING",
                w -> reconnecting(w).send(new ResetFrame(true)));

        scenario("NONE", "START_ACCEPT", w -> w.elsewhere.dial(w.tested.addrs().first()));
        scenario(
                "START_ACCEPT",
                "BANNER_ACCEPTING",
                w -> w.elsewhere.dial(w.tested.addrs().first()));
        scenario("BANNER_ACCEPTING", "HELLO_ACCEPTING", w -> accepting(w, 1));
        scenario("HELLO_ACCEPTING", "AUTH_ACCEPTING", w -> accepting(w, 2));
        scenario("AUTH_ACCEPTING", "AUTH_ACCEPTING_SIGN", w -> accepting(w, 3));
        scenario("AUTH_ACCEPTING_SIGN", "SESSION_ACCEPTING", w -> w.dialled());
        scenario("SESSION_ACCEPTING", "READY", w -> w.dialled().send(w.ident(1, 0xbeef)));
        scenario("BANNER_ACCEPTING", "CLOSED", w -> accepting(w, 0).close());
        scenario("HELLO_ACCEPTING", "CLOSED", w -> accepting(w, 1).close());
        scenario("AUTH_ACCEPTING", "CLOSED", w -> accepting(w, 2).close());
        scenario("AUTH_ACCEPTING_SIGN", "CLOSED", w -> accepting(w, 3).close());
        scenario("SESSION_ACCEPTING", "CLOSED", w -> w.dialled().close());
        twoSteps("AUTH_ACCEPTING", "AUTH_ACCEPTING_MORE", p -> {});
        twoSteps("AUTH_ACCEPTING_MORE", "CLOSED", ScriptedPeer::close);
        twoSteps("AUTH_ACCEPTING_MORE", "AUTH_ACCEPTING_SIGN", p -> p.send(new AuthRequestMoreFrame(new byte[] {1})));
        twoSteps("AUTH_ACCEPTING_MORE", "AUTH_ACCEPTING", p -> p.send(new AuthRequestMoreFrame(new byte[] {0})));

        scenario("READY", "CLOSED", w -> {
            Connection c = w.connect();
            w.session(c);
            c.markDown();
        });
        scenario("READY", "START_CONNECT", w -> bring(w, Stage.SESSION_RECONNECTING, true));
        scenario("READY", "STANDBY", w -> w.standby(w.session(w.connect())));
        scenario("READY", "NONE", w -> {
            w.session(w.connect());
            w.dialled().send(w.ident(50, 0xbeef));
        });
        scenario("STANDBY", "CLOSED", w -> {
            Connection c = w.connect();
            w.standby(w.session(c));
            c.markDown();
        });
        scenario("STANDBY", "START_CONNECT", w -> {
            Connection c = w.connect();
            w.standby(w.session(c));
            c.sendMessage(new TextMessage("wakes it"));
        });
        scenario("STANDBY", "NONE", w -> {
            w.standby(w.session(w.connect()));
            w.dialled().send(w.ident(50, 0xbeef));
        });

        scenario("NONE", "SESSION_ACCEPTING", w -> {
            w.session(w.connect());
            w.dialled().send(w.ident(50, 0xbeef));
        });
        scenario("NONE", "CLOSED", w -> {
            Connection c = w.connect();
            w.session(c);
            w.dialled().send(w.ident(50, 0xbeef));
            w.until("READY", "NONE");
            c.markDown();
        });
        race("NONE", "STANDBY", w -> {
            w.session(w.connect());
            instantNetwork(w);
            ScriptedPeer p = w.dialled();
            p.send(w.ident(50, 0xbeef));
            p.close();
            w.until("READY", "NONE");
            w.sims.pass(Duration.ofSeconds(1));
        });
        race("SESSION_ACCEPTING", "STANDBY", w -> {
            w.session(w.connect());
            instantNetwork(w);
            ScriptedPeer p = w.dialled();
            p.send(w.ident(50, 0xbeef));
            w.until("READY", "NONE");
            p.close();
            w.sims.pass(Duration.ofSeconds(1));
        });
        race("SESSION_ACCEPTING", "START_CONNECT", w -> {
            Connection c = w.connect();
            ScriptedPeer first = w.session(c);
            c.sendMessage(new TextMessage("unacknowledged"));
            first.receive(TextMessage.class).release();
            instantNetwork(w);
            ScriptedPeer p = w.dialled();
            p.send(w.ident(50, 0xbeef));
            w.until("READY", "NONE");
            p.close();
            w.sims.pass(Duration.ofSeconds(1));
        });
    }

    private static void instantNetwork(World w) {
        w.sims.sim().network().faults(NetworkFaults.none().withLatency(Duration.ZERO, Duration.ZERO));
    }

    private static ScriptedPeer reconnecting(World w) {
        Connection c = w.connect();
        ScriptedPeer first = w.session(c);
        c.sendMessage(new TextMessage("unacknowledged"));
        first.receive(TextMessage.class).release();
        first.abort();
        ScriptedPeer again = w.listening.accept();
        again.authenticateAsServer(EntityType.OSD);
        again.receive(ReconnectFrame.class);
        return again;
    }

    /** The peer dials and takes the first {@code steps} steps of BANNER, HELLO, AUTH_REQUEST. */
    private static ScriptedPeer accepting(World w, int steps) {
        ScriptedPeer p = w.elsewhere.dial(w.tested.addrs().first());
        p.receive(Banner.class);
        if (steps > 0) {
            p.sendBanner();
            p.receive(HelloFrame.class);
        }
        if (steps > 1) {
            p.send(new HelloFrame(EntityType.OSD, w.tested.addrs().first()));
            w.until("HELLO_ACCEPTING", "AUTH_ACCEPTING");
        }
        if (steps > 2) {
            p.send(new AuthRequestFrame(AuthMethod.NONE, List.of(AuthMethod.CON_MODE_CRC), new byte[0]));
        }
        return p;
    }

    private static void twoSteps(String from, String to, Consumer<ScriptedPeer> then) {
        add(from, to, () -> {
            try (World w = new World(1, Policy.losslessPeer(), TWO_STEPS)) {
                ScriptedPeer p = accepting(w, 3);
                p.receive(AuthReplyMoreFrame.class);
                then.accept(p);
                w.until(from, to);
            }
        });
    }

    static Stream<Arrow> arrows() {
        return StateCoverage.diagram().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("arrows")
    void isTaken(Arrow arrow) {
        assertThat(SCENARIOS).containsKey(arrow);
        SCENARIOS.get(arrow).run();
    }

    @Test
    void noScenarioIsAboutAnArrowThatTheDiagramLacks() {
        assertThat(new HashSet<>(StateCoverage.diagram())).containsAll(SCENARIOS.keySet());
    }
}
