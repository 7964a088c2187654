// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.inkwire.objecter.rados.IoCtx;
import org.inkwire.objecter.rados.RadosClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that lacks memory for one answer fails that operation, at once and with the reason; its others go on. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ClientShortageIT {
    private static final int MIB = 1 << 20;
    private static LocalCluster cluster;

    @BeforeAll
    static void fill() throws Exception {
        cluster = LocalCluster.builder()
                .osds(1)
                .option("osd pool default size", "1")
                .startAndWait();
        try (RadosClient client = RadosClient.connect(cluster.conf())) {
            client.createPool("data");
            IoCtx pool = client.ioCtx("data");
            pool.writeFull("small", "content".getBytes(UTF_8));
            pool.writeFull("20", new byte[20 * MIB]);
            for (int i = 0; i < 3; i++) {
                pool.append("60", new byte[20 * MIB]);
            }
        }
    }

    @AfterAll
    static void end() throws Exception {
        cluster.close();
    }

    private static String run(String object, String... limits) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-XX:+UseSerialGC");
        command.addAll(List.of(limits));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ShortOfMemory.class.getName()));
        command.addAll(List.of(cluster.monAddrs().toString(), "data", object));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static void failsAloneWithTheReason(String output) {
        assertThat(output.lines().filter(l -> l.startsWith("failed true in ")))
                .as(output)
                .hasSize(5);
        assertThat(output.lines().filter(Pattern.compile("others [1-9][0-9]*").asMatchPredicate()))
                .as(output)
                .hasSize(8);
        assertThat(output).doesNotContain("fault in").doesNotContain("hunting for another");
    }

    @Test
    void ofHeap() throws Exception {
        failsAloneWithTheReason(run("60", "-Xmx56m", "-XX:MaxDirectMemorySize=400m"));
    }

    @Test
    void ofDirectMemory() throws Exception {
        failsAloneWithTheReason(run("20", "-Xmx200m", "-XX:MaxDirectMemorySize=16m"));
    }
}
