// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.inkwire.wire.entity.EntityAddrVec;
import org.junit.jupiter.api.Test;

class RecentPeersTest {
    private static final EntityAddrVec PEER = EntityAddrVec.parse("v2:127.0.0.1:6800/1");
    private static final EntityAddrVec ITS_NEXT_LIFE = EntityAddrVec.parse("v2:127.0.0.1:6800/2");
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final RecentPeers recent = new RecentPeers(Duration.ofSeconds(10));

    @Test
    void whatThePeerSentBeforeTheLastThingSeenIsStale() {
        recent.ended(PEER, 7, 0);
        assertThat(recent.isStale(PEER, 6, SECOND / 2, SECOND)).isTrue();
        assertThat(recent.isStale(PEER, 7, SECOND / 2, SECOND)).isFalse();
        assertThat(recent.isStale(PEER, 8, SECOND / 2, SECOND)).isFalse();
        assertThat(recent.isStale(ITS_NEXT_LIFE, 1, SECOND / 2, SECOND)).isFalse();
    }

    @Test
    void ofTwoConnectionsTheLaterNumberCounts() {
        recent.ended(PEER, 7, 0);
        recent.ended(PEER, 3, SECOND);
        assertThat(recent.isStale(PEER, 6, SECOND + 1, 2 * SECOND)).isTrue();
    }

    @Test
    void whatCameOnATcpConnectionFromBeforeTheEndIsStaleWhateverItsNumber() {
        recent.ended(PEER, 0, SECOND);
        assertThat(recent.isStale(PEER, 7, SECOND - 1, 2 * SECOND)).isTrue();
        assertThat(recent.isStale(PEER, 7, SECOND + 1, 2 * SECOND)).isFalse();
        assertThat(recent.isStale(ITS_NEXT_LIFE, 7, SECOND - 1, 2 * SECOND)).isFalse();
    }

    @Test
    void itIsForgottenWhenNoSocketCanHoldSuchAThingAnyMore() {
        recent.ended(PEER, 7, 0);
        assertThat(recent.isStale(PEER, 6, SECOND / 2, 20 * SECOND)).isTrue();
        assertThat(recent.isStale(PEER, 6, SECOND / 2, 20 * SECOND + 1)).isFalse();
    }

    @Test
    void ofVeryManyTheOldestAreForgotten() {
        recent.ended(PEER, 7, 0);
        for (int i = 0; i < 4096; i++) {
            recent.ended(EntityAddrVec.parse("v2:127.0.0.2:6800/" + i), 7, SECOND);
        }
        assertThat(recent.isStale(PEER, 6, SECOND / 2, SECOND)).isFalse();
        assertThat(recent.isStale(EntityAddrVec.parse("v2:127.0.0.2:6800/0"), 6, SECOND / 2, SECOND))
                .isTrue();
    }
}
