// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.objecter.error.RadosException;
import org.inkwire.objecter.rados.IoCtx;
import org.inkwire.objecter.rados.RadosClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A blocklisted client: its connections stay, its operations are refused (protocol: osd section 9). */
class BlocklistIT {
    private static final byte[] DATA = "data".getBytes(UTF_8);

    private static LocalCluster cluster;
    private static RadosClient admin;

    @BeforeAll
    static void startCluster() {
        cluster = LocalCluster.builder().osds(3).startAndWait();
        admin = RadosClient.connect(cluster.conf());
        admin.createPool("data");
    }

    @AfterAll
    static void stopCluster() {
        admin.close();
        cluster.close();
    }

    private static void blocklist(String op, String addr) {
        assertThat(admin.monCommand("{\"prefix\":\"osd blocklist\",\"blocklistop\":\"" + op + "\",\"addr\":\"" + addr
                                + "\"}")
                        .result())
                .isZero();
    }

    private static String addrOf(RadosClient client) {
        return client.addrs().first().toString();
    }

    private static void assertShutOut(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RadosException.Refused.class,
                        refused -> assertThat(refused.is(Errno.ESHUTDOWN)).isTrue());
    }

    @Test
    void shutOutClientReadsAndWritesNothingUntilItIsLetInAgain() {
        try (RadosClient client = RadosClient.connect(cluster.conf())) {
            IoCtx io = client.ioCtx("data");
            io.writeFull("a", DATA);

            blocklist("add", addrOf(client));
            client.waitForLatestMap();
            assertShutOut(() -> io.writeFull("a", "other".getBytes(UTF_8)));
            assertShutOut(() -> io.read("a"));
            assertThat(admin.ioCtx("data").read("a")).isEqualTo(DATA);
            assertThat(admin.monCommand("{\"prefix\":\"osd blocklist ls\"}").data())
                    .asString(UTF_8)
                    .contains("/"
                            + Integer.toUnsignedString(client.addrs().first().nonce()) + " ");

            blocklist("rm", addrOf(client));
            client.waitForLatestMap();
            io.writeFull("a", "other".getBytes(UTF_8));
            assertThat(admin.ioCtx("data").read("a")).isEqualTo("other".getBytes(UTF_8));
        }
    }

    @Test
    void anotherClientOfTheSameHostIsServedMeanwhile() {
        try (RadosClient first = RadosClient.connect(cluster.conf())) {
            blocklist("add", addrOf(first));
            try (RadosClient next = RadosClient.connect(cluster.conf())) {
                next.waitForLatestMap();
                next.ioCtx("data").writeFull("b", DATA);
                assertThat(next.ioCtx("data").read("b")).isEqualTo(DATA);
            }
        }
    }

    @Test
    void clientThatConnectsToOsdsOnlyAfterItWasShutOutIsToldSoToo() {
        try (RadosClient client = RadosClient.connect(cluster.conf())) {
            blocklist("add", addrOf(client));
            client.waitForLatestMap();
            assertShutOut(() -> client.ioCtx("data").read("a"));
        }
    }
}
