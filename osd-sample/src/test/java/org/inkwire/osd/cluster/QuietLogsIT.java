// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.inkwire.objecter.rados.IoCtx;
import org.inkwire.objecter.rados.RadosClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is normal is not worth a line, or worth one, however many PGs and clients there are. */
class QuietLogsIT {
    private static final int OSDS = 3;
    private static final int PGS = 128;

    /** Of each OSD one a second, for all of its PGs. */
    private static final int LINES_PER_REMOVAL = 2 * OSDS;

    private static final class Lines extends AppenderBase<ILoggingEvent> {
        final ConcurrentLinkedQueue<ILoggingEvent> all = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            all.add(event);
        }

        List<String> since() {
            List<String> taken = new ArrayList<>();
            for (ILoggingEvent e = all.poll(); e != null; e = all.poll()) {
                taken.add(e.getLevel() + " " + e.getLoggerName() + ": " + e.getFormattedMessage());
            }
            return taken;
        }
    }

    private final Logger inkwire = (Logger) org.slf4j.LoggerFactory.getLogger("org.inkwire");
    private final Lines lines = new Lines();
    private Level before;

    @BeforeEach
    void listen() {
        before = inkwire.getLevel();
        inkwire.setLevel(Level.INFO);
        lines.start();
        inkwire.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        inkwire.detachAppender(lines);
        inkwire.setLevel(before);
    }

    /** The clients are in this process too. */
    private static boolean isOfTheClient(String line) {
        return line.startsWith("INFO org.inkwire.msgr.event.Drivers: ")
                || line.startsWith("INFO org.inkwire.objecter.mon.MonClient: client.admin: ");
    }

    private static boolean isOfTheRemoval(String line) {
        return line.startsWith("INFO org.inkwire.osd.shard.OsdShards: ") && line.contains(" removed its copies of ");
    }

    private static List<String> warnings(List<String> lines) {
        return lines.stream().filter(line -> !line.startsWith("INFO ")).toList();
    }

    private static String output(LocalCluster cluster, String prefix) {
        byte[] data = cluster.monitor()
                .command("{\"prefix\":\"" + prefix + "\"}")
                .toCompletableFuture()
                .join()
                .data();
        return new String(data, UTF_8);
    }

    private static void command(LocalCluster cluster, String json) {
        assertThat(cluster.monitor().command(json).toCompletableFuture().join().result())
                .as(json)
                .isZero();
    }

    @Test
    void aClusterThatStartsServesAndStopsSaysLittle() throws Exception {
        LocalCluster cluster = LocalCluster.builder()
                .osds(OSDS)
                .option("mon_warn_on_pool_no_app", "false")
                .startAndWait();
        try (cluster) {
            command(cluster, "{\"prefix\":\"osd pool create\",\"pool\":\"data\",\"pg_num\":" + PGS + "}");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> output(cluster, "health").startsWith("HEALTH_OK"));
            assertThat(warnings(lines.since())).isEmpty();

            for (int i = 0; i < 3; i++) {
                try (RadosClient client = RadosClient.connect(cluster.conf())) {
                    IoCtx io = client.ioCtx("data");
                    for (int n = 0; n < 20; n++) {
                        io.writeFull("o" + n, "content".getBytes(UTF_8));
                        assertThat(io.stat("o" + n).size()).isEqualTo(7);
                    }
                }
            }
            command(
                    cluster,
                    "{\"prefix\":\"osd pool rm\",\"pool\":\"data\",\"pool2\":\"data\",\"yes_i_really_really_mean_it\":true}");
            // By then the ends of the clients' connections have long been seen.
            List<String> all = new ArrayList<>();
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                all.addAll(lines.since());
                return all.stream().filter(QuietLogsIT::isOfTheRemoval).count() >= OSDS;
            });
            assertThat(all.stream().filter(line -> !isOfTheClient(line) && !isOfTheRemoval(line)))
                    .isEmpty();
            assertThat(all.stream().filter(QuietLogsIT::isOfTheRemoval)).hasSizeLessThanOrEqualTo(LINES_PER_REMOVAL);
        }
        assertThat(warnings(lines.since())).isEmpty();
    }
}
