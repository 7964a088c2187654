// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.campaign;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.inkwire.msgr.sim.Chaos;
import org.inkwire.msgr.sim.FaultProfile;
import org.inkwire.msgr.sim.SimProcess;
import org.inkwire.msgr.sim.Simulation;
import org.inkwire.msgr.state.StateCoverage;
import org.inkwire.workload.messenger.MessengerStress;
import org.inkwire.workload.messenger.SimulatedHosts;
import org.inkwire.workload.messenger.StressProfile;
import org.inkwire.workload.messenger.StressResult;

/** The messenger stress in a simulation, each node on its own host. One thread per run. */
public final class SimulatedStress implements SeededRun {
    /** Far longer than steps, drain and shutdown take together. */
    private static final Duration LIMIT = Duration.ofHours(6);

    private final StressProfile stress;
    private final FaultProfile faults;
    private final StateCoverage coverage;

    /** @param coverage records the connection state transitions of all runs */
    public SimulatedStress(StressProfile stress, FaultProfile faults, StateCoverage coverage) {
        this.coverage = coverage;
        this.stress = stress;
        this.faults = faults;
    }

    @Override
    public SeedReport run(long seed) {
        Simulation simulation = Simulation.of(seed);
        SimProcess driver = simulation.host("workload").start("workload", 1);
        Chaos chaos = Chaos.begin(simulation, faults, random -> {});
        SimulatedHosts hosts =
                new SimulatedHosts(simulation, chaos, stress.roughness().oneFailureIn(), coverage);
        List<String> violations = new ArrayList<>();
        CompletableFuture<StressResult> running = MessengerStress.run(
                        stress.ofSeed(seed), seed, hosts, driver.stack().newCenter("stress"))
                .toCompletableFuture();
        long digest = 0;
        Map<String, Long> counts = Map.of();
        try {
            if (simulation.runUntil(running::isDone, LIMIT)) {
                StressResult result = running.join();
                violations.addAll(result.violations());
                counts = result.counts();
                digest = result.digest();
            } else {
                violations.add("not done within " + LIMIT + " of virtual time");
            }
        } catch (RuntimeException | AssertionError e) {
            violations.add(Failures.describe(e));
        }
        return new SeedReport(
                seed,
                digest * 31 + simulation.digest(),
                violations,
                simulation.elapsed(),
                simulation.network().counts().breaking() + chaos.troubles() + hosts.failures(),
                simulation.turns(),
                counts,
                violations.isEmpty() ? List.of() : simulation.trace().last());
    }
}
