// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.function.Consumer;
import org.inkwire.cluster.crush.CrushMapBuilder;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.OSDMapFlags;
import org.inkwire.cluster.map.OSDMapIncremental;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.map.PgPool;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.osd.pg.host.PgMapView;
import org.inkwire.wire.UTime;
import org.inkwire.wire.entity.EntityAddr;
import org.inkwire.wire.entity.EntityAddrVec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OsdMapViewTest {
    private static final OSDMap NO_OSDS = OSDMap.initial(
            new UUID(1, 2), UTime.ZERO, CrushMapBuilder.forNewCluster(0).build());

    /** A sender may have a newer map than ours, or none at all. */
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

    private static OsdMapView after(Consumer<OSDMapIncremental.Builder> changes) {
        OSDMapIncremental.Builder next = new OSDMapIncremental.Builder(NO_OSDS);
        changes.accept(next);
        return new OsdMapView(next.buildOn(NO_OSDS, UTime.ZERO).map(), 0, EntityAddrVec.EMPTY);
    }

    private static PgMapView.Fullness withFlags(long poolFlags, int clusterFlags) {
        PgPool pool = PgPool.newPool(PgPool.TYPE_REPLICATED, 3, 2, 0, 8, UTime.ZERO)
                .flags(poolFlags)
                .build();
        return after(next -> next.pool(1, pool).poolName(1, "p").flags(OSDMapFlags.DEFAULT | clusterFlags))
                .fullness(SpgId.of(new PgId(1, 0)));
    }

    @Test
    void aPoolIsFullByItselfByItsQuotaOrWithTheWholeCluster() {
        assertThat(withFlags(0, 0)).isEqualTo(PgMapView.Fullness.HAS_SPACE);
        assertThat(withFlags(PgPool.FLAG_NEARFULL, 0)).isEqualTo(PgMapView.Fullness.HAS_SPACE);
        assertThat(withFlags(PgPool.FLAG_FULL, 0)).isEqualTo(PgMapView.Fullness.FULL);
        assertThat(withFlags(0, OSDMapFlags.FULL)).isEqualTo(PgMapView.Fullness.FULL);
        // Ceph sets both for a quota; the quota is what the client is told.
        assertThat(withFlags(PgPool.FLAG_FULL | PgPool.FLAG_FULL_QUOTA, 0)).isEqualTo(PgMapView.Fullness.FULL_QUOTA);
    }

    @Test
    void aBlocklistedAddressIsShutOut() {
        EntityAddr shutOut = EntityAddr.parse("v2:10.0.0.1:0/7");
        OsdMapView view = after(next -> next.blocklist(shutOut, new UTime(1, 0)));
        assertThat(view.isBlocklisted(EntityAddrVec.of(shutOut))).isTrue();
        assertThat(view.isBlocklisted(EntityAddrVec.of(EntityAddr.parse("v2:10.0.0.1:0/8"))))
                .isFalse();
    }
}
