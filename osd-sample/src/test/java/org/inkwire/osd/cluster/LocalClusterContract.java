// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.objecter.rados.IoCtx;
import org.inkwire.objecter.rados.RadosClient;
import org.inkwire.osd.mon.Monitor.CommandResult;
import org.inkwire.wire.entity.AuthEntityName;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole path, in one process, over real sockets: client, monitor, OSDs on the store that a child names. */
public abstract class LocalClusterContract {
    private static final int OBJECTS = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A cluster whose OSDs run on the store under test. */
    protected abstract LocalCluster.Builder builder();

    protected static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static String command(LocalCluster cluster, String json) throws Exception {
        CommandResult result = await(cluster.monitor().command(json));
        assertThat(result.result()).as(json + ": " + result.status()).isZero();
        return new String(result.data(), UTF_8);
    }

    /** Commands are cheap: asks again until the answer is the wanted one. */
    private static void awaitHealthOk(LocalCluster cluster) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        String health = "";
        while (!health.startsWith("HEALTH_OK")) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException(health);
            }
            Thread.onSpinWait();
            health = command(cluster, "{\"prefix\":\"health\",\"detail\":\"detail\"}");
        }
    }

    protected static byte[] content(int n) {
        byte[] bytes = new byte[1 + n * 1777];
        new Random(n).nextBytes(bytes);
        return bytes;
    }

    private static void verify(IoCtx pool) {
        for (int i = 0; i < OBJECTS; i++) {
            assertThat(pool.read("object-" + i)).isEqualTo(content(i));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "select"})
    void dataSurviveTheLossAndReturnOfEachOsdInTurn(String driver) throws Exception {
        try (LocalCluster cluster = builder().osds(3).driver(driver).startAndWait();
                RadosClient client = RadosClient.connect(cluster.conf())) {
            client.createPool("data");
            IoCtx pool = client.ioCtx("data");
            for (int i = 0; i < OBJECTS; i++) {
                pool.writeFull("object-" + i, content(i));
            }
            for (int osd = 0; osd < 3; osd++) {
                awaitHealthOk(cluster);
                await(cluster.killOsd(osd));
                verify(pool);
                pool.writeFull("while-" + osd + "-was-gone", content(osd));
                await(cluster.startOsd(osd));
            }
            awaitHealthOk(cluster);
            verify(pool);
            for (int osd = 0; osd < 3; osd++) {
                assertThat(pool.read("while-" + osd + "-was-gone")).isEqualTo(content(osd));
            }
        }
    }

    @Test
    void whatIsWrittenIsReadAlthoughEveryMessengersLinksBreakOftenAndMessagesComeLate() throws Exception {
        try (LocalCluster cluster = builder()
                        .osds(3)
                        .option("ms inject socket failures", "500")
                        // Who loses a race to a peer whose link then breaks waits for this long.
                        .option("ms max backoff", "1")
                        .option("ms inject delay type", "osd client")
                        .option("ms inject delay probability", "0.05")
                        .option("ms inject delay max", "0.01")
                        .startAndWait();
                RadosClient client = RadosClient.connect(cluster.conf())) {
            client.createPool("data");
            IoCtx pool = client.ioCtx("data");
            for (int i = 0; i < OBJECTS; i++) {
                pool.writeFull("object-" + i, content(i));
            }
            verify(pool);
        }
    }

    @Test
    void stoppedOsdSaysGoodbyeAndIsDownBeforeItIsGone() throws Exception {
        try (LocalCluster cluster =
                builder().osds(2).option("osd_mon_shutdown_timeout", "60").startAndWait()) {
            await(cluster.stopOsd(1));
            assertThat(command(cluster, "{\"prefix\":\"osd stat\"}")).startsWith("2 osds: 1 up");
        }
    }

    @Test
    void restartedClusterGoesOnAtItsEpochAndAddress(@TempDir Path dir) throws Exception {
        UUID fsid = UUID.randomUUID();
        String conf;
        try (LocalCluster cluster = builder().osds(1).fsid(fsid).dir(dir).startAndWait()) {
            command(cluster, "{\"prefix\":\"osd pool create\",\"pool\":\"kept\",\"pg_num\":4}");
            conf = Files.readString(cluster.confFile());
        }
        try (LocalCluster again = builder().osds(1).fsid(fsid).dir(dir).startAndWait()) {
            assertThat(Files.readString(again.confFile())).isEqualTo(conf);
            assertThat(command(again, "{\"prefix\":\"osd pool ls\"}")).isEqualTo("kept\n");
        }
    }

    @Test
    void aClusterServesOverIpv6() throws Exception {
        InetAddress loopback = InetAddress.getByName("::1");
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(loopback, 0));
        } catch (IOException e) {
            System.err.println("SKIPPED: no IPv6 loopback here: " + e.getMessage());
            Assumptions.abort("no IPv6 loopback here: " + e.getMessage());
        }
        try (LocalCluster cluster = builder().osds(2).ip(loopback).startAndWait()) {
            assertThat(cluster.confText()).contains("mon_host = [v2:[::1]:");
            CephConf conf = CephConf.builder()
                    .name(AuthEntityName.parse("client.admin"))
                    .fileText(cluster.confText())
                    .environment(Map.of())
                    .build();
            try (RadosClient client = RadosClient.connect(conf)) {
                client.createPool("data");
                client.ioCtx("data").writeFull("object", content(3));
                assertThat(client.ioCtx("data").read("object")).isEqualTo(content(3));
            }
        }
    }

    /** As Ceph's OSDs do: what others think of the old addresses does not stick to the new ones. */
    @Test
    void anOsdThatIsWronglyMarkedDownComesBackAtOtherClusterAddresses() throws Exception {
        try (LocalCluster cluster = builder().osds(3).startAndWait();
                RadosClient client = RadosClient.connect(cluster.conf())) {
            client.createPool("data");
            IoCtx pool = client.ioCtx("data");
            for (int i = 0; i < OBJECTS; i++) {
                pool.writeFull("object-" + i, content(i));
            }
            awaitHealthOk(cluster);
            String before = osdLine(cluster);

            command(cluster, "{\"prefix\":\"osd down\",\"ids\":[\"1\"]}");

            long deadline = System.nanoTime() + PATIENCE.toNanos();
            String after = before;
            while (after.equals(before) || after.contains(" down ")) {
                if (System.nanoTime() > deadline) {
                    throw new TimeoutException(after);
                }
                Thread.onSpinWait();
                after = osdLine(cluster);
            }
            assertThat(addrsOf(after).get(0))
                    .as("clients keep their sessions")
                    .isEqualTo(addrsOf(before).get(0));
            assertThat(addrsOf(after).get(1)).isNotEqualTo(addrsOf(before).get(1));
            awaitHealthOk(cluster);
            verify(pool);
        }
    }

    private static String osdLine(LocalCluster cluster) throws Exception {
        return command(cluster, "{\"prefix\":\"osd dump\"}")
                .lines()
                .filter(line -> line.startsWith("osd.1 "))
                .findFirst()
                .orElseThrow();
    }

    /** Public, then cluster. */
    private static List<String> addrsOf(String osdLine) {
        return Pattern.compile("v2:[0-9.]+:\\d+/\\d+")
                .matcher(osdLine)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    @Test
    void clientsAndOsdsGoOnWithoutTheMonitorAndFindItAgain() throws Exception {
        try (LocalCluster cluster = builder().osds(3).startAndWait();
                RadosClient client = RadosClient.connect(cluster.conf())) {
            client.createPool("before");
            IoCtx io = client.ioCtx("before");
            io.writeFull("a", "one".getBytes(UTF_8));
            long epoch = client.waitForLatestMap();
            await(cluster.crashMonitor());
            io.writeFull("b", "two".getBytes(UTF_8));
            await(cluster.startMonitor());
            assertThat(client.waitForLatestMap()).isGreaterThanOrEqualTo(epoch);
            client.createPool("after");
            assertThat(io.read("b")).isEqualTo("two".getBytes(UTF_8));
            awaitHealthOk(cluster);
        }
    }

    @Test
    void anOsdThatTheMapsHaveLeftBehindSaysSoAndCanBeginAnew() throws Exception {
        try (LocalCluster cluster =
                        builder().osds(3).option("mon min osdmap epochs", "3").startAndWait();
                RadosClient client = RadosClient.connect(cluster.conf())) {
            client.createPool("data");
            IoCtx pool = client.ioCtx("data");
            pool.writeFull("a", content(1));
            awaitHealthOk(cluster);
            await(cluster.crashOsd(1));
            for (int i = 0; i < 5; i++) {
                client.createPool("later-" + i);
            }
            assertThatThrownBy(() -> await(cluster.startOsd(1))).rootCause().hasMessageContaining("must begin anew");
            await(cluster.discardStore(1));
            await(cluster.startOsd(1));
            awaitHealthOk(cluster);
            assertThat(pool.read("a")).isEqualTo(content(1));
        }
    }

    @Test
    void anOsdThatCouldNotStartIsNotThere() throws Exception {
        try (LocalCluster cluster = builder().osds(1).startAndWait()) {
            await(cluster.crashMonitor());
            assertThatThrownBy(() -> await(cluster.startOsd(1))).rootCause().hasMessageContaining("no monitor runs");
            assertThat(cluster.runningOsds()).hasSize(1);
            CompletionStage<Void> starting = cluster.startMonitor();
            assertThatThrownBy(cluster::startMonitor).hasMessageContaining("the monitor runs");
            await(starting);
            await(cluster.startOsd(1));
            assertThat(cluster.runningOsds()).hasSize(2);
        }
    }

    @Test
    void anOsdThatCrashedComesBackWithWhatItHad() throws Exception {
        try (LocalCluster cluster = builder().osds(1).startAndWait();
                RadosClient client = RadosClient.connect(cluster.conf())) {
            client.createPool("data");
            IoCtx pool = client.ioCtx("data");
            pool.writeFull("a", content(3));
            await(cluster.crashOsd(0));
            await(cluster.startOsd(0));
            assertThat(pool.read("a")).isEqualTo(content(3));
        }
    }

    @Test
    void anUnknownStoreIsRefusedWithThoseThereAre() {
        assertThatThrownBy(() -> builder().option("osd objectstore", "nostore").startAndWait())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("osd_objectstore nostore is unknown; there are [")
                .hasMessageContaining("memstore");
    }
}
