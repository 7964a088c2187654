// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.vstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inkwire.cli.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterSettingsTest {
    private static String conf(String ip) throws Exception {
        return new ClusterSettings(1, Optional.empty(), 3300, ClusterSettings.parseIp(ip), Map.of())
                .confForProcesses(Path.of("d"));
    }

    @Test
    void theMonitorListensWhereTheClusterIsBound() throws Exception {
        assertThat(conf("127.0.0.1"))
                .contains("mon_host = [v2:127.0.0.1:3300/0]")
                .doesNotContain("public_addr");
        assertThat(conf("::1")).contains("mon_host = [v2:[::1]:3300/0]").doesNotContain("public_addr");
        assertThat(conf("[::1]")).contains("mon_host = [v2:[::1]:3300/0]");
    }

    @Test
    void osdsAreToldAnAddressThatIsNotLoopback() throws Exception {
        assertThat(conf("10.1.2.3"))
                .contains("mon_host = [v2:10.1.2.3:3300/0]")
                .contains("public_addr = v2:10.1.2.3:0/0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "0.0.0.0", "::", "1.2.3.4:5"})
    void otherThanOneNumericAddressIsRefused(String text) {
        assertThatThrownBy(() -> ClusterSettings.parseIp(text))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("--bind");
    }

    @Test
    void aValueOfTheWrongTypeIsRefusedByName() {
        assertThat(ClusterSettings.parse(List.of("osd pool default size = 2", "unknown = x")))
                .containsEntry("osd_pool_default_size", "2")
                .containsEntry("unknown", "x");
        ClusterSettings settings = new ClusterSettings(
                3,
                Optional.empty(),
                0,
                InetAddress.getLoopbackAddress(),
                ClusterSettings.parse(List.of("osd_pool_default_size = banana")));
        assertThatThrownBy(() -> settings.confForProcesses(Path.of("c")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("osd_pool_default_size: 'banana' is not an unsigned integer");
        assertThatThrownBy(() -> InProcess.start(settings))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("osd_pool_default_size: 'banana' is not an unsigned integer");
    }
}
