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
 * Each messenger in its own process on a simulated host, all on one thread, in virtual time. A restarted node keeps its
 * port. One in {@code oneFailureIn} frames read or written breaks its connection. Confined to the simulation's thread.
 */
public final class SimulatedHosts implements StressHosts {
    private static final int PORT = 6800;
    /** Two, so that one worker can take over a connection from another. */
    private static final int WORKERS = 2;

    /** One in this many crashes takes the whole host down: its kernel notifies no peer. */
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
     * @param chaos stopped together with all other faults
     * @param oneFailureIn one frame in this many breaks its connection; 0: none
     * @param coverage records every state change
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

    /** The memory of the process: a kill frees it. */
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
