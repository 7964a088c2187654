// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.campaign;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.inkwire.msgr.sim.FaultProfile;
import org.inkwire.msgr.sim.Simulation;
import org.inkwire.msgr.state.StateCoverage;
import org.inkwire.workload.rados.ModelReport;
import org.inkwire.workload.rados.ModelSettings;
import org.inkwire.workload.rados.RadosModel;
import org.inkwire.workload.rados.SimCluster;

/** The RADOS model in a simulation: a monitor, four OSDs and several clients. One thread per run. */
public final class SimulatedRados implements SeededRun {
    /** Default number of operations per seed. */
    public static final int OPERATIONS = 1500;

    private static final int OSDS = 4;
    private static final int STEADY_CRASHES = 6;
    /** Much less than an operation may take after faults have ended; more than most need. */
    private static final Duration LONG = Duration.ofSeconds(10);

    private static final Duration LIMIT = Duration.ofHours(24);

    /** Few PGs for few OSDs, and heartbeats that detect a crash quickly. */
    private static final Map<String, String> OPTIONS =
            Map.of("osd_pool_default_pg_num", "8", "osd_heartbeat_interval", "1", "osd_heartbeat_grace", "5");

    private final FaultProfile faults;
    private final ModelSettings settings;
    private final StateCoverage coverage;

    /** @param coverage records the connection state transitions of all runs */
    public SimulatedRados(FaultProfile faults, int operations, StateCoverage coverage) {
        this(
                faults,
                faults.equals(FaultProfile.none()) ? ModelSettings.calm(operations) : ModelSettings.many(operations),
                coverage);
    }

    private SimulatedRados(FaultProfile faults, ModelSettings settings, StateCoverage coverage) {
        this.faults = faults;
        this.settings = settings;
        this.coverage = coverage;
    }

    /**
     * OSDs are killed, come back with or without their stores, go out and in, one at a time and on a good network: no
     * operation may wait longer than {@link ModelSettings#longestWait}.
     */
    public static SimulatedRados steady(int operations, StateCoverage coverage) {
        return new SimulatedRados(FaultProfile.none(), ModelSettings.steady(operations, STEADY_CRASHES), coverage);
    }

    /** PGs split and merge all the time, while connections break and OSDs are killed. */
    public static SimulatedRados splits(int operations, StateCoverage coverage) {
        return new SimulatedRados(FaultProfile.connections(), ModelSettings.splits(operations), coverage);
    }

    @Override
    public SeedReport run(long seed) {
        Simulation simulation = Simulation.of(seed);
        List<String> violations = new ArrayList<>();
        Map<String, Long> counts = Map.of();
        long troubles = 0;
        try {
            SimCluster cluster = SimCluster.start(simulation, OSDS, faults, OPTIONS, coverage);
            RadosModel model = new RadosModel(cluster, settings, simulation.newRandom());
            ModelReport report = model.judge(simulation.await(model.run(), LIMIT));
            violations.addAll(report.violations());
            counts = Map.ofEntries(
                    Map.entry("unsynced writes lost", cluster.writesLost()),
                    Map.entry("acknowledged", (long) report.acknowledged()),
                    Map.entry("refused", (long) report.refused()),
                    Map.entry("no space", (long) report.noSpace()),
                    Map.entry("unknown", (long) report.unknown()),
                    Map.entry("not sent", (long) report.notSent()),
                    Map.entry("OSD crashes", (long) report.osdCrashes()),
                    Map.entry("stores lost", (long) report.storesLost()),
                    Map.entry("stores filled", (long) report.storesFilled()),
                    Map.entry("monitor crashes", (long) report.monitorCrashes()),
                    Map.entry("client crashes", (long) report.clientCrashes()),
                    Map.entry("pg_num changes", (long) report.pgNumChanges()),
                    Map.entry(
                            "seeds that took " + LONG.toSeconds() + " s after faults",
                            report.longestAfter().compareTo(LONG) >= 0 ? 1L : 0L));
            troubles = cluster.troubles() + report.osdCrashes() + report.monitorCrashes() + report.clientCrashes();
        } catch (RuntimeException | AssertionError e) {
            violations.add(Failures.describe(e));
        }
        return new SeedReport(
                seed,
                simulation.digest(),
                violations,
                simulation.elapsed(),
                simulation.network().counts().breaking() + troubles,
                simulation.turns(),
                counts,
                violations.isEmpty() ? List.of() : simulation.trace().last());
    }
}
