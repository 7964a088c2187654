// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.msgr.PolicyThrottles;
import org.inkwire.msgr.dump.ThrottleDump;
import org.junit.jupiter.api.Test;

class OsdMessengersTest {
    @Test
    void clientsAreBoundedAsConfiguredAndByCephsDefaults() {
        PolicyThrottles byDefault =
                OsdMessengers.clientPolicy(CephConf.defaults()).throttles();
        assertThat(byDefault.bytes().dump()).isEqualTo(new ThrottleDump("throttle-osd_client_bytes", 500L << 20, 0, 0));
        assertThat(byDefault.messages().dump()).isEqualTo(new ThrottleDump("throttle-osd_client_messages", 256, 0, 0));

        CephConf conf = CephConf.builder()
                .environment(Map.of())
                .withoutFile()
                .set("osd_client_message_cap", "7")
                .set("osd_client_message_size_cap", "4096")
                .build();
        PolicyThrottles configured = OsdMessengers.clientPolicy(conf).throttles();
        assertThat(configured.bytes().max()).isEqualTo(4096);
        assertThat(configured.messages().max()).isEqualTo(7);
    }
}
