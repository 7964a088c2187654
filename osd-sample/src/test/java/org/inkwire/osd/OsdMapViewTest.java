// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.inkwire.cluster.crush.CrushMapBuilder;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.wire.UTime;
import org.inkwire.wire.entity.EntityAddrVec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OsdMapViewTest {
    private static final OSDMap NO_OSDS = OSDMap.initial(
            new UUID(1, 2), UTime.ZERO, CrushMapBuilder.forNewCluster(0).build());

    /** Whoever sends a message may have a newer map than ours, or none at all. */
    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 99})
    void osdThatTheMapDoesNotHaveWasNeverUpAndNeverWentDown(int osd) {
        OsdMapView view = new OsdMapView(NO_OSDS, 0, EntityAddrVec.EMPTY);
        assertThat(view.isUp(osd)).isFalse();
        assertThat(view.upFrom(osd)).isZero();
        assertThat(view.upThru(osd)).isZero();
        assertThat(view.lostAt(osd)).isZero();
        assertThat(view.isDead(osd, 0)).isFalse();
        assertThat(view.wentDown(osd, 0)).isFalse();
    }
}
