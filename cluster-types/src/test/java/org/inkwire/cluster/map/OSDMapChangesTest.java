// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.inkwire.cluster.Vectors;
import org.inkwire.cluster.crush.CrushMap;
import org.inkwire.cluster.crush.CrushMapBuilder;
import org.inkwire.wire.UTime;
import org.junit.jupiter.api.Test;

class OSDMapChangesTest {
    private static OSDMap full(int epoch) {
        return OSDMap.decode(Vectors.bytes("osdmap/chain/full." + epoch));
    }

    private static OSDMapIncremental inc(int epoch) {
        return OSDMapIncremental.decode(Vectors.bytes("osdmap/chain/inc." + epoch));
    }

    @Test
    void theFirstMapOfAClusterIsARealMonitorsByteForByte() {
        OSDMap real = full(1);
        OSDMap ours = OSDMap.initial(
                real.fsid(),
                real.created(),
                CrushMapBuilder.forNewCluster(CrushMap.TYPE_DEVICE).build());
        assertThat(ours.encode()).isEqualTo(real.encode());
        assertThat(OSDMap.empty().apply(OSDMapIncremental.first(ours)).encode()).isEqualTo(real.encode());
    }

    @Test
    void theCrushMapGrowsAsARealMonitorsWhenOsdsBoot() {
        CrushMapBuilder crush = CrushMapBuilder.forNewCluster(CrushMap.TYPE_DEVICE);
        Map<String, String> location = Map.of("host", "vm", "root", "default");
        int[] classEpochs = {3, 6, 9};
        int[] placeEpochs = {4, 7, 10};
        for (int osd = 0; osd < 3; osd++) {
            crush.addDevice(osd, "osd." + osd);
            assertThat(crush.setDeviceClass(osd, "hdd")).isTrue();
            assertThat(crush.build().encode()).isEqualTo(inc(classEpochs[osd]).fields().crush);
            assertThat(crush.createOrMove(osd, 65, "osd." + osd, location)).isTrue();
            assertThat(crush.build().encode()).isEqualTo(inc(placeEpochs[osd]).fields().crush);
        }
        assertThat(crush.createOrMove(0, 65, "osd.0", location)).isFalse();
    }

    @Test
    void anIncrementalBuiltForANewOsdIsARealMonitors() {
        OSDMap base = full(1);
        OSDMapIncremental real = inc(2);
        var update = new OSDMapIncremental.Builder(base)
                .maxOsd(1)
                .weight(0, CrushMap.WEIGHT_ONE)
                .flipState(0, OsdState.NEW)
                .uuid(0, real.fields().newUuid.get(0))
                .buildOn(base, real.modified());
        assertThat(update.incremental().encode()).isEqualTo(real.encode());
        assertThat(update.map().encode()).isEqualTo(full(2).encode());
        assertThat(update.map().isUp(0)).isFalse();
        assertThat(update.map().isIn(0)).isTrue();
    }

    @Test
    void aNewPoolIsARealMonitors() {
        PgPool real = inc(13).newPools().get(1L);
        PgPool ours = PgPool.newPool(PgPool.TYPE_REPLICATED, 3, 1, 0, 8, real.createTime())
                .lastChange(13)
                .build();
        assertThat(ours).isEqualTo(real);
    }

    @Test
    void downUpAndRemovalFollowTheStateBits() {
        OSDMap map = full(36);
        UTime now = new UTime(1_800_000_000L, 0);
        OSDMap down = new OSDMapIncremental.Builder(map)
                .flipState(1, OsdState.UP)
                .buildOn(map, now)
                .map();
        assertThat(down.isUp(1)).isFalse();
        assertThat(down.osdInfo(1).downAt()).isEqualTo(37);
        assertThat(down.lastUpChange()).isEqualTo(now);
        assertThat(down.pgToUpActing(new PgId(1, 0)).up()).containsExactly(0, 2);
        OSDMap gone = new OSDMapIncremental.Builder(down)
                .flipState(1, OsdState.EXISTS)
                .buildOn(down, now)
                .map();
        assertThat(gone.exists(1)).isFalse();
        assertThat(gone.osdInfo(1)).isEqualTo(OsdInfo.NONE);
        assertThat(OSDMap.decode(gone.encode()).encode()).isEqualTo(gone.encode());
    }

    @Test
    void anIncrementalOfAnotherEpochOrForAnUnknownOsdIsRefused() {
        OSDMap map = full(36);
        assertThatThrownBy(() -> map.apply(inc(36))).hasMessageContaining("does not follow");
        assertThatThrownBy(() -> new OSDMapIncremental.Builder(map).weight(7, 0).buildOn(map, UTime.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("osd.7");
    }

    @Test
    void pendingChangesShowInTheBuilder() {
        OSDMap map = full(36);
        OSDMapIncremental.Builder b = new OSDMapIncremental.Builder(map);
        assertThat(b.isEmpty()).isTrue();
        b.pgTemp(new PgId(1, 3), List.of(2, 1));
        assertThat(b.isEmpty()).isFalse();
        UpActing where = b.buildOn(map, UTime.ZERO).map().pgToUpActing(new PgId(1, 3));
        assertThat(where.acting()).containsExactly(2, 1);
        assertThat(where.actingPrimary()).isEqualTo(2);
    }

    @Test
    void intervalSetsUniteAndSubtract() {
        IntervalSet s = IntervalSet.of(1, 3).union(IntervalSet.of(4, 2)).union(IntervalSet.of(10, 1));
        assertThat(s).hasToString("[1~5,a~1]");
        assertThat(s.minus(IntervalSet.of(2, 1))).hasToString("[1~1,3~3,a~1]");
        assertThat(s.minus(s).isEmpty()).isTrue();
        assertThat(s.contains(10)).isTrue();
        assertThat(s.contains(6)).isFalse();
        assertThat(s.size()).isEqualTo(6);
    }

    @Test
    void groupIdsHaveCephsText() {
        assertThat(PgId.parse("1.a")).isEqualTo(new PgId(1, 10)).hasToString("1.a");
        assertThat(new SpgId(new PgId(2, 31), 3)).hasToString("2.1fs3");
        assertThatThrownBy(() -> PgId.parse("1.g")).isInstanceOf(IllegalArgumentException.class);
    }
}
