// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.inkwire.wire.entity.EntityType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddrBlocklistTest {
    private static AddrBlocklist entry(String addr) {
        return AddrBlocklist.of(List.of(EntityAddr.parse(addr)), List.of());
    }

    private static boolean refuses(AddrBlocklist list, String addrs) {
        return list.refuses(EntityType.CLIENT, EntityAddrVec.parse(addrs));
    }

    @ParameterizedTest
    @ValueSource(strings = {"any:10.0.0.1:0/77", "v2:10.0.0.1:0/77"})
    void anInstanceIsRefusedWhateverItsType(String listed) {
        assertThat(refuses(entry(listed), "any:10.0.0.1:0/77")).isTrue();
        assertThat(refuses(entry(listed), "v2:10.0.0.1:0/77")).isTrue();
        assertThat(refuses(entry(listed), "v2:10.0.0.1:0/78")).isFalse();
        assertThat(refuses(entry(listed), "v2:10.0.0.1:1/77")).isFalse();
    }

    @Test
    void anEntryWithoutPortAndNonceIsTheWholeIp() {
        AddrBlocklist list = entry("any:[fd00::1]:0/0");
        assertThat(refuses(list, "[v2:10.0.0.1:6800/5,v2:[fd00::1]:6801/5]")).isTrue();
        assertThat(refuses(list, "v2:[fd00::2]:6801/5")).isFalse();
        assertThat(list.containsInstance(EntityAddrVec.parse("v2:[fd00::1]:6801/5")))
                .as("not listed as an instance")
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "cidr:10.1.2.0:0/24, v2:10.1.2.255:1/1, true",
        "cidr:10.1.2.0:0/24, v2:10.1.3.0:1/1, false",
        "cidr:10.1.16.0:0/20, v2:10.1.31.9:1/1, true",
        "cidr:10.1.16.0:0/20, v2:10.1.32.9:1/1, false",
        "cidr:10.1.2.3:0/32, v2:10.1.2.3:1/1, true",
        "cidr:10.1.2.3:0/32, v2:10.1.2.2:1/1, false",
        "cidr:0.0.0.0:0/0, v2:10.1.2.2:1/1, true",
        "cidr:0.0.0.0:0/0, v2:[fd00::1]:1/1, false",
        "cidr:[fd00::]:0/8, v2:[fd12::1]:1/1, true",
        "cidr:[fd00::]:0/8, v2:[fe12::1]:1/1, false",
    })
    void aRangeIsANetworkWithItsPrefixLengthInTheNonce(String range, String addr, boolean refused) {
        AddrBlocklist list = AddrBlocklist.of(List.of(), List.of(EntityAddr.parse(range)));
        assertThat(refuses(list, addr)).isEqualTo(refused);
    }

    @Test
    void nobodyIsRefusedByAnEmptyListOrForABlankAddress() {
        assertThat(AddrBlocklist.of(List.of(), List.of())).isSameAs(AddrBlocklist.NONE);
        assertThat(refuses(AddrBlocklist.NONE, "v2:10.0.0.1:0/77")).isFalse();
        assertThat(entry("any:10.0.0.1:0/0").contains(EntityAddrVec.of(EntityAddr.BLANK)))
                .isFalse();
    }
}
