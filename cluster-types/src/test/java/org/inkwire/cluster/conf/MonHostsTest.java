// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MonHostsTest {
    private static InetAddress[] resolve(String host) throws UnknownHostException {
        if (host.equals("mons")) {
            return new InetAddress[] {InetAddress.getByName("10.9.0.1"), InetAddress.getByName("10.9.0.2")};
        }
        if (host.matches("[a-z]+")) {
            throw new UnknownHostException(host);
        }
        return new InetAddress[] {InetAddress.getByName(host)};
    }

    private static List<String> parse(String text) {
        return MonHosts.parse(text, MonHostsTest::resolve).stream()
                .map(Object::toString)
                .toList();
    }

    @Test
    void bracketedVectorsAreOneMonitorEach() {
        assertThat(parse("[v2:10.0.0.1:3300/0,v1:10.0.0.1:6789/0],[v2:10.0.0.2:3300/0,v1:10.0.0.2:6789/0]"))
                .containsExactly("[v2:10.0.0.1:3300/0,v1:10.0.0.1:6789/0]", "[v2:10.0.0.2:3300/0,v1:10.0.0.2:6789/0]");
    }

    @Test
    void listsAreSeparatedByCommasSemicolonsOrBlanks() {
        assertThat(parse("10.0.0.1:3300, 10.0.0.2:3300 10.0.0.3:3300;10.0.0.4:3300"))
                .hasSize(4);
        assertThat(parse("  ")).isEmpty();
    }

    @Test
    void thePortDecidesWhatTheTypeDoesNot() {
        assertThat(parse("10.0.0.1")).containsExactly("[v2:10.0.0.1:3300/0,v1:10.0.0.1:6789/0]");
        assertThat(parse("10.0.0.1:3300")).containsExactly("v2:10.0.0.1:3300/0");
        assertThat(parse("10.0.0.1:6789")).containsExactly("v1:10.0.0.1:6789/0");
        assertThat(parse("10.0.0.1:40123")).containsExactly("v2:10.0.0.1:40123/0");
        assertThat(parse("v1:10.0.0.1")).containsExactly("v1:10.0.0.1:6789/0");
        assertThat(parse("v2:10.0.0.1")).containsExactly("v2:10.0.0.1:3300/0");
    }

    @Test
    void ipv6AddressesStandInBracketsOrAlone() {
        assertThat(parse("[fd00::1]:3301")).containsExactly("v2:[fd00::1]:3301/0");
        assertThat(parse("[v2:[fd00::1]:3300/0,v1:[fd00::1]:6789/0]"))
                .containsExactly("[v2:[fd00::1]:3300/0,v1:[fd00::1]:6789/0]");
        assertThat(parse("[v2:[::1]:3300]")).containsExactly("v2:[::1]:3300/0");
        assertThat(parse("[v2:[::1]:3300/0],[v2:[::1]:3301/0]")).containsExactly("v2:[::1]:3300/0", "v2:[::1]:3301/0");
        assertThat(parse("v2:[::1]:3300")).containsExactly("v2:[::1]:3300/0");
        assertThat(parse("fd00::1")).containsExactly("[v2:[fd00::1]:3300/0,v1:[fd00::1]:6789/0]");
    }

    @Test
    void inBracketsAnAddressWithoutATypeIsV2() {
        assertThat(parse("[10.0.0.1:3300,10.0.0.1:6789]")).containsExactly("[v2:10.0.0.1:3300/0,v2:10.0.0.1:6789/0]");
        assertThat(parse("[10.0.0.1:6789]")).containsExactly("v2:10.0.0.1:6789/0");
        assertThat(parse("[10.0.0.1:3300/5,10.0.0.1:6789/6],[10.0.0.2:3300]"))
                .containsExactly("[v2:10.0.0.1:3300/5,v2:10.0.0.1:6789/6]", "v2:10.0.0.2:3300/0");
        assertThat(parse("[[::1]:3300,[::1]:6789]")).containsExactly("[v2:[::1]:3300/0,v2:[::1]:6789/0]");
        assertThat(parse("[10.0.0.1:3300,v1:10.0.0.1:6789]"))
                .containsExactly("[v2:10.0.0.1:3300/0,v1:10.0.0.1:6789/0]");
        assertThat(parse("[any:10.0.0.1:3300]")).containsExactly("v2:10.0.0.1:3300/0");
        assertThat(parse("any:10.0.0.1:3300")).containsExactly("v2:10.0.0.1:3300/0");
        assertThat(parse("[::1]")).containsExactly("[v2:[::1]:3300/0,v1:[::1]:6789/0]");
        assertThat(parse("[10.0.0.1]")).containsExactly("[v2:10.0.0.1:3300/0,v1:10.0.0.1:6789/0]");
        assertThat(parse("[2001:db8::1:3300]"))
                .containsExactly("[v2:[2001:db8::1:3300]:3300/0,v1:[2001:db8::1:3300]:6789/0]");
    }

    @Test
    void aNameWithSeveralAddressesIsSeveralMonitors() {
        assertThat(parse("mons:3300")).containsExactly("v2:10.9.0.1:3300/0", "v2:10.9.0.2:3300/0");
    }

    @Test
    void badEntriesAreNamed() {
        assertThatThrownBy(() -> parse("nowhere"))
                .isInstanceOf(ConfException.class)
                .hasMessageContaining("nowhere");
        assertThatThrownBy(() -> parse("10.0.0.1:99999")).hasMessageContaining("99999");
        assertThatThrownBy(() -> parse("[v2:10.0.0.1:3300")).hasMessageContaining("brackets");
    }
}
