// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.conf.ConfException;
import org.inkwire.wire.entity.AuthEntityName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterConfTest {
    private static void refused(String name, String value, String message) {
        assertThatThrownBy(() -> LocalCluster.builder().option(name, value).start())
                .as("%s = %s", name, value)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aClusterStartsWithWhatWasAskedForOrNotAtAll() {
        refused("osd_pool_default_size", "banana", "osd_pool_default_size: 'banana' is not an unsigned integer");
        refused("osd pool default size", "11", "osd_pool_default_size: '11' is above the maximum of 10");
        refused("osd_pool_default_pg_autoscale_mode", "yes", "is not one of off, warn, on");
        refused("osd_pool_defualt_size", "2", "is osd_pool_default_size meant?");
        refused("ms_type", "async+dpdk", "ms_type dpdk is unknown");
        refused("public_network", "203.0.113.0/24", "public_network: this machine has no address");
        refused("auth_client_required", "cephx", "auth_client_required = cephx cannot be honoured");
        refused("auth_cluster_required", "cephx", "auth_cluster_required = cephx cannot be honoured");
        refused("ms_mon_service_mode", "secure", "ms_mon_service_mode = secure cannot be honoured");
    }

    @Test
    void whatIsSetByUsIsNotWarnedAbout() {
        ClusterConf conf = new ClusterConf(new UUID(1, 2), 3).check();
        for (String entity : new String[] {"mon.a", "osd.0", "client.admin"}) {
            AuthEntityName name = AuthEntityName.parse(entity);
            CephConf options = conf.forEntity(name.type(), name.id());
            assertThat(options.withoutEffect()).isEmpty();
            assertThat(options.warnings()).isEmpty();
            assertThat(options.unknown()).isEmpty();
        }
    }

    @Test
    void aMistypedNumberIsNoNewOsd(@TempDir Path dir) {
        CephConf conf = CephConf.builder()
                .environment(Map.of())
                .name(AuthEntityName.parse("osd.7"))
                .fileText(new ClusterConf(new UUID(1, 2), 1)
                        .set("mon_host", "127.0.0.1:1")
                        .set("osd_data", dir.resolve("osd.$id").toString())
                        .text())
                .build();
        assertThatThrownBy(() -> DaemonMain.start(conf))
                .isInstanceOf(ConfException.class)
                .hasMessageStartingWith("osd.7 is not an OSD of this cluster");
    }
}
