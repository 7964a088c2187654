// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.inkwire.mon.Monitor.CommandResult;
import org.inkwire.objecter.rados.IoCtx;
import org.inkwire.objecter.rados.RadosClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The whole path, in one process, over real sockets: client, monitor, OSDs on the store that a subclass names. These
 * tests depend on the store; the rest are in {@code LocalClusterIT}.
 */
public abstract class LocalClusterContract {
    static final int OBJECTS = 40;
    static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(10);

    /** A cluster whose OSDs run on the store under test. */
    protected abstract LocalCluster.Builder builder();

    protected static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    static String command(LocalCluster cluster, String json) throws Exception {
        CommandResult result = await(cluster.monitor().command(json));
        assertThat(result.result()).as(json + ": " + result.status()).isZero();
        return new String(result.data(), UTF_8);
    }

    /** Asks again until the answer is as wanted; else fails with the last one. */
    static void awaitAnswer(LocalCluster cluster, String json, Predicate<String> wanted) {
        eventually().untilAsserted(() -> assertThat(command(cluster, json)).matches(wanted));
    }

    static ConditionFactory eventually() {
        return Awaitility.await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(POLL);
    }

    static void awaitHealthOk(LocalCluster cluster) {
        awaitAnswer(cluster, "{\"prefix\":\"health\",\"detail\":\"detail\"}", health -> health.startsWith("HEALTH_OK"));
    }

    protected static byte[] content(int n) {
        byte[] bytes = new byte[1 + n * 1777];
        new Random(n).nextBytes(bytes);
        return bytes;
    }

    static void verify(IoCtx pool) {
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
    void pgNumGoesUpAndDownUnderAppendsAndEveryOneOfThemIsThereOnce() throws Exception {
        try (LocalCluster cluster = builder()
                        .osds(3)
                        .option("osd_pool_default_pg_num", "4")
                        // One step of pgp_num may move half of the pool.
                        .option("target_max_misplaced_ratio", "0.5")
                        .startAndWait();
                RadosClient client = RadosClient.connect(cluster.conf())) {
            client.createPool("data");
            AppendingClients appends = new AppendingClients(client.ioCtx("data"), 30);
            appends.start();
            setPgNumAndWait(cluster, 9);
            setPgNumAndWait(cluster, 3);
            setPgNumAndWait(cluster, 5);
            // The same PGs merge again.
            setPgNumAndWait(cluster, 3);
            setPgNumAndWait(cluster, 9);
            setPgNumAndWait(cluster, 5);
            appends.stopAndVerify();
            awaitAnswer(cluster, "{\"prefix\":\"pg stat\"}", pgs -> pgs.startsWith("5 pgs: 5 active+clean"));
        }
    }

    static void setPgNumAndWait(LocalCluster cluster, int pgNum) throws Exception {
        command(
                cluster,
                "{\"prefix\":\"osd pool set\",\"pool\":\"data\",\"var\":\"pg_num\",\"val\":\"" + pgNum + "\"}");
        String wanted = "pg_num " + pgNum + " pgp_num " + pgNum + " autoscale";
        awaitAnswer(cluster, "{\"prefix\":\"osd pool ls\",\"detail\":\"detail\"}", pools -> pools.contains(wanted));
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
    void anOsdThatCrashedComesBackWithWhatItHad() throws Exception {
        try (LocalCluster cluster = builder()
                        .osds(1)
                        // The read lease of the crashed OSD has to expire first; it is shorter than this.
                        .option("osd heartbeat grace", "2")
                        .startAndWait();
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
