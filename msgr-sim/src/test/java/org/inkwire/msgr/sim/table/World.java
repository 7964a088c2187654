// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim.table;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.inkwire.msgr.Connection;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.MessengerConfig;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.auth.AuthNone;
import org.inkwire.msgr.fault.Interceptor.Verdict;
import org.inkwire.msgr.sim.SimHost;
import org.inkwire.msgr.sim.SimProcess;
import org.inkwire.msgr.sim.Simulation;
import org.inkwire.msgr.sim.net.NetworkFaults;
import org.inkwire.testkit.msgr.RecordingDispatcher;
import org.inkwire.testkit.msgr.TextMessage;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityName;
import org.jspecify.annotations.Nullable;

/** Two messengers on a good network, and the operations available to scenarios. One thread. */
final class World {
    private static final Duration ONE_WAY = Duration.ofNanos(100_000);

    /** More than two idle time-outs, so every stopped connection has ended. */
    private static final Duration PATIENCE = Duration.ofSeconds(2000);

    /** Pause after a message, so that acks and answers have passed too. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Final pause that gives unwanted events time to happen: more than the longest back-off plus a whole handshake. */
    private static final Duration SETTLE = Duration.ofSeconds(40);

    /** Three, so that in a replacement the two incoming connections and the older one each have their own worker. */
    private static final int WORKERS = 3;

    private static final int PORT = 6800;
    private static final String REMOTE_RESET = "remote reset";

    /** A feature bit that no release has. */
    private static final long UNKNOWN_FEATURE = 1L << 62;

    /** @param origin the initiator: if the peer resets its session, the message is lost, and its answer too */
    private record Expected(Node at, String text, Node origin) {}

    /** One messenger; a restart replaces its process. */
    final class Node {
        final Place.At at;
        final SimHost host;
        final Watcher watcher;
        final RecordingDispatcher dispatcher;
        final int nonce;
        SimProcess process;
        Messenger messenger;

        Node(Place.At at, int nonce, boolean echoes, Row.@Nullable Stop stop) {
            this.at = at;
            this.nonce = nonce;
            this.host = sim.host(at.name());
            this.watcher = new Watcher(at, stop);
            this.dispatcher = RecordingDispatcher.fast((c, m) -> answer(echoes, c, m));
            this.process = host.start(at.name(), WORKERS);
            this.messenger = start();
        }

        /** Some messages are not answered, so that they need a separate ACK. */
        private void answer(boolean echoes, Connection connection, TextMessage message) {
            if (echoes && isAnswered(message.text())) {
                connection.sendKeepalive();
                RecordingDispatcher.echo(connection, message);
            }
        }

        private Messenger start() {
            EntityName name = pairing.name(at);
            MessengerConfig config = MessengerConfig.builder(at.name(), name, TextMessage.registry())
                    .random(process.random())
                    .wallClock(process.wallClock())
                    .allocator(process.allocator())
                    .nonce(nonce)
                    .interceptor(watcher)
                    .authClient(
                            scenario.asksTwice()
                                    ? TwoRounds.client()
                                    : AuthNone.client(new AuthEntityName(name.type(), "x"), name::num))
                    .authServer(scenario.asksTwice() ? TwoRounds.server() : AuthNone.monServer(() -> 4096))
                    .conclude();
            Messenger m = Messenger.create(process.stack(), config);
            m.defaultPolicy(policy());
            m.addDispatcher(dispatcher);
            if (at == Place.At.B || pairing.peers()) {
                sim.await(m.bind(host.ip(), PORT, PORT), PATIENCE);
            }
            m.start();
            return m;
        }

        private Policy policy() {
            return at == Place.At.A ? pairing.policyOfA : pairing.policyOfB;
        }

        Node peer() {
            return at == Place.At.A ? b : a;
        }

        /** The open connection or a new one. */
        Connection connection() {
            return messenger.connectTo(
                    pairing.name(peer().at).type(), peer().messenger.addrs());
        }

        void send(String text) {
            Connection c = connection();
            if (at == Place.At.A) {
                used = c;
            }
            c.sendMessage(new TextMessage(text));
            expected.add(new Expected(peer(), text, this));
            if (peer().at == Place.At.B && echo && isAnswered(text)) {
                expected.add(new Expected(this, text, this));
            }
        }

        /** Whether new incoming sessions require a feature that no peer has. */
        void requireUnknownFeature(boolean required) {
            messenger.defaultPolicy(required ? policy().requiring(UNKNOWN_FEATURE) : policy());
        }

        /** kill -9. */
        void kill() {
            process.kill();
        }

