// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim;

import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.inkwire.msgr.sim.net.TcpNetwork;
import org.inkwire.msgr.sim.net.Timeline;
import org.inkwire.msgr.sim.net.Trace;
import org.inkwire.msgr.state.TransitionObserver;
import org.jspecify.annotations.Nullable;

/**
 * A world of hosts, processes and a network, run on the calling thread in virtual time. All randomness comes from one
 * seed, so a run can be repeated exactly; {@link #digest} tells whether it was.
 *
 * <pre>{@code
 * Simulation sim = Simulation.of(42);
 * SimProcess server = sim.host("a").start("server", 1);
 * SimProcess client = sim.host("b").start("client", 1);
 * // messengers on server.stack() and client.stack(), with their allocator, random and wallClock
 * sim.network().faults(NetworkFaults.many());
 * sim.runUntil(() -> received.size() == 100, Duration.ofMinutes(5));
 * }</pre>
 *
 * <p>Confined to the thread that created it. Code under simulation must take time, randomness and turns only from what
 * it is given: no clocks, threads or sleeps of its own, and no order that depends on identity hashes.
 */
public final class Simulation {
    private final long seed;
    private final SplittableRandom random;
    private final Timeline timeline = new Timeline();
    private final Trace trace = Trace.on(timeline);
    private final TcpNetwork network;
    private final Scheduler scheduler;
    private final ArrayDeque<byte[]> keptArrays = new ArrayDeque<>();
    private final List<SimHost> hosts = new ArrayList<>();
    private @Nullable TransitionObserver transitions;
    private final Thread thread = Thread.currentThread();

    private Simulation(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.network = new TcpNetwork(timeline, trace, random.split());
        this.scheduler = new Scheduler(timeline, trace, random.split());
    }

    public static Simulation of(long seed) {
        return new Simulation(seed);
    }

    public long seed() {
        return seed;
    }

    /**
     * Sets the observer of all state transitions of connections, for processes that start from now on; null for none.
     * For coverage reports.
     */
    public void transitions(@Nullable TransitionObserver observer) {
        transitions = observer;
    }

    @Nullable
    TransitionObserver transitions() {
        return transitions;
    }

    /** Adds a machine to the network. */
    public SimHost host(String name) {
        SimHost host = new SimHost(this, network.addHost(name));
        hosts.add(host);
        return host;
    }

    public List<SimHost> hosts() {
        return List.copyOf(hosts);
    }

    public TcpNetwork network() {
        return network;
    }

    /** Sets the chance that a center that has work is preempted for up to {@code max}. */
    public void preemption(double chance, Duration max) {
        scheduler.preempt(chance, max);
    }

    /**
     * Suspends the current simulated thread once its turn is over, as if the system had descheduled it. Called by code
     * under simulation, or by a test from within it.
     *
     * @param max it resumes after this at the latest
     * @return resumes it; a second call has no effect
     */
    public Runnable pauseRunning(Duration max) {
        return scheduler.pauseRunning(max);
    }

    /** A new generator derived from the seed; every call returns a different one. */
    public RandomGenerator newRandom() {
        return random.split();
    }

    /** Virtual monotonic time. */
    public long nanoTime() {
        return timeline.now();
    }

    /** Virtual time since the start. */
    public Duration elapsed() {
        return Duration.ofNanos(timeline.now() - Timeline.START_NANOS);
    }

    /** Number of turns given to event centers. */
    public long turns() {
        return scheduler.turns();
    }

    /** Runs {@code action}, such as a fault or a check, outside every process after a delay. */
    public void after(Duration delay, Runnable action) {
        timeline.after(delay.toNanos(), action);
    }

    public Trace trace() {
        return trace;
    }

    /** Digest of everything that happened: equal in two runs of one seed. */
    public long digest() {
        return trace.digest();
    }

    /** Runs for {@code time}. */
    public void run(Duration time) {
        long until = timeline.now() + time.toNanos();
        assertThread();
        while (timeline.now() < until) {
            step(until);
        }
    }

    /**
     * Runs until {@code condition} holds.
     *
     * @param limit virtual time
     * @return false if it did not hold within {@code limit}
     */
    public boolean runUntil(BooleanSupplier condition, Duration limit) {
        assertThread();
        long until = timeline.now() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (timeline.now() >= until) {
                return false;
            }
            step(until);
        }
        return true;
    }

    /**
     * Runs until a stage completes, and returns its result.
     *
     * @throws SimulationFailure if it does not complete within {@code limit}, or fails
     */
    public <T> T await(CompletionStage<T> stage, Duration limit) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        if (!runUntil(future::isDone, limit)) {
            throw new SimulationFailure("not done within " + limit + " of virtual time").in(this);
        }
        try {
            return future.join();
        } catch (CompletionException e) {
            throw new SimulationFailure("failed: " + e.getMessage(), e.getCause()).in(this);
        }
    }

    private void step(long until) {
        try {
            scheduler.step(until);
        } catch (SimulationFailure e) {
            throw e.in(this);
        }
    }

    /** For the report of a failed test: the seed, how to rerun it, and the last events. */
    @Override
    public String toString() {
        return "seed " + seed + " (again: -D" + Seeds.PROPERTY + "=" + seed + "), last events:\n"
                + String.join("\n", trace.last());
    }

    private void assertThread() {
        if (Thread.currentThread() != thread) {
            throw new IllegalStateException("a simulation is confined to the thread that created it");
        }
    }

    Scheduler scheduler() {
        return scheduler;
    }

    ArrayDeque<byte[]> keptArrays() {
        return keptArrays;
    }

    Ticker ticker() {
        return new Ticker() {
            @Override
            public long initialNanoTime() {
                return Timeline.START_NANOS;
            }

            @Override
            public long nanoTime() {
                return timeline.now();
            }

            @Override
            public void sleep(long delay, TimeUnit unit) {
                throw new UnsupportedOperationException("sleeping would block the whole simulation");
            }
        };
    }
}
