// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.rados.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.inkwire.bench.process.Watcher;
import org.inkwire.bench.rados.OneOsd;
import org.inkwire.bench.rados.plan.Load;
import org.inkwire.bench.rados.plan.Plan;
import org.inkwire.bench.rados.plan.Shape;
import org.inkwire.cli.Failure;
import org.inkwire.objecter.rados.RadosClient;
import org.inkwire.osd.cluster.LocalCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beds and the clients on them, on a cluster in this process. */
class BedIT {
    private static final List<Integer> ONE_COPY = List.of(1);

    @TempDir
    static Path clusterDir;

    private static LocalCluster cluster;

    @TempDir
    Path dir;

    private RadosClient client;
    private Cluster ours;

    @BeforeAll
    static void start() {
        cluster = OneOsd.start(clusterDir);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void connect() {
        client = RadosClient.connect(cluster.conf());
        ours = new Cluster("ours", cluster.confFile(), client, new Daemons(Map.of()));
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    private List<String> pools() {
        client.waitForLatestMap();
        return client.pools().stream().map(p -> p.name()).toList();
    }

    private static List<String> ofBenchmarks(List<String> pools) {
        return pools.stream().filter(p -> p.startsWith("inkwire-bench")).toList();
    }

    @Test
    void aPoolThatWasThereIsNeitherUsedNorRemoved() {
        String theirs = "inkwire-bench-theirs-x1";
        client.createPool(theirs);
        try (Bed bed = new Bed(ours, ONE_COPY, null, "theirs")) {
            assertThatThrownBy(bed::prepare)
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("ours makes no pool of 1 copy: ", theirs, "(17) File exists");
        }
        assertThat(pools()).contains(theirs);
        client.deletePool(theirs);
    }

    @Test
    void poolsOfTwoRunsOfOneProcessDiffer() throws IOException {
        try (Bed one = new Bed(ours, ONE_COPY, null);
                Bed other = new Bed(ours, ONE_COPY, null)) {
            one.prepare();
            other.prepare();
            assertThat(one.pool(1)).isNotEqualTo(other.pool(1)).matches("inkwire-bench-[0-9a-f]{16}-x1");
        }
        assertThat(ofBenchmarks(pools())).isEmpty();
    }

    @Test
    void nothingIsMadeOnABedThatWasClosed() throws IOException {
        Bed fresh = new Bed(ours, ONE_COPY, null);
        fresh.close();
        assertThatThrownBy(fresh::prepare).isInstanceOf(Failure.class).hasMessage("interrupted");

        client.createPool("lent-closed");
        Bed bed = new Bed(ours, ONE_COPY, "lent-closed");
        bed.prepare();
        bed.close();
        assertThatThrownBy(() -> bed.fill(List.of(4096)))
                .isInstanceOf(Failure.class)
                .hasMessage("interrupted");
        assertThat(client.ioCtx("lent-closed").listAllNamespaces()).isEmpty();
        assertThat(ofBenchmarks(pools())).isEmpty();
        client.deletePool("lent-closed");
    }

    @Test
    void whatClosesWhileObjectsAreWrittenLeavesNone() throws Exception {
        client.createPool("lent-filled");
        Bed bed = new Bed(ours, ONE_COPY, "lent-filled");
        bed.prepare();
        List<Throwable> failures = new ArrayList<>();
        Thread filler = new Thread(() -> {
            try {
                bed.fill(List.of(64, 128, 256, 512, 1024, 2048, 4096, 8192));
            } catch (Failure | InterruptedException e) {
                failures.add(e);
            }
        });
        filler.start();
        while (!client.ioCtx("lent-filled").listAllNamespaces().iterator().hasNext()) {
            Thread.onSpinWait();
        }

        bed.close();
        filler.join();

        assertThat(failures).singleElement().satisfies(e -> assertThat(e).hasMessage("interrupted"));
        assertThat(client.ioCtx("lent-filled").listAllNamespaces()).isEmpty();
        client.deletePool("lent-filled");
    }

    @Test
    void everyPoolThatIsLeftIsNamed() throws IOException {
        RadosClient gone = RadosClient.connect(cluster.conf());
        Bed bed = new Bed(new Cluster("ours", cluster.confFile(), gone, new Daemons(Map.of())), ONE_COPY, null);
        bed.prepare();
        String pool = bed.pool(1);
        gone.close();

        assertThatThrownBy(bed::close)
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("pool " + pool + " was not removed from ours: ");
        client.deletePool(pool);
    }

    @Test
    void oneClusterIsNotMeasuredTwice() throws IOException {
        Path other = Files.copy(cluster.confFile(), dir.resolve("other.conf"));
        StringWriter err = new StringWriter();
        List<List<Long>> noDaemons = List.of(List.of(), List.of());
        try (Launcher launcher = new Launcher(dir);
                Beds beds = Beds.open(launcher, new PrintWriter(err, true))) {
            assertThatThrownBy(() -> beds.prepare(List.of(cluster.confFile(), other), noDaemons, ONE_COPY, null))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining(other + " are of one cluster, fsid " + client.fsid());
        }
        assertThat(err.toString()).contains("connecting to ", "(" + other + ")");
        assertThat(ofBenchmarks(pools())).isEmpty();
    }

    @Test
    void aClientThatFailsWhileItIsWarmedIsEnded() throws Exception {
        Path pid = dir.resolve("pid");
        Path program = dir.resolve("librados");
        Files.writeString(
                program, "#!/bin/sh\necho $$ > " + pid + "\necho ready\nread order\necho failed: odd\nsleep 60\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        Plan plan = new Plan(Plan.shapes(ONE_COPY, List.of(Load.WRITE), List.of(4096), ONE_COPY), 1, 1, 1, 0, 1, 1);
        Notes notes = new Notes();
        try (Launcher launcher = new Launcher(dir);
                Bed bed = new Bed(ours, ONE_COPY, null);
                Contest contest = new Contest(plan, List.of(bed), launcher, notes)) {
            bed.prepare();
            contest.enter(List.of(Kind.LIBRADOS), List.of());

            assertThat(notes.notes).containsExactly("NOT MEASURED: librados (C) on ours: failed: odd");
            assertThat(ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())))
                    .isEmpty();
        }
    }

    @Test
    void aClientThatCannotConnectSaysSoInOneLine() {
        Cluster none = new Cluster("ours", Path.of("/none/ceph.conf"), client, new Daemons(Map.of()));
        try (Launcher launcher = new Launcher(dir);
                Bed bed = new Bed(none, ONE_COPY, null)) {
            assertThatThrownBy(() -> LiveClient.start(Kind.INKWIRE, bed, launcher))
                    .isInstanceOf(Failure.class)
                    .hasMessage("inkwire-ours ended: cannot read configuration file /none/ceph.conf (see "
                            + dir.resolve("inkwire-ours.log") + ")");
        }
    }

    @Test
    void aPoolThatIsGoneIsAnAnswerAndNotTheEndOfTheClient() throws Exception {
        Bed bed = new Bed(ours, ONE_COPY, "gone");
        bed.prepare();
        Shape shape = new Shape(1, Load.READ, 4096, 1);
        try (Launcher launcher = new Launcher(dir);
                LiveClient live = LiveClient.start(Kind.INKWIRE, bed, launcher)) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> live.take(shape, 1, 1))
                        .isInstanceOf(Failure.class)
                        .hasMessage("failed: pool \"gone\": (2) No such file or directory");
            }
        }
    }

    /** Keeps them. */
    private static final class Notes implements Watcher {
        private final List<String> notes = new ArrayList<>();

        @Override
        public void begins(String what) {
            // not of interest
        }

        @Override
        public void ended() {
            // not of interest
        }

        @Override
        public void note(String text) {
            notes.add(text);
        }
    }
}
