// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One process per daemon; one of them is killed while Debian's {@code rados bench} writes. */
@Tag("interop")
class OsdLossIT {
    private static final int BENCH_SECONDS = 30;
    /** Small, and few at a time: the store must not be full at the end, however fast the machine. */
    private static final String OBJECT_BYTES = "512";

    private static final String CONCURRENT = "4";
    private static final Duration SETTLE = Duration.ofSeconds(60);
    /** sec, current ops, started, finished, average MB/s, current MB/s … */
    private static final Pattern SECOND = Pattern.compile("^ *(\\d+) +(\\d+) +(\\d+) +(\\d+) .*", Pattern.MULTILINE);

    @TempDir
    Path tmp;

    @Test
    void aKilledOsdCostsTheClientNoErrorAndComesBackWithEveryObject() throws Exception {
        try (VstartCluster cluster = VstartCluster.start(
                tmp.resolve("cluster"),
                "--processes",
                "--option",
                "osd pool default min size = 1",
                // At the end, one remaining OSD reports the others.
                "--option",
                "mon osd min down reporters = 1")) {
            cluster.ceph("osd", "pool", "create", "data", "8").expectOk();
            cluster.ceph("osd", "pool", "application", "enable", "data", "test").expectOk();
            Tool.Running bench = cluster.startRados(
                    "-p",
                    "data",
                    "bench",
                    Integer.toString(BENCH_SECONDS),
                    "write",
                    "-b",
                    OBJECT_BYTES,
                    "-t",
                    CONCURRENT,
                    "--no-cleanup");
            await().atMost(SETTLE).until(() -> finishedAt(Files.readString(bench.out()), 5) > 0);
            kill(cluster.process("osd.1"));

            Tool.Result result =
                    bench.await(Duration.ofSeconds(BENCH_SECONDS + 60)).expectOk();
            assertThat(finishedAt(result.text(), BENCH_SECONDS))
                    .as("operations finished in the last seconds")
                    .isGreaterThan(finishedAt(result.text(), BENCH_SECONDS - 3));
            assertThat(cluster.ceph("-s").expectOk().text()).contains("3 osds: 2 up");

            Tool.inkwire("daemon", "osd.1", "--dir", cluster.dir().toString(), "--detach")
                    .expectOk();
            await().atMost(SETTLE)
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(() ->
                            assertThat(cluster.ceph("health").expectOk().text()).startsWith("HEALTH_OK"));
            List<String> before = cluster.rados("-p", "data", "ls").expectOk().lines();

            // When no other OSD is left, only the content of osd.1 is readable.
            kill(cluster.process("osd.0"));
            kill(cluster.process("osd.2"));
            assertThat(cluster.rados("-p", "data", "ls").expectOk().lines())
                    .containsExactlyInAnyOrderElementsOf(before)
                    .hasSizeGreaterThan(100);
            // Reads and verifies the content of every object the benchmark wrote.
            Tool.Result seq = cluster.rados("-p", "data", "bench", "120", "seq", "-t", "16")
                    .expectOk();
            assertThat(total(seq.text(), "reads")).isEqualTo(before.size() - 1);
        }
    }

    @Test
    void aNewOsdJoinsAndAMistypedOneDoesNot() throws Exception {
        try (VstartCluster cluster = VstartCluster.start(tmp.resolve("grows"), "--processes", "--osds", "1")) {
            String dir = cluster.dir().toString();
            assertThat(Tool.inkwire("daemon", "osd.7", "--dir", dir, "--detach").stderr())
                    .contains("has no osd.7");
            Tool.inkwire("daemon", "osd.1", "--dir", dir, "--new", "--detach").expectOk();
            await().atMost(SETTLE)
                    .untilAsserted(() ->
                            assertThat(cluster.ceph("-s").expectOk().text()).contains("2 osds: 2 up"));
        }
    }

    private static void kill(ProcessHandle process) {
        process.destroyForcibly();
    }

    private static long finishedAt(String output, int second) {
        Matcher lines = SECOND.matcher(output);
        long finished = 0;
        while (lines.find() && Integer.parseInt(lines.group(1)) <= second) {
            finished = Long.parseLong(lines.group(4));
        }
        return finished;
    }

    private static int total(String output, String what) {
        Matcher line = Pattern.compile("Total " + what + " made: +(\\d+)").matcher(output);
        assertThat(line.find()).as("totals in %s", output).isTrue();
        return Integer.parseInt(line.group(1));
    }
}
