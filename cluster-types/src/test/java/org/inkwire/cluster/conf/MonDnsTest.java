// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MonDnsTest {
    private final List<String> asked = new ArrayList<>();

    private CephConf conf(String text, MonDns.Srv... records) {
        return CephConf.builder()
                .environment(Map.of())
                .fileText(text)
                .resolver(host ->
                        new InetAddress[] {InetAddress.getByAddress(host, new byte[] {10, 0, 0, (byte) host.charAt(0)})
                        })
                .srvLookup(name -> {
                    asked.add(name);
                    return List.of(records);
                })
                .build();
    }

    @Test
    void anEmptyMonHostAsksTheDns() {
        CephConf conf = conf(
                "[global]\n", new MonDns.Srv(20, 1, 6789, "b.example."), new MonDns.Srv(10, 1, 3300, "a.example."));
        assertThat(conf.monHosts().toString()).isEqualTo("[v2:10.0.0.97:3300/0, v1:10.0.0.98:6789/0]");
        assertThat(asked).containsExactly("_ceph-mon._tcp");
    }

    @Test
    void theNameMayHaveADomain() {
        assertThatThrownBy(conf("[global]\nmon dns srv name = mons_ceph.example.com\n")::monHosts)
                .isInstanceOf(ConfException.class)
                .hasMessageContaining("no SRV record _mons._tcp.ceph.example.com");
        assertThat(asked).containsExactly("_mons._tcp.ceph.example.com");
    }

    @Test
    void whoHasAMonHostIsNotAsked() {
        assertThat(conf("[global]\nmon host = v2:10.1.1.1:3300\n").monHosts()).hasSize(1);
        assertThat(asked).isEmpty();
    }
}
