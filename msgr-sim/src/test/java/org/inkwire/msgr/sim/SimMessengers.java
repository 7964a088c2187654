// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.inkwire.msgr.Dispatcher;
import org.inkwire.msgr.Messenger;
import org.inkwire.msgr.MessengerConfig;
import org.inkwire.msgr.Policy;
import org.inkwire.msgr.auth.AuthNone;
import org.inkwire.msgr.event.Worker;
import org.inkwire.msgr.sim.net.NetworkFaults;
import org.inkwire.msgr.state.StateCoverage;
import org.inkwire.testkit.msgr.TextMessage;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityName;

/**
 * Messengers in one simulation for one test. {@link #close} shuts down what is still running and fails if a buffer was
 * not released, a worker still counts a connection, or a timer is left.
 */
final class SimMessengers implements AutoCloseable {
    /** Time limit for expected events: longer than a few of the longest back-offs. */
    static final Duration LIMIT = Duration.ofMinutes(10);

    /** Two, so that a replacement moves sockets between centers. */
    private static final int WORKERS = 2;

    private record Running(SimProcess process, Messenger messenger) {}

    private final Simulation sim;
    private final StateCoverage coverage = new StateCoverage();
    private final List<SimProcess> processes = new ArrayList<>();
    private final List<Running> messengers = new ArrayList<>();
    private final List<SimPeers> scripted = new ArrayList<>();
    private long globalIds = 4096;

    /** @param seed unless {@code -Dinkwire.seed} overrides it */
    SimMessengers(long seed) {
        sim = Simulation.of(Seeds.or(seed));
        sim.transitions(coverage);
    }

    Simulation sim() {
        return sim;
    }

    /** Combined coverage of all messengers. */
    StateCoverage coverage() {
        return coverage;
    }

    /** A process on a new host. */
    SimProcess process(String name) {
        return process(sim.host(name), name);
    }

    SimProcess process(SimHost host, String name) {
        SimProcess p = host.start(name, WORKERS);
        processes.add(p);
        return p;
    }

    /** Scripted peers on a new host. */
    SimPeers peers(String host) {
        SimPeers p = new SimPeers(sim, sim.host(host));
        scripted.add(p);
        return p;
    }

    /** A messenger that is configured but not started. */
    Messenger create(
            SimProcess process,
            EntityName name,
            Policy policy,
            Dispatcher dispatcher,
            UnaryOperator<MessengerConfig.Builder> tune) {
        MessengerConfig.Builder config = MessengerConfig.builder(name.toString(), name, TextMessage.registry())
                .random(process.random())
                .wallClock(process.wallClock())
                .allocator(process.allocator())
                .randomNonce()
                .authClient(AuthNone.client(new AuthEntityName(name.type(), Long.toString(name.num())), name::num))
                .authServer(AuthNone.monServer(() -> ++globalIds));
        Messenger m = Messenger.create(process.stack(), tune.apply(config).conclude());
        m.defaultPolicy(policy);
        m.addDispatcher(dispatcher);
        messengers.add(new Running(process, m));
        return m;
    }

    /** A started messenger that only connects, in a new process. */
    Messenger client(EntityName name, Policy policy, Dispatcher dispatcher) {
        Messenger m = create(process(name.toString()), name, policy, dispatcher, c -> c);
        m.start();
        return m;
    }

    /** A started messenger that listens, in a new process. */
    Messenger server(EntityName name, Policy policy, Dispatcher dispatcher) {
        return server(process(name.toString()), name, policy, dispatcher, c -> c);
    }

    Messenger server(
            SimProcess process,
            EntityName name,
            Policy policy,
            Dispatcher dispatcher,
            UnaryOperator<MessengerConfig.Builder> tune) {
        Messenger m = create(process, name, policy, dispatcher, tune);
        bind(m, 6800);
        m.start();
        return m;
    }

    void bind(Messenger m, int port) {
        sim.await(m.bind(processOf(m).host().ip(), port, port + 100), LIMIT);
    }

    SimProcess processOf(Messenger m) {
        return messengers.stream()
                .filter(r -> r.messenger() == m)
                .findFirst()
                .orElseThrow()
                .process();
    }

    /** Runs until the condition holds. */
    void eventually(BooleanSupplier condition, String what) {
        assertThat(sim.runUntil(condition, LIMIT))
                .describedAs("%s; %s", what, sim)
                .isTrue();
    }

    /** Runs for {@code time}, expecting nothing. */
    void pass(Duration time) {
        sim.run(time);
    }

    void shutdown(Messenger m) {
        sim.await(m.shutdown(), LIMIT);
        messengers.removeIf(r -> r.messenger() == m);
    }

    int connections(SimProcess process) {
        return process.stack().workers().stream().mapToInt(Worker::connections).sum();
    }

    @Override
    public void close() {
        sim.network().faults(NetworkFaults.none());
        sim.preemption(0, Duration.ofNanos(1));
        scripted.forEach(SimPeers::close);
        for (Running r : messengers) {
            if (!r.process().isDead()) {
                sim.await(r.messenger().shutdown(), LIMIT);
            }
        }
        for (SimProcess p : processes) {
            if (!p.isDead()) {
                assertThat(connections(p)).as("connections of %s", p).isZero();
                for (Worker w : p.stack().workers()) {
                    assertThat(w.center().nextTimerNanos())
                            .as("timers of %s", w.center())
                            .isEqualTo(-1);
                }
                sim.await(p.stop(), LIMIT);
                assertThat(p.allocator().outstandingBuffers())
                        .as("buffers of %s", p)
                        .isZero();
            }
        }
    }
}
