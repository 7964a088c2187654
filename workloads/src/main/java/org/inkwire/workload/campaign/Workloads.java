// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.campaign;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.inkwire.msgr.event.EventDriver;
import org.inkwire.msgr.sim.FaultProfile;
import org.inkwire.msgr.state.StateCoverage;
import org.inkwire.workload.messenger.StressProfile;

/** All workloads: simulated ones by name, and the stress on sockets. Stateless. */
public final class Workloads {
    /** Virtual time between two steps of the messenger stress: faults last over several steps. */
    private static final Duration STEP_GAP = Duration.ofMillis(20);

    /** More than twice the time a kernel takes to give up a silent connection. */
    private static final Duration DRAIN = Duration.ofSeconds(2500);

    private static final int MAX_DATA_BYTES = 256 << 10;

    private static final Map<String, Kind> ALL = new TreeMap<>(Map.of(
            "messenger",
            Workloads::messenger,
            "rados",
            Workloads::rados,
            "splits",
            Workloads::splits,
            "stalls",
            Workloads::stalls));

    private Workloads() {}

    /** Creates the runs of one workload. */
    @FunctionalInterface
    public interface Kind {
        /**
         * @param steps per seed; 0: the workload's own number
         * @param coverage records the connection state transitions of all messengers
         */
        SeededRun with(FaultProfile faults, int steps, StateCoverage coverage);
    }

    /** @throws IllegalArgumentException if there is none; the message lists the known names */
    public static Kind named(String name) {
        Kind kind = ALL.get(name);
        if (kind == null) {
            throw new IllegalArgumentException("no workload " + name + "; there are " + List.copyOf(ALL.keySet()));
        }
        return kind;
    }

    private static SeededRun messenger(FaultProfile faults, int steps, StateCoverage coverage) {
        StressProfile full =
                StressProfile.full().withMaxDataBytes(MAX_DATA_BYTES).withDrainLimit(DRAIN);
        return new SimulatedStress(
                full.withSteps(steps > 0 ? steps : full.size().steps(), STEP_GAP), faults, coverage);
    }

    /**
     * The messenger stress on real loopback sockets.
     *
     * @param steps per seed; 0: the workload's own number
     * @param workers threads that serve the sockets
     */
    public static SeededRun onSockets(
            EventDriver sockets, int oneFailureIn, int steps, int workers, StateCoverage coverage) {
        StressProfile full = StressProfile.full().withOneFailureIn(oneFailureIn);
        return new SocketStress(
                full.withSteps(
                        steps > 0 ? steps : full.size().steps(), full.size().stepGap()),
                sockets,
                workers,
                coverage);
    }

    private static SeededRun rados(FaultProfile faults, int steps, StateCoverage coverage) {
        return new SimulatedRados(faults, steps > 0 ? steps : SimulatedRados.OPERATIONS, coverage);
    }

    /** Its faults are its own. */
    private static SeededRun splits(FaultProfile faults, int steps, StateCoverage coverage) {
        return SimulatedRados.splits(steps > 0 ? steps : SimulatedRados.OPERATIONS, coverage);
    }

    /** Its faults are its own. */
    private static SeededRun stalls(FaultProfile faults, int steps, StateCoverage coverage) {
        return SimulatedRados.steady(steps > 0 ? steps : SimulatedRados.OPERATIONS, coverage);
    }
}
