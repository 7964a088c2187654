// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.inkwire.msgr.sim.net.NetworkFaults;
import org.inkwire.msgr.sim.net.TcpHost;
import org.inkwire.msgr.sim.net.TcpNetwork;

/**
 * Injects the faults of a {@link FaultProfile} at random times drawn from the seed until stopped, then heals
 * everything. One thread.
 */
public final class Chaos {
    private static final int SLOW_READ_BYTES_MAX = 512;
    private static final Duration SLOW_PAUSE_MAX = Duration.ofMillis(10);
    private static final Duration SKEW_MAX = Duration.ofSeconds(30);
    private static final long DRIFT_PER_MILLION_MAX = 200;
    private static final double LOST_AT_ONCE = 0.5;

    /** Crashes a process or host of the workload, which also restarts it. */
    @FunctionalInterface
    public interface Crash {
        void happens(RandomGenerator random);
    }

    private final Simulation simulation;
    private final TcpNetwork network;
    private final FaultProfile profile;
    private final RandomGenerator random;
    private final Crash crash;
    private final List<Runnable> toUndo = new ArrayList<>();
    private boolean stopped;
    private long troubles;
    private long crashes;

    private Chaos(Simulation simulation, FaultProfile profile, Crash crash) {
        this.simulation = simulation;
        this.network = simulation.network();
        this.profile = profile;
        this.random = simulation.newRandom();
        this.crash = crash;
    }

    /** Starts injecting faults, into existing hosts and hosts added later. */
    public static Chaos begin(Simulation simulation, FaultProfile profile, Crash crash) {
        Chaos chaos = new Chaos(simulation, profile, crash);
        chaos.network.faults(profile.network());
        if (profile.preemption() > 0) {
            simulation.preemption(profile.preemption(), profile.preemptionMax());
        }
        chaos.next(profile.trouble(), chaos::trouble);
        chaos.next(profile.crash(), chaos::crash);
        return chaos;
    }

    /** Number of larger faults so far: clogs, partitions, slow readers, wrong clocks, lost connections. */
    public long troubles() {
        return troubles;
    }

    public long crashes() {
        return crashes;
    }

    private void next(Duration mean, Runnable what) {
        if (!mean.isZero()) {
            simulation.after(upTo(mean.multipliedBy(2)), () -> {
                if (!stopped) {
                    what.run();
                    next(mean, what);
                }
            });
        }
    }

    private Duration upTo(Duration most) {
        return Duration.ofNanos(1 + random.nextLong(Math.max(1, most.toNanos())));
    }

    private void crash() {
        crashes++;
        crash.happens(random);
    }

    private void trouble() {
        troubles++;
        switch (random.nextInt(7)) {
            case 0 -> swizzle();
            case 1 -> partition();
            case 2 -> oneWay();
            case 3 -> clog();
            case 4 -> slowReader();
            case 5 -> wrongClock();
            default -> manyConnectionsLost();
        }
    }

    /** Runs {@code undo} after a while, or when stopped. */
    private void undoLater(Duration after, Runnable undo) {
        toUndo.add(undo);
        simulation.after(after, () -> {
            if (toUndo.remove(undo)) {
                undo.run();
            }
        });
    }

    private List<TcpHost> someHosts() {
        List<TcpHost> all = new ArrayList<>(network.hosts());
        Collections.shuffle(all, new Random(random.nextLong()));
        return List.copyOf(all.subList(0, 1 + random.nextInt(Math.max(1, all.size() / 2))));
    }

    private TcpHost anyHost() {
        List<TcpHost> all = network.hosts();
        return all.get(random.nextInt(all.size()));
    }

    /** Hosts are isolated one after the other and come back in a different order. */
    private void swizzle() {
        for (TcpHost host : someHosts()) {
            simulation.after(upTo(Duration.ofSeconds(1)), () -> {
                if (!stopped) {
                    undoLater(upTo(profile.troubleMax()), network.isolate(List.of(host))::end);
                }
            });
        }
    }

    private void partition() {
        undoLater(upTo(profile.troubleMax()), network.isolate(someHosts())::end);
    }

    /** One host cannot send to any other, or cannot receive from any other. */
    private void oneWay() {
        TcpHost host = anyHost();
        List<TcpHost> others =
                network.hosts().stream().filter(h -> !h.equals(host)).toList();
        boolean deaf = random.nextBoolean();
        for (TcpHost other : others) {
            network.hold(deaf ? other : host, deaf ? host : other);
        }
        undoLater(upTo(profile.troubleMax()), () -> {
            for (TcpHost other : others) {
                network.release(deaf ? other : host, deaf ? host : other);
            }
        });
    }

    private void clog() {
        TcpHost from = anyHost();
        TcpHost to = anyHost();
        network.hold(from, to);
        undoLater(upTo(profile.troubleMax()), () -> network.release(from, to));
    }

    private void slowReader() {
        TcpHost host = anyHost();
        host.readSlowly(1 + random.nextInt(SLOW_READ_BYTES_MAX), upTo(SLOW_PAUSE_MAX));
        undoLater(upTo(profile.troubleMax()), host::readNormally);
    }

    private void wrongClock() {
        List<SimHost> all = simulation.hosts();
        SimHost host = all.get(random.nextInt(all.size()));
        Duration skew = upTo(SKEW_MAX.multipliedBy(2)).minus(SKEW_MAX);
        host.clock(skew, random.nextLong(2 * DRIFT_PER_MILLION_MAX) - DRIFT_PER_MILLION_MAX);
    }

    private void manyConnectionsLost() {
        List<SimHost> all = simulation.hosts();
        SimHost host = all.get(random.nextInt(all.size()));
        host.processes().forEach(p -> p.loseConnections(LOST_AT_ONCE));
    }

    /** Stops and heals everything except the clocks, which stay wrong. */
    public void stop() {
        if (stopped) {
            return;
        }
        stopped = true;
        List<Runnable> undo = new ArrayList<>(toUndo);
        toUndo.clear();
        Collections.shuffle(undo, new Random(random.nextLong()));
        undo.forEach(Runnable::run);
        network.faults(NetworkFaults.none());
        simulation.preemption(0, Duration.ofNanos(1));
    }
}
