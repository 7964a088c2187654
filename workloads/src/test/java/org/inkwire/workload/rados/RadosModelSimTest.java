// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.rados;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.inkwire.msgr.sim.Simulation;
import org.inkwire.msgr.sim.net.NetworkFaults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RadosModelSimTest {
    private static final Map<String, String> OPTIONS =
            Map.of("osd_pool_default_pg_num", "8", "osd_heartbeat_interval", "2", "osd_heartbeat_grace", "8");

    private record Run(ModelReport report, long digest, Duration took) {}

    private static Run run(long seed, ModelSettings settings, NetworkFaults faults) {
        Simulation sim = Simulation.of(seed);
        SimCluster cluster = SimCluster.start(sim, 4, faults, OPTIONS);
        RadosModel model = new RadosModel(cluster, settings, sim.newRandom());
        ModelReport run = sim.await(model.run(), Duration.ofHours(24));
        return new Run(model.judge(run), sim.digest(), sim.elapsed());
    }

    @Test
    void calmClusterAnswersEverythingAsOneCopyWould() {
        Run run = run(1, ModelSettings.calm(1_000), NetworkFaults.none());
        assertThat(run.report().violations()).isEmpty();
        assertThat(run.report().unknown()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void clusterUnderManyFaultsAnswersAsOneCopyWould(long seed) {
        Run run = run(seed, ModelSettings.many(1_000), NetworkFaults.many());
        assertThat(run.report().violations()).as("seed %d", seed).isEmpty();
        assertThat(run.report().osdCrashes()).isPositive();
    }

    @Test
    void sameSeedGivesTheSameDigest() {
        Run first = run(5, ModelSettings.many(300), NetworkFaults.many());
        assertThat(run(5, ModelSettings.many(300), NetworkFaults.many())).isEqualTo(first);
    }
}
