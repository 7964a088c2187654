// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cluster with little memory, filled by Debian's {@code rados bench} and emptied again. */
@Tag("interop")
class FullClusterIT {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final long OBJECT_BYTES = 4 << 20;

    @TempDir
    Path tmp;

    @ParameterizedTest
    @ValueSource(strings = {"-Xmx256m", "-Xmx512m -XX:MaxDirectMemorySize=96m", "-Xmx192m --processes"})
    void aFullClusterSaysSoServesReadsAndDeletesAndTakesWritesAgain(String options) throws Exception {
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

            Tool.Running bench = cluster.startRados(
                    "-p", "data", "bench", "60", "write", "-b", Long.toString(OBJECT_BYTES), "--no-cleanup");
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
            assertThat(copy).hasSize(OBJECT_BYTES);

            List<String> remove = new ArrayList<>(List.of("-p", "data", "rm", "--force-full"));
            remove.addAll(written);
            cluster.rados(remove.toArray(String[]::new)).expectOk();
            await().atMost(SOON).untilAsserted(() -> assertThat(health(cluster)).doesNotContain("FULL"));
            cluster.rados("-p", "data", "put", "again", small.toString()).expectOk();
        }
        assertThat(logs()).doesNotContain("OutOfMemory").doesNotContain("OutOfDirectMemory");
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
