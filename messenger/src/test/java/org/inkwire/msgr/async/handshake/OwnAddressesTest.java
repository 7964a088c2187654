// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.junit.jupiter.api.Test;

class OwnAddressesTest {
    private final OwnAddresses own = new OwnAddresses("test", 42, true);

    @Test
    void aMessengerThatIsNotBoundHasOnlyItsNonceAndLearnsItsIpOnce() {
        assertThat(own.addrs()).isEqualTo(OwnAddrs.unbound(42));
        own.learn(EntityAddr.parse("v2:10.0.0.9:1/0"));
        own.learn(EntityAddr.parse("v2:10.0.0.8:1/0"));
        assertThat(own.addrs()).hasToString("any:10.0.0.9:0/42");
    }

    @Test
    void boundAddressesHaveTheNonceAndAreItself() {
        EntityAddrVec bound = own.bound(List.of(new InetSocketAddress("127.0.0.1", 6800)));
        assertThat(bound).isEqualTo(own.addrs()).hasToString("v2:127.0.0.1:6800/42");
        assertThat(own.isSelf(bound)).isTrue();
        own.nextNonce();
        own.bound(List.of(new InetSocketAddress("127.0.0.1", 6800)));
        assertThat(own.isSelf(bound)).as("its former addresses").isFalse();
    }
}
