// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.messenger;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.inkwire.msgr.MessengerConfig;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.msgr.sim.SimHost;
import org.inkwire.msgr.sim.SimProcess;
import org.inkwire.msgr.sim.Simulation;
import org.inkwire.msgr.sim.net.NetworkFaults;

/**
 * Each messenger in a process of its own on a simulated host, one thread for all, in virtual time. A node that restarts
 * comes back at its port. Confined to the simulation's thread.
 */
public final class SimulatedHosts implements StressHosts {
    private static final int PORT = 6800;
    /** Two, so that a connection can be taken over from another worker. */
    private static final int WORKERS = 2;

    private static final double PIECES = 0.05;
    private static final int NARROWEST_WINDOW = 16 << 10;
    private static final int WIDEST_WINDOW = 1 << 20;

    /** Virtual; far beyond what steps, drain and shutdown may take. */
    private static final Duration LONGEST_RUN = Duration.ofHours(1);

    private final Simulation simulation;
    private final Map<String, SimHost> hosts = new HashMap<>();
    private final Map<String, SimProcess> processes = new HashMap<>();

    private SimulatedHosts(Simulation simulation) {
        this.simulation = simulation;
    }

    /**
     * Runs the stress test in a simulation, on the calling thread. Equal arguments give equal results.
     *
     * @throws org.inkwire.msgr.sim.SimulationFailure if the workload itself fails
     */
    public static StressResult run(StressProfile profile, long seed) {
        Simulation simulation = Simulation.of(seed);
        simulation.network().faults(faults(profile));
        SimulatedHosts hosts = new SimulatedHosts(simulation);
        SimProcess workload = simulation.host("workload").start("workload", 1);
        return simulation.await(
                MessengerStress.run(profile, seed, hosts, workload.stack().newCenter("stress")), LONGEST_RUN);
    }

    private static NetworkFaults faults(StressProfile profile) {
        NetworkFaults rough = NetworkFaults.none()
                .withLatency(Duration.ofNanos(30_000), Duration.ofMillis(2))
                .withPieces(PIECES, PIECES)
                .withWindow(NARROWEST_WINDOW, WIDEST_WINDOW);
        return profile.oneFailureIn() == 0 ? rough : rough.withLosses(1.0 / profile.oneFailureIn(), 0, 0, 0);
    }

    private SimHost host(String node) {
        return hosts.computeIfAbsent(node, simulation::host);
    }

    @Override
    public NetworkStack stack(String node) {
        SimProcess former = processes.get(node);
        if (former != null) {
            former.stop();
        }
        SimProcess process = host(node).start(node, WORKERS);
        processes.put(node, process);
        return process.stack();
    }

    @Override
    public InetAddress ip(String node) {
        return host(node).ip();
    }

    @Override
    public int port(String node) {
        return PORT;
    }

    @Override
    public MessengerConfig.Builder tune(String node, MessengerConfig.Builder config) {
        return config.wallClock(host(node).wallClock());
    }

    @Override
    public void endFaults() {
        simulation.network().faults(NetworkFaults.none());
    }
}
