// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's {@code ceph} command and python3-rados on our cluster. */
@Tag("interop")
class CephToolIT {
    @TempDir
    static Path tmp;

    private static VstartCluster cluster;

    @BeforeAll
    static void start() {
        cluster = VstartCluster.start(tmp.resolve("cluster"));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void poolsAreCreatedListedAndDeleted() {
        cluster.ceph("osd", "pool", "create", "p1", "8").expectOk();
        assertThat(cluster.ceph("osd", "pool", "ls").expectOk().lines()).contains("p1");
        assertThat(cluster.rados("lspools").expectOk().lines()).contains("p1");
        cluster.ceph("osd", "pool", "delete", "p1", "p1", "--yes-i-really-really-mean-it")
                .expectOk();
        assertThat(cluster.ceph("osd", "pool", "ls").expectOk().lines()).doesNotContain("p1");
    }

    @Test
    void statusSaysWhatRuns() {
        assertThat(cluster.ceph("-s").expectOk().text())
                .contains("mon: 1 daemons, quorum a")
                .contains("osd: 3 osds: 3 up")
                .containsPattern("health: HEALTH_(OK|WARN)");
        assertThat(cluster.ceph("-s", "-f", "json").expectOk().text())
                .contains("\"num_osds\":3")
                .contains("\"num_up_osds\":3");
        assertThat(cluster.ceph("health").expectOk().text()).startsWith("HEALTH_");
    }

    @Test
    void theTreeAndTheMapNameEveryOsd() {
        assertThat(cluster.ceph("osd", "tree").expectOk().text())
                .contains("root default")
                .contains("osd.0")
                .contains("osd.1")
                .contains("osd.2");
        assertThat(cluster.ceph("osd", "dump").expectOk().lines())
                .anyMatch(line -> line.startsWith("fsid "))
                .anyMatch(line -> line.startsWith("osd.0 up   in  weight 1"))
                .anyMatch(line -> line.startsWith("osd.2 up   in  weight 1"));
        assertThat(cluster.ceph("osd", "dump", "-f", "json").expectOk().text()).contains("\"osds\":[");
    }

    @Test
    void everyOperationOfThePythonBindingAnswersAsOnCeph() {
        Path script = Path.of("..", "interop", "rados_ops.py").toAbsolutePath();
        assertThat(Tool.run("/usr/bin/python3", script.toString(), cluster.conf())
                        .expectOk()
                        .text())
                .endsWith("all ok\n");
    }

    @Test
    void callsToTheMonitorAreAnsweredAndSnapshotsAreRefused() {
        Path script = Path.of("..", "interop", "monitor_calls.py").toAbsolutePath();
        assertThat(Tool.run("/usr/bin/python3", script.toString(), cluster.conf())
                        .expectOk()
                        .text())
                .endsWith("all ok\n");
        assertThat(cluster.ceph("ping", "mon.a").expectOk().text()).contains("\"mon_status\"");
    }
}
