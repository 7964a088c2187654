// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.objecter.mon.CommandResult;
import org.inkwire.objecter.rados.RadosClient;
import org.inkwire.testkit.ceph.RealCeph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A pool goes from 8 PGs to 32 and back while Debian's {@code rados bench} writes to it; then every object is read and
 * its content verified. On our cluster, and on a real one, where this test takes the steps that the manager would take.
 */
@Tag("interop")
class PgNumIT {
    private static final int OUR_SECONDS = 25;
    /** A real cluster takes seconds for each merge. */
    private static final int REAL_SECONDS = 150;

    private static final Duration STEPS = Duration.ofSeconds(120);
    private static final int FEW = 8;
    private static final int MANY = 32;
    private static final Pattern PG_NUM = Pattern.compile("'data' .* pg_num (\\d+) pgp_num (\\d+) (\\w+)");

    @TempDir
    Path tmp;

    /** Debian's tools on one cluster. */
    private record Tools(String conf) {
        List<String> command(String tool, String... arguments) {
            List<String> command = new ArrayList<>(List.of(tool, "-c", conf));
            command.addAll(List.of(arguments));
            return command;
        }

        Tool.Result run(String tool, String... arguments) {
            return Tool.run(command(tool, arguments)).expectOk();
        }

        /** Whether the pool has that many PGs and placements, and no other target. */
        boolean has(int pgs) {
            Matcher found =
                    PG_NUM.matcher(run("ceph", "osd", "pool", "ls", "detail").text());
            return found.find()
                    && Integer.parseInt(found.group(1)) == pgs
                    && Integer.parseInt(found.group(2)) == pgs
                    && found.group(3).equals("autoscale_mode");
        }

        int pgNum() {
            String answer = run("ceph", "osd", "pool", "get", "data", "pg_num").text();
            return Integer.parseInt(answer.replaceAll("\\D+", ""));
        }
    }

    /** Sets a pool's number of PGs and waits until it has them. */
    private interface Change {
        void to(int pgs);
    }

    private static void changeUnderLoad(Tools tools, int seconds, Change change) {
        tools.run("ceph", "osd", "pool", "create", "data", Integer.toString(FEW));
        Tool.Running bench = Tool.start(tools.command(
                "rados",
                "-p",
                "data",
                "bench",
                Integer.toString(seconds),
                "write",
                "-b",
                "512",
                "-t",
                "16",
                "--no-cleanup"));
        change.to(MANY);
        change.to(FEW);
        Tool.Result written = bench.await(Duration.ofSeconds(seconds + 60)).expectOk();
        Tool.Result read = tools.run("rados", "-p", "data", "bench", "120", "seq", "-t", "16");
        assertThat(total(read.text(), "reads")).isEqualTo(total(written.text(), "writes"));
        // One more: the benchmark's own record.
        assertThat(tools.run("rados", "-p", "data", "ls").lines()).hasSize(total(written.text(), "writes") + 1);
    }

    private static int total(String text, String what) {
        Matcher total = Pattern.compile("Total " + what + " made: *(\\d+)").matcher(text);
        assertThat(total.find()).as(text).isTrue();
        return Integer.parseInt(total.group(1));
    }

    @Test
    void ourPoolGoesFrom8To32PgsAndBackUnderRadosBench() {
        try (VstartCluster cluster = VstartCluster.start(tmp.resolve("cluster"))) {
            Tools tools = new Tools(cluster.conf());
            changeUnderLoad(tools, OUR_SECONDS, pgs -> {
                tools.run("ceph", "osd", "pool", "set", "data", "pg_num", Integer.toString(pgs));
                await().atMost(STEPS).until(() -> tools.has(pgs));
            });
        }
    }

    @Test
    void aRealPoolDoesToo() throws Exception {
        RealCeph ceph = RealCeph.start(3);
        try (RadosClient client = RadosClient.connect(conf(ceph))) {
            Tools tools = new Tools(ceph.confFile().toString());
            changeUnderLoad(tools, REAL_SECONDS, pgs -> {
                tools.run("ceph", "osd", "pool", "set", "data", "pg_num", Integer.toString(pgs));
                if (pgs > tools.pgNum()) {
                    set(client, "pg_num_actual", pgs);
                }
                set(client, "pgp_num_actual", pgs);
                while (tools.pgNum() > pgs) {
                    int fewer = tools.pgNum() - 1;
                    set(client, "pg_num_actual", fewer);
                    await().atMost(STEPS).until(() -> tools.pgNum() == fewer);
                }
                await().atMost(STEPS).until(() -> tools.has(pgs));
            });
        } finally {
            ceph.stop();
        }
    }

    private static CephConf conf(RealCeph ceph) {
        return CephConf.builder().environment(Map.of()).file(ceph.confFile()).build();
    }

    private static void set(RadosClient client, String what, int value) {
        // EBUSY while the pool's first PGs are being created.
        await().atMost(STEPS).untilAsserted(() -> {
            CommandResult result = client.monCommand("{\"prefix\":\"osd pool set\",\"pool\":\"data\",\"var\":\"" + what
                    + "\",\"val\":\"" + value + "\"}");
            assertThat(result.result()).as(result.toString()).isZero();
        });
    }
}
