// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.rados;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.inkwire.msgr.sim.FaultProfile;
import org.inkwire.msgr.sim.Seeds;
import org.inkwire.msgr.state.StateCoverage;
import org.inkwire.workload.campaign.SeedReport;
import org.inkwire.workload.campaign.SimulatedRados;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RadosModelSimTest {
    @Test
    void calmClusterAnswersEverythingAsOneCopyWould() {
        SeedReport run = new SimulatedRados(FaultProfile.none(), 1_000, new StateCoverage()).run(1);
        assertThat(run.violations()).isEmpty();
        assertThat(run.counts()).containsEntry("unknown", 0L);
    }

    static LongStream seeds() {
        return Seeds.range(1, 2);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void clusterUnderManyFaultsAnswersAsOneCopyWould(long seed) {
        SeedReport run = new SimulatedRados(FaultProfile.many(), 1_000, new StateCoverage()).run(seed);
        assertThat(run.violations()).as(run.toString()).isEmpty();
        assertThat(run.counts().get("OSD crashes")).isPositive();
        assertThat(run.counts().get("monitor crashes")).isPositive();
    }

    /** A PG stands still for less than {@code ModelSettings.longestWait}, whatever happens to one OSD at a time. */
    @ParameterizedTest
    @MethodSource("seeds")
    void noOperationWaitsLongWhileCopiesEnoughAreUp(long seed) {
        SeedReport run = SimulatedRados.steady(600, new StateCoverage()).run(seed);
        assertThat(run.violations()).as(run.toString()).isEmpty();
        assertThat(run.counts().get("OSD crashes")).isPositive();
        assertThat(run.counts()).containsEntry("unknown", 0L);
        assertThat(run.counts().get("pg_num changes")).isPositive();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void clusterWhosePgsSplitAndMergeAnswersAsOneCopyWould(long seed) {
        SeedReport run = SimulatedRados.splits(400, new StateCoverage()).run(seed);
        assertThat(run.violations()).as(run.toString()).isEmpty();
        assertThat(run.counts().get("pg_num changes")).isPositive();
    }

    @Test
    void sameSeedGivesTheSameDigest() {
        SimulatedRados rados = new SimulatedRados(FaultProfile.many(), 300, new StateCoverage());
        assertThat(rados.run(5)).isEqualTo(rados.run(5));
    }
}
