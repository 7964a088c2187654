// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnAddrsTest {
    private static final int NONCE = 42;

    @ParameterizedTest
    @CsvSource({"v2:10.0.0.9:51234/0, any:10.0.0.9:0/42", "v2:[fd00::9]:51234/0, any:[fd00::9]:0/42"})
    void anUnboundMessengerTakesTheIpButNeitherPortNorTypeNorNonce(String seen, String learned) {
        assertThat(OwnAddrs.learned(OwnAddrs.unbound(NONCE), EntityAddr.parse(seen)))
                .hasToString(learned);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[v2:0.0.0.0:6800/42,v2:[::]:6801/42] | v2:10.0.0.9:1/0 | [v2:10.0.0.9:6800/42,v2:[::]:6801/42]",
                "[v2:0.0.0.0:6800/42,v2:[::]:6801/42] | v2:[fd00::9]:1/0 | [v2:0.0.0.0:6800/42,v2:[fd00::9]:6801/42]",
                "[v2:0.0.0.0:6800/42,v2:0.0.0.0:6801/42] | v2:10.0.0.9:1/0 | [v2:10.0.0.9:6800/42,v2:10.0.0.9:6801/42]",
                "v2:10.0.0.1:6800/42 | v2:10.0.0.9:1/0 | v2:10.0.0.1:6800/42",
                "v2:0.0.0.0:6800/42 | v2:0.0.0.0:1/0 | v2:0.0.0.0:6800/42",
            })
    void everyBlankIpOfThatFamilyIsFilledInAndKeepsItsPort(String own, String seen, String learned) {
        assertThat(OwnAddrs.learned(EntityAddrVec.parse(own), EntityAddr.parse(seen)))
                .hasToString(learned);
    }

    @Test
    void ourAddressesAreAllOfThemOrOneOfThem() {
        EntityAddrVec own = EntityAddrVec.parse("[v2:127.0.0.1:6800/42,v2:[::1]:6801/42]");
        assertThat(OwnAddrs.isSelf(own, own)).isTrue();
        assertThat(OwnAddrs.isSelf(own, EntityAddrVec.parse("v2:[::1]:6801/42")))
                .isTrue();
        assertThat(OwnAddrs.isSelf(own, EntityAddrVec.parse("v2:[::1]:6801/43")))
                .as("another incarnation")
                .isFalse();
        assertThat(OwnAddrs.isSelf(OwnAddrs.unbound(NONCE), OwnAddrs.unbound(NONCE)))
                .as("not bound")
                .isFalse();
    }

    @Test
    void theNextNonceIsAnotherOneAndNeverThatOfAMonitor() {
        assertThat(OwnAddrs.nextNonce(NONCE)).isEqualTo(1_000_042);
        assertThat(OwnAddrs.nextNonce(-1_000_000)).isNotZero();
    }
}
