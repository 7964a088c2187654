// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.messenger;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.inkwire.msgr.MessengerConfig;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.msgr.fault.Interceptor;
import org.inkwire.msgr.sim.Chaos;
import org.inkwire.msgr.sim.SimAllocator;
import org.inkwire.msgr.sim.SimHost;
import org.inkwire.msgr.sim.SimProcess;
import org.inkwire.msgr.sim.Simulation;
import org.inkwire.msgr.state.StateCoverage;

/**
 * Each messenger in a process of its own on a simulated host, one thread for all, in virtual time. A node that restarts
 * comes back at its port. Of so many frames read or written one breaks its connection. Confined to the simulation's
 * thread.
 */
public final class SimulatedHosts implements StressHosts {
    private static final int PORT = 6800;
    /** Two, so that a connection can be taken over from another worker. */
    private static final int WORKERS = 2;

    /** Of so many crashes one takes the whole host: no peer is told by its kernel. */
    private static final int ONE_POWER_LOSS_IN = 4;

    private final Simulation simulation;
    private final Chaos chaos;
    private final int oneFailureIn;
    private final RandomGenerator random;
    private final Map<String, SimHost> hosts = new LinkedHashMap<>();
    private final Map<String, SimProcess> processes = new LinkedHashMap<>();
    private boolean failing = true;
    private long failures;

    /**
     * @param chaos ended with all other faults
     * @param oneFailureIn 0: none
     * @param coverage told of every state change
     */
    public SimulatedHosts(Simulation simulation, Chaos chaos, int oneFailureIn, StateCoverage coverage) {
        this.simulation = simulation;
        this.chaos = chaos;
        this.oneFailureIn = oneFailureIn;
        simulation.transitions(coverage);
        this.random = simulation.newRandom();
    }

    /** Connections broken at a frame so far. */
    public long failures() {
        return failures;
    }

    private SimHost host(String node) {
        return hosts.computeIfAbsent(node, simulation::host);
    }

    @Override
    public NetworkStack stack(String node) {
        SimProcess former = processes.get(node);
        if (former != null && !former.isDead()) {
            former.stop();
        }
        SimHost host = host(node);
        host.powerOn();
        SimProcess process = host.start(node, WORKERS);
        processes.put(node, process);
        return process.stack();
    }

    private SimProcess process(String node) {
        SimProcess process = processes.get(node);
        if (process == null) {
            throw new IllegalStateException(node + " was never started");
        }
        return process;
    }

    /** A killed process takes its memory with it. */
    @Override
    public NodeMemory memory(String node) {
        SimAllocator allocator = process(node).allocator();
        return new NodeMemory(allocator, allocator::outstandingBytes);
    }

    @Override
    public boolean crash(String node) {
        if (random.nextInt(ONE_POWER_LOSS_IN) == 0) {
            host(node).powerOff();
        } else {
            process(node).kill();
        }
        return true;
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
        return config.wallClock(host(node).wallClock()).interceptor((connection, point) -> verdict());
    }

    private Interceptor.Verdict verdict() {
        if (!failing || oneFailureIn == 0 || random.nextInt(oneFailureIn) != 0) {
            return Interceptor.Verdict.CONTINUE;
        }
        failures++;
        return Interceptor.Verdict.FAULT;
    }

    @Override
    public void endFaults() {
        failing = false;
        chaos.stop();
    }
}
