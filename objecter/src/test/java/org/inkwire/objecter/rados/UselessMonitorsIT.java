// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter.rados;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.msgr.auth.AuthMethod;
import org.inkwire.msgr.frame.AuthBadMethodFrame;
import org.inkwire.msgr.frame.AuthRequestFrame;
import org.inkwire.msgr.frame.Banner;
import org.inkwire.msgr.frame.HelloFrame;
import org.inkwire.objecter.error.RadosException;
import org.inkwire.testkit.msgr.ScriptedPeer;
import org.inkwire.testkit.msgr.TestMessengers;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityType;
import org.junit.jupiter.api.Test;

/** A client learns at once that no monitor of its configuration is of use: these clients would wait for ever. */
class UselessMonitorsIT {
    private static CephConf conf(String monHost) {
        return CephConf.builder()
                .name(AuthEntityName.parse("client.admin"))
                .fileText("[global]\nmon_host = " + monHost + "\nclient_mount_timeout = 0\n")
                .environment(Map.of())
                .build();
    }

    private static RadosClient connected(CephConf conf) throws Exception {
        return RadosClient.builder(conf)
                .connectAsync()
                .toCompletableFuture()
                .get(TestMessengers.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** As a monitor of Ceph 16.2.15 with {@code auth_client_required = cephx}. */
    private static void insistOnCephx(ServerSocket listener) {
        try (ScriptedPeer monitor = ScriptedPeer.accept(listener)) {
            monitor.sendBanner();
            monitor.receive(Banner.class);
            monitor.send(new HelloFrame(EntityType.MON, ScriptedPeer.addressOf(listener)));
            monitor.receive(HelloFrame.class);
            int offered = monitor.receive(AuthRequestFrame.class).method();
            monitor.send(new AuthBadMethodFrame(
                    offered, Errno.EOPNOTSUPP.result(), List.of(2), List.of(AuthMethod.CON_MODE_CRC, 2)));
            while (monitor.receive() != null) {}
        }
    }

    @Test
    void aMonitorThatInsistsOnCephxIsReportedWithWhatBothSidesWant() throws Exception {
        try (ServerSocket listener = ScriptedPeer.listener()) {
            CompletableFuture<Void> monitor = CompletableFuture.runAsync(() -> insistOnCephx(listener));
            assertThatThrownBy(() -> connected(conf("v2:127.0.0.1:" + listener.getLocalPort())))
                    .cause()
                    .isInstanceOfSatisfying(
                            RadosException.NotSent.class,
                            e -> assertThat(e.is(Errno.EOPNOTSUPP)).isTrue())
                    .hasMessageContaining("127.0.0.1:" + listener.getLocalPort())
                    .hasMessageContaining("we offer methods [none (1)]")
                    .hasMessageContaining("it wants methods [cephx (2)]");
            monitor.get(TestMessengers.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Test
    void monitorsThatOnlySpeakV1AreReported() {
        assertThatThrownBy(() -> connected(conf("v1:127.0.0.1:6789,v1:127.0.0.2:6789")))
                .cause()
                .isInstanceOf(RadosException.NotSent.class)
                .hasMessageContaining("v1:127.0.0.1:6789")
                .hasMessageContaining("v1:127.0.0.2:6789")
                .hasMessageContaining("msgr v1 is not spoken");
    }
}
