// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.rados;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.inkwire.osd.cluster.LocalCluster;
import org.junit.jupiter.api.Test;

class RadosModelIT {
    private static final int OSDS = 3;

    private static final int LEAST_CRASHES = 2;

    /** Short pauses, and no end before some have crashed; how many operations that takes depends on the machine. */
    private static final ModelSettings BRISK = new ModelSettings(
            new ModelSettings.Clients(3, 4, 400, Duration.ofMillis(600), Duration.ZERO, false),
            new ModelSettings.Objects(20, 4),
            new ModelSettings.Deadlines(0.1, Duration.ofSeconds(5)),
            new ModelSettings.OsdCrashes(Duration.ofSeconds(4), Duration.ofSeconds(2), 0.3, 2),
            new ModelSettings.MonCrashes(Duration.ofSeconds(2), Duration.ofSeconds(1)),
            Duration.ofSeconds(3),
            Duration.ofSeconds(3),
            LEAST_CRASHES,
            Duration.ZERO,
            Duration.ofMinutes(2));

    @Test
    void clusterOnRealSocketsWhoseDaemonsCrashAnswersAsOneCopyWould() throws Exception {
        try (LocalCluster cluster = LocalCluster.builder()
                .osds(OSDS)
                .driver("select")
                .option("osd_pool_default_pg_num", "8")
                .startAndWait()) {
            RadosModel model = new RadosModel(new LocalClusterEnv(cluster, OSDS), BRISK, new Random(1));
            ModelReport run = model.run().toCompletableFuture().get(5, TimeUnit.MINUTES);
            ModelReport report = model.judge(run);
            assertThat(report.violations()).as("%s", report).isEmpty();
            assertThat(report.osdCrashes()).isGreaterThanOrEqualTo(LEAST_CRASHES);
            assertThat(report.monitorCrashes()).isGreaterThanOrEqualTo(LEAST_CRASHES);
        }
    }
}
