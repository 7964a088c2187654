// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.msgr.PolicyThrottles;
import org.inkwire.msgr.dump.ThrottleDump;
import org.inkwire.store.MemoryShare;
import org.junit.jupiter.api.Test;

class OsdMessengersTest {
    private static final MemoryShare PLENTY = MemoryShare.of(1L << 40, 1);

    @Test
    void clientsAreBoundedAsConfiguredAndByCephsDefaults() {
        PolicyThrottles byDefault =
                OsdMessengers.clientPolicy(CephConf.defaults(), PLENTY).throttles();
        assertThat(byDefault.bytes().dump()).isEqualTo(new ThrottleDump("throttle-osd_client_bytes", 500L << 20, 0, 0));
        assertThat(byDefault.messages().dump()).isEqualTo(new ThrottleDump("throttle-osd_client_messages", 256, 0, 0));

        CephConf conf = CephConf.builder()
                .environment(Map.of())
                .withoutFile()
                .set("osd_client_message_cap", "7")
                .set("osd_client_message_size_cap", "4096")
                .build();
        PolicyThrottles configured = OsdMessengers.clientPolicy(conf, PLENTY).throttles();
        assertThat(configured.bytes().max()).isEqualTo(4096);
        assertThat(configured.messages().max()).isEqualTo(7);
    }

    @Test
    void clientsGetNoMoreMemoryThanThereIs() {
        CephConf unlimited = CephConf.builder()
                .environment(Map.of())
                .withoutFile()
                .set("osd_client_message_size_cap", "0")
                .build();
        MemoryShare little = MemoryShare.of(256 << 20, 3);
        for (CephConf conf : List.of(CephConf.defaults(), unlimited)) {
            assertThat(OsdMessengers.clientPolicy(conf, little)
                            .throttles()
                            .bytes()
                            .max())
                    .isEqualTo(little.messageBytes())
                    .isLessThan(8 << 20);
        }
    }
}
