// SPDX-License-Identifier: Apache-2.0
package org.inkwire.wire.feature;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FeatureTest {
    @Test
    void aReusedBitCountsOnlyWithItsIncarnation() {
        long withoutJewel = Feature.PACIFIC_SUPPORTED & ~Feature.SERVER_JEWEL.mask();
        assertThat(Feature.SERVER_LUMINOUS.in(Feature.PACIFIC_SUPPORTED)).isTrue();
        assertThat(Feature.SERVER_LUMINOUS.in(withoutJewel)).isFalse();
        assertThat(Feature.SERVER_NAUTILUS.in(Feature.PACIFIC_SUPPORTED & ~(1L << 28)))
                .isFalse();
    }

    @Test
    void pacificHasEverythingUpToItselfAndNothingLater() {
        assertThat(Feature.SERVER_PACIFIC.in(Feature.PACIFIC_SUPPORTED)).isTrue();
        assertThat(Feature.SERVER_QUINCY.in(Feature.PACIFIC_SUPPORTED)).isFalse();
        assertThat(Feature.SERVER_SQUID.in(Feature.PACIFIC_SUPPORTED)).isFalse();
    }

    /** Features a recorded OSD required of its peers: bits 0,9,13,14,18,25,41,48,57,58,59,61. */
    @Test
    void masksAddUpToRecordedOnes() {
        assertThat(Feature.mask(
                        Feature.UID,
                        Feature.PGID64,
                        Feature.OSDENC,
                        Feature.SERVER_KRAKEN,
                        Feature.CRUSH_TUNABLES,
                        Feature.CRUSH_TUNABLES2,
                        Feature.CRUSH_TUNABLES3,
                        Feature.CRUSH_V4,
                        Feature.NEW_OSDOPREPLY_ENCODING,
                        Feature.MSG_ADDR2,
                        Feature.CEPHX_V2))
                .isEqualTo(0x2E01020002046201L);
    }
}
