// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim;

import io.netty.util.concurrent.Ticker;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.msgr.event.StackConfig;

/**
 * A process on a {@link SimHost}, with its own network stack, memory and randomness. All its resources come from here,
 * and {@link #kill} takes them away at once. One thread.
 */
public final class SimProcess {
    private final Simulation simulation;
    private final SimHost host;
    private final String name;
    private final Scheduler.Turns turns;
    private final NetworkStack stack;
    private final SimAllocator allocator;
    private final RandomGenerator random;
    private boolean dead;

    SimProcess(Simulation simulation, SimHost host, String name, int workers) {
        this.simulation = simulation;
        this.host = host;
        this.name = name;
        this.random = simulation.newRandom();
        this.allocator = new SimAllocator(simulation.keptArrays());
        this.turns = simulation.scheduler().new Turns(name);
        Ticker ticker = simulation.ticker();
        this.stack = NetworkStack.start(StackConfig.defaults()
                .withName("msgr-worker")
                .withOpThreads(workers)
                .withDriver(new SimDriver(host.tcp().transport(this), turns))
                .withTime(ticker, turns)
                .withTransitions(simulation.transitions()));
    }

    public String name() {
        return name;
    }

    public SimHost host() {
        return host;
    }

    public NetworkStack stack() {
        return stack;
    }

    public SimAllocator allocator() {
        return allocator;
    }

    /** This process's own randomness, drawn from the seed. */
    public RandomGenerator random() {
        return random;
    }

    /** The host's wall clock, wrong by its skew. */
    public InstantSource wallClock() {
        return host.wallClock();
    }

    public boolean isDead() {
        return dead;
    }

    /** {@code kill -9}: nothing in the process runs any more; the host's kernel closes its connections. */
    public void kill() {
        kill(false);
    }

    void kill(boolean silently) {
        if (!dead) {
            dead = true;
            simulation.trace().add("kill", this, silently ? 1 : 0);
            turns.kill();
            host.tcp().kill(this, silently);
            host.forget(this);
        }
    }

    /** Stops in an orderly way. Its messengers must be shut down first. */
    public CompletionStage<Void> stop() {
        host.forget(this);
        return stack.shutdown();
    }

    /** Each of its connections is lost with this chance. */
    public void loseConnections(double chance) {
        host.tcp().loseConnections(this, chance);
    }

    @Override
    public String toString() {
        return name;
    }
}
