// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A cluster with little memory, filled by Debian's {@code rados bench} and emptied again. */
@Tag("interop")
class FullClusterIT {
    private static final Duration SOON = Duration.ofSeconds(15);

    /** Between nearfull and backfillfull. */
    private static final double NEARLY = 0.88;

    private static final int SMALL_BYTES = 128 << 10;

    @TempDir
    Path tmp;

    @ParameterizedTest
    @CsvSource({
        "-Xmx256m, 4194304",
        // The largest write it can accept is 1.8 MiB.
        "-Xmx512m -XX:MaxDirectMemorySize=96m, 1048576",
        "-Xmx192m --processes, 4194304"
    })
    void aFullClusterSaysSoServesReadsAndDeletesAndTakesWritesAgain(String options, int objectBytes) throws Exception {
        List<String> jvm = Stream.of(options.split(" "))
                .filter(option -> !option.startsWith("--"))
                .toList();
        String[] mode = Stream.of(options.split(" "))
                .filter(option -> option.startsWith("--"))
                .toArray(String[]::new);
        Path small = Files.write(tmp.resolve("small"), "fits".getBytes(StandardCharsets.UTF_8));
        try (VstartCluster cluster = VstartCluster.start(jvm, tmp.resolve("cluster"), mode)) {
            cluster.ceph("osd", "pool", "create", "data", "8").expectOk();
            cluster.rados("-p", "data", "put", "small", small.toString()).expectOk();

            fillTo(NEARLY, cluster);
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(health(cluster))
                            .contains("HEALTH_WARN", "OSD_NEARFULL", "pool 'data' is nearfull")
                            .doesNotContain("OSD_FULL", "is full"));
            cluster.rados("-p", "data", "cleanup", "--run-name", "filling").expectOk();

            Tool.Running bench = cluster.startRados(
                    "-p", "data", "bench", "60", "write", "-b", Integer.toString(objectBytes), "--no-cleanup");
            try {
                await().atMost(SOON)
                        .untilAsserted(() -> assertThat(health(cluster))
                                .contains("HEALTH_ERR", "OSD_FULL", "full osd(s)", "pool 'data' is full (no space)"));
                // It ends with ENOSPC, or, if the monitor was faster, waits for space as on a real cluster.
                if (!bench.process().isAlive()) {
                    assertThat(Files.readString(bench.err())).contains("No space left on device");
                }
            } finally {
                bench.process().destroyForcibly().waitFor();
            }

            Path copy = tmp.resolve("copy");
            cluster.rados("-p", "data", "get", "small", copy.toString()).expectOk();
            assertThat(copy).hasSameBinaryContentAs(small);
            List<String> written =
                    new ArrayList<>(cluster.rados("-p", "data", "ls").expectOk().lines());
            written.remove("small");
            assertThat(written).hasSizeGreaterThan(1);
            cluster.rados("-p", "data", "get", written.get(0), copy.toString()).expectOk();
            assertThat(copy).hasSize(objectBytes);

            List<String> remove = new ArrayList<>(List.of("-p", "data", "rm", "--force-full"));
            remove.addAll(written);
            cluster.rados(remove.toArray(String[]::new)).expectOk();
            await().atMost(SOON).untilAsserted(() -> assertThat(health(cluster)).doesNotContain("FULL"));
            cluster.rados("-p", "data", "put", "again", small.toString()).expectOk();
        }
        assertThat(logs()).doesNotContain("OutOfMemory").doesNotContain("OutOfDirectMemory");
    }

    @Test
    void aWriteThatThereIsNoMemoryForIsRefusedAndOthersGoOn() throws Exception {
        Path large = Files.write(tmp.resolve("large"), new byte[4 << 20]);
        Path small = Files.write(tmp.resolve("small"), "fits".getBytes(StandardCharsets.UTF_8));
        try (VstartCluster cluster =
                VstartCluster.start(List.of("-Xmx512m", "-XX:MaxDirectMemorySize=96m"), tmp.resolve("cluster"))) {
            cluster.ceph("osd", "pool", "create", "data", "8").expectOk();
            assertThat(cluster.rados("-p", "data", "put", "large", large.toString())
                            .stderr())
                    .contains("No space left on device");
            // Larger than all the memory of the process.
            assertThat(cluster.rados("-p", "data", "bench", "1", "write", "-t", "1", "-b", "104857600")
                            .stderr())
                    .contains("Cannot allocate memory");
            cluster.rados("-p", "data", "put", "small", small.toString()).expectOk();
            assertThat(cluster.rados("-p", "data", "ls").expectOk().lines()).containsExactly("small");
        }
    }

    /** In objects so small that a few more make no difference. */
    private static void fillTo(double share, VstartCluster cluster) {
        long kb = await().atMost(SOON).until(() -> smallestKb(cluster), size -> size > 0);
        int objects = (int) (share * kb * 1024 / SMALL_BYTES);
        String[] bench = ("-p data bench 300 write --no-cleanup --run-name filling -b " + SMALL_BYTES
                        + " --max-objects " + objects)
                .split(" ");
        cluster.rados(bench).expectOk();
    }

    /** 0 as long as one of them has not reported. */
    private static long smallestKb(VstartCluster cluster) throws IOException {
        long smallest = Long.MAX_VALUE;
        for (JsonNode osd : new ObjectMapper()
                .readTree(cluster.ceph("osd", "df", "-f", "json").expectOk().text())
                .get("nodes")) {
            smallest = Math.min(smallest, osd.get("kb").asLong());
        }
        return smallest;
    }

    private static String health(VstartCluster cluster) {
        return cluster.ceph("health", "detail").expectOk().text();
    }

    private String logs() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(tmp)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".log")).toList()) {
                all.append(Files.readString(file));
            }
        }
        assertThat(all).isNotEmpty();
        return all.toString();
    }
}
