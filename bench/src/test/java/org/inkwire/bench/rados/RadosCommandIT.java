// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.rados;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.inkwire.cli.Inkwire;
import org.inkwire.objecter.rados.RadosClient;
import org.inkwire.osd.cluster.LocalCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code inkwire bench rados} on a cluster in this process, for moments. */
class RadosCommandIT {
    @TempDir
    static Path clusterDir;

    private static LocalCluster cluster;

    @TempDir
    Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void start() {
        cluster = OneOsd.start(clusterDir);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private int run(String... arguments) {
        List<String> words = new ArrayList<>(List.of("bench", "rados"));
        words.addAll(List.of(arguments));
        CommandLine inkwire = Inkwire.commandLine();
        inkwire.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return inkwire.execute(words.toArray(String[]::new));
    }

    private int quick(String... more) {
        List<String> words = new ArrayList<>(List.of("--quick", "--seconds", "1", "--warm", "0", "--turn-mib", "4"));
        words.addAll(List.of("--conf", cluster.confFile().toString(), "-o", dir.toString()));
        words.addAll(List.of(more));
        return run(words.toArray(String[]::new));
    }

    private JsonNode figures() throws IOException {
        return new ObjectMapper().readTree(dir.resolve("rados.json").toFile());
    }

    private static List<String> pools() {
        try (RadosClient client = RadosClient.connect(cluster.conf())) {
            return client.pools().stream().map(p -> p.name()).toList();
        }
    }

    @Test
    void ourClientIsMeasuredAndNothingIsLeft() throws IOException {
        String self = Long.toString(ProcessHandle.current().pid());
        assertThat(quick("--fresh", "1", "--daemons", self)).as(err.toString()).isZero();
        assertThat(figures().get("standings")).hasSize(2).allSatisfy(s -> {
            assertThat(s.get("ops_per_second").asDouble()).as(s.toString()).isPositive();
            assertThat(s.at("/turns/0/p99_nanos").asLong()).as(s.toString()).isPositive();
        });
        assertThat(figures().get("first")).hasSize(1);
        assertThat(figures().get("fresh")).hasSize(2);
        String table = Files.readString(dir.resolve("rados.md"));
        assertThat(out.toString()).startsWith(table);
        assertThat(table)
                .contains("| write 4 KiB, 16 in flight, 1 copy |", "process " + self + " ", "## From the start");
        assertThat(dir.resolve("plots/rate-read-4k-16-x1.png")).exists();
        assertThat(dir.resolve("histograms")).isDirectoryContaining("glob:**.inkwire.write-4k-16-x1.hgrm");
        assertThat(pools()).noneMatch(name -> name.startsWith("inkwire-bench"));
    }

    @Test
    void aPoolThatWasThereIsKeptAndOnlyOurObjectsAreRemoved() throws IOException {
        try (RadosClient client = RadosClient.connect(cluster.conf())) {
            client.createPool("kept");
            client.ioCtx("kept").writeFull("theirs", new byte[10]);
            assertThat(quick("--fresh", "0", "--pool", "kept", "--loads", "write"))
                    .as(err.toString())
                    .isZero();
            assertThat(client.ioCtx("kept").listAllNamespaces())
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.oid()).isEqualTo("theirs"));
        }
    }

    @Test
    void mistakesAreNamedInOneLine() {
        assertThat(run()).isOne();
        assertThat(quick("--sizes", "4g")).isOne();
        assertThat(quick("--loads", "seq")).isOne();
        assertThat(quick("--rounds", "0")).isOne();
        assertThat(quick("--size", "3")).isOne();
        assertThat(quick("--pool", "none")).isOne();
        assertThat(quick("--daemons", "999999999")).isOne();
        assertThat(quick("--daemons-b", "1")).isOne();
        assertThat(quick("--conf", cluster.confFile().toString())).isOne();
        assertThat(run("--conf", "/none/ceph.conf", "-o", dir.toString())).isOne();
        assertThat(err.toString().lines())
                .anySatisfy(line -> assertThat(line).contains("--conf"))
                .anySatisfy(line -> assertThat(line).contains("such as 4k or 4m, not 4g"))
                .anySatisfy(line -> assertThat(line).contains("no load seq; there are write, read"))
                .anySatisfy(line -> assertThat(line).contains("--rounds must be 1 to 1000"))
                .anySatisfy(line -> assertThat(line).contains("has 1 OSDs up: too few for 3 copies"))
                .anySatisfy(line -> assertThat(line).contains("has no pool none"))
                .anySatisfy(line -> assertThat(line).contains("--daemons: there is no process 999999999"))
                .anySatisfy(line -> assertThat(line).contains("--daemons-b is for a second cluster"))
                .anySatisfy(line -> assertThat(line).contains("are of one cluster, fsid "))
                .anySatisfy(line -> assertThat(line).contains("cannot read configuration file /none/ceph.conf"));
        assertThat(pools()).noneMatch(name -> name.startsWith("inkwire-bench"));
    }

    @Test
    @Tag("interop")
    void libradosAndDebiansToolTakeTurnsWithOurs() throws IOException {
        String self = Long.toString(ProcessHandle.current().pid());
        assertThat(quick("--fresh", "1", "--with-librados", "--daemons", self))
                .as(err.toString())
                .isZero();
        assertThat(figures().get("standings")).hasSize(6).allSatisfy(s -> {
            assertThat(s.get("ops_per_second").asDouble()).as(s.toString()).isPositive();
            assertThat(s.at("/turns/0/client_cpu_nanos").asLong())
                    .as(s.toString())
                    .isPositive();
        });
        assertThat(figures().get("fresh")).hasSize(4);
        assertThat(out.toString())
                .contains("| librados (C) |", "| rados bench (Debian) |")
                .doesNotContain("MEASURED:");
    }
}
