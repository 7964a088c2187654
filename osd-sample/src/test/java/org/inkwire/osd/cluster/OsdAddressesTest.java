// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.conf.ConfException;
import org.inkwire.wire.entity.AuthEntityName;
import org.junit.jupiter.api.Test;

class OsdAddressesTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final List<InetAddress> MACHINE =
            List.of(ip("127.0.0.1"), ip("10.1.2.3"), ip("10.2.2.3"), ip("fd00::3"));

    private static InetAddress ip(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static String pick(String... lines) {
        CephConf conf = CephConf.builder()
                .name(AuthEntityName.parse("osd.0"))
                .environment(Map.of())
                .fileText("[osd]\n" + String.join("\n", lines) + "\n")
                .build();
        OsdAddresses picked = OsdAddresses.pick(conf, LOOPBACK, () -> MACHINE);
        return picked.publicIp().getHostAddress() + " " + picked.clusterIp().getHostAddress();
    }

    private static void refused(String message, String... lines) {
        assertThatThrownBy(() -> pick(lines)).isInstanceOf(ConfException.class).hasMessage(message);
    }

    @Test
    void withoutOptionsTheGivenAddressIsTaken() {
        assertThat(pick()).isEqualTo("127.0.0.1 127.0.0.1");
    }

    @Test
    void aNetworkChoosesTheAddressOfThisMachineInIt() {
        assertThat(pick("public network = 10.1.0.0/16", "cluster network = 10.2.0.0/16"))
                .isEqualTo("10.1.2.3 10.2.2.3");
        assertThat(pick("public network = 192.168.0.0/24, 10.2.2.0/30")).isEqualTo("10.2.2.3 10.2.2.3");
        // Ceph uses the network that is set for both.
        assertThat(pick("public network = 10.1.2.3/32")).isEqualTo("10.1.2.3 10.1.2.3");
        assertThat(pick("cluster network = 10.2.0.0/15")).isEqualTo("10.2.2.3 10.2.2.3");
        assertThat(pick("public network = fd00::/8", "ms bind ipv6 = true"))
                .isEqualTo("fd00:0:0:0:0:0:0:3 fd00:0:0:0:0:0:0:3");
    }

    @Test
    void anAddressWinsOverANetwork() {
        assertThat(pick("public addr = 10.9.9.9", "public network = 10.1.0.0/16"))
                .isEqualTo("10.9.9.9 10.1.2.3");
        assertThat(pick("public addr = 10.9.9.9")).isEqualTo("10.9.9.9 10.9.9.9");
        assertThat(pick("cluster addr = 10.9.9.9", "public network = 10.1.0.0/16"))
                .isEqualTo("10.1.2.3 10.9.9.9");
    }

    @Test
    void whatCannotBeHadIsRefusedByName() {
        refused(
                "cluster_network: this machine has no address in '10.3.0.0/16'",
                "public network = 10.1.0.0/16",
                "cluster network = 10.3.0.0/16");
        refused("public_network: this machine has no address in 'fd00::/8'", "public network = fd00::/8");
        for (String bad : List.of("banana", "10.1.0.0", "10.1.0.0/33", "10.1.0.0/x", "localhost/8")) {
            refused("public_network: '" + bad + "' is not a network such as 10.1.0.0/16", "public network = " + bad);
        }
        refused(
                "public_addr: 'v2:10.9.9.9:6800/0' has a port; ms_bind_port_min and ms_bind_port_max choose ports",
                "public addr = 10.9.9.9:6800");
    }
}
