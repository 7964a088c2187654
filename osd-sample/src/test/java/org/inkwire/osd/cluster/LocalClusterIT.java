// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.objecter.rados.IoCtx;
import org.inkwire.objecter.rados.RadosClient;
import org.inkwire.testkit.machine.Needs;
import org.inkwire.wire.entity.AuthEntityName;
import org.junit.jupiter.api.Test;

/** On the memory store, the default; includes what does not depend on the store. */
class LocalClusterIT extends LocalClusterContract {
    @Override
    protected LocalCluster.Builder builder() {
        return LocalCluster.builder().option("mon_warn_on_pool_no_app", "false");
    }

    @Test
    void whatIsWrittenIsReadAlthoughEveryMessengersLinksBreakOftenAndMessagesComeLate() throws Exception {
        try (LocalCluster cluster = builder()
                        .osds(3)
                        .option("ms inject socket failures", "500")
                        // The loser of a connection race whose peer's link then breaks waits for this long.
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
    void aClusterServesOverIpv6() throws Exception {
        Needs.ipv6Loopback();
        InetAddress loopback = InetAddress.getByName("::1");
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

    /** As Ceph's OSDs do: what others concluded about the old addresses does not apply to the new ones. */
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

            eventually()
                    .untilAsserted(() ->
                            assertThat(osdLine(cluster)).isNotEqualTo(before).doesNotContain(" down "));
            String after = osdLine(cluster);
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

    /** What it had is split, merged and split anew by the maps it missed, all at once. */
    @Test
    void anOsdThatWasAwayWhilePgNumWentUpDownAndUpComesBackWithWhatItHad() throws Exception {
        try (LocalCluster cluster = builder()
                        .osds(4)
                        .option("osd_pool_default_size", "2")
                        .option("osd_pool_default_min_size", "1")
                        .option("osd_pool_default_pg_num", "4")
                        .option("target_max_misplaced_ratio", "0.5")
                        .startAndWait();
                RadosClient client = RadosClient.connect(cluster.conf())) {
            client.createPool("data");
            AppendingClients appends = new AppendingClients(client.ioCtx("data"), 30);
            appends.start();
            awaitHealthOk(cluster);
            await(cluster.crashOsd(3));
            command(cluster, "{\"prefix\":\"osd out\",\"ids\":[\"3\"]}");
            setPgNumAndWait(cluster, 12);
            setPgNumAndWait(cluster, 4);
            setPgNumAndWait(cluster, 12);
            await(cluster.startOsd(3));
            setPgNumAndWait(cluster, 5);
            command(cluster, "{\"prefix\":\"osd in\",\"ids\":[\"3\"]}");
            appends.stopAndVerify();
            awaitAnswer(cluster, "{\"prefix\":\"pg stat\"}", pgs -> pgs.startsWith("5 pgs: 5 active+clean"));
        }
    }

    @Test
    void anAddedOsdIsFilledWhileClientsGoOn() throws Exception {
        try (LocalCluster cluster = builder()
                        .osds(3)
                        .option("osd_pool_default_pg_num", "8")
                        // An operation that waits for the copies to move fails.
                        .option("rados_osd_op_timeout", "20")
                        .startAndWait();
                RadosClient client = RadosClient.connect(cluster.conf())) {
            client.createPool("data");
            IoCtx pool = client.ioCtx("data");
            for (int i = 0; i < OBJECTS; i++) {
                pool.writeFull("object-" + i, content(i));
            }
            awaitHealthOk(cluster);
            AppendingClients appends = new AppendingClients(pool, 30);
            appends.start();
            await(cluster.startOsd(3));
            awaitAllCleanOn(cluster, 3);
            appends.stopAndVerify();
            awaitHealthOk(cluster);
            verify(pool);
        }
    }

    private static void awaitAllCleanOn(LocalCluster cluster, int osd) {
        eventually()
                .untilAsserted(
                        () -> assertThat(command(cluster, "{\"prefix\":\"pg ls-by-osd\",\"osd\":\"" + osd + "\"}")
                                        .lines()
                                        .filter(line -> line.matches("\\d+\\.[0-9a-f]+ .*")))
                                .isNotEmpty()
                                .allMatch(pg -> pg.contains(" active+clean ")));
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
}