        /** The machine loses power silently and comes back a moment later. */
        void loseHost() {
            host.powerOff();
            host.powerOn();
        }

        /** Restarts at the same address, with the same nonce and without memory. */
        void restart() {
            process = host.start(at.name(), WORKERS);
            messenger = start();
        }

        /** Resets every TCP connection of this node. */
        void loseConnections() {
            process.loseConnections(1);
        }

        private int count(String event) {
            return Collections.frequency(dispatcher.events, event);
        }

        private Outcome.Tally tally() {
            return new Outcome.Tally(
                    watcher.dials(),
                    count("connect"),
                    count("accept"),
                    count("reset"),
                    count(REMOTE_RESET),
                    count("refused"),
                    String.join("", dispatcher.texts));
        }

        private void end() {
            sim.await(messenger.shutdown(), PATIENCE);
            sim.await(process.stop(), PATIENCE);
            long left = process.allocator().outstandingBuffers();
            if (left != 0) {
                throw new AssertionError(left + " buffers of " + at + " were not released");
            }
        }
    }

    final Simulation sim;
    final Pairing pairing;
    final Scenario scenario;
    final Node a;
    final Node b;
    private final boolean echo;
    private final List<Expected> expected = new ArrayList<>();
    private @Nullable Connection used;
    private Duration waited = Duration.ZERO;

    private World(long seed, Pairing pairing, Scenario scenario, Row.@Nullable Stop stop) {
        this.sim = Simulation.of(seed);
        sim.network().faults(NetworkFaults.none().withLatency(ONE_WAY, ONE_WAY));
        this.pairing = pairing;
        this.scenario = scenario;
        this.echo = scenario.echoes();
        // In a race the lower nonce wins.
        this.a = new Node(Place.At.A, scenario.bWins() ? 2 : 1, false, stop(stop, Place.At.A));
        this.b = new Node(Place.At.B, scenario.bWins() ? 1 : 2, echo, stop(stop, Place.At.B));
    }

    private static Row.@Nullable Stop stop(Row.@Nullable Stop stop, Place.At at) {
        return stop != null && stop.place().at() == at ? stop : null;
    }

    private static boolean isAnswered(String text) {
        return !text.equals("b");
    }

    void arm() {
        a.watcher.arm();
        b.watcher.arm();
    }

    /** Sets the script of both messengers. */
    void script(Watcher.Script script) {
        a.watcher.script(script);
        b.watcher.script(script);
    }

    void pass(Duration time) {
        sim.run(time);
    }

    /** Runs until everything sent has arrived or is known to be lost. */
    void deliver() {
        Duration begin = sim.elapsed();
        int resetsOfA = a.count(REMOTE_RESET);
        int resetsOfB = b.count(REMOTE_RESET);
        boolean done = sim.runUntil(
                () -> {
                    boolean lostByA = a.count(REMOTE_RESET) > resetsOfA;
                    boolean lostByB = b.count(REMOTE_RESET) > resetsOfB;
                    return isLost()
                            || expected.stream()
                                    .allMatch(e -> e.at().dispatcher.texts.contains(e.text())
                                            || (e.origin().equals(a) ? lostByA : lostByB));
                },
                PATIENCE);
        if (!done) {
            throw new AssertionError("messages wait forever: "
                    + expected.stream().map(e -> e.text() + " at " + e.at().at).toList());
        }
        expected.clear();
        waited = waited.plus(sim.elapsed().minus(begin));
        pass(PAUSE);
    }

    private boolean isLost() {
        Connection c = used;
        return c != null && c.isClosed();
    }

    /**
     * A run.
     *
     * @param wasStopped whether the place to stop at was reached
     * @param armedPlaces places passed after the scenario was armed
     * @param places all places passed
     */
    record Run(Outcome outcome, boolean wasStopped, TreeSet<Place> armedPlaces, TreeSet<Place> places) {}

    static Run run(long seed, Pairing pairing, Scenario scenario, Row.@Nullable Stop stop) {
        World w = new World(seed, pairing, scenario, stop);
        scenario.play(w);
        w.pass(SETTLE);
        Outcome outcome = new Outcome(w.a.tally(), w.b.tally(), w.waited.toSeconds());
        w.script(place -> Verdict.CONTINUE);
        w.a.end();
        w.b.end();
        TreeSet<Place> armed = new TreeSet<>(w.a.watcher.seenArmed());
        armed.addAll(w.b.watcher.seenArmed());
        TreeSet<Place> all = new TreeSet<>(w.a.watcher.seen());
        all.addAll(w.b.watcher.seen());
        return new Run(outcome, w.a.watcher.hasStopped() || w.b.watcher.hasStopped(), armed, all);
    }
}
