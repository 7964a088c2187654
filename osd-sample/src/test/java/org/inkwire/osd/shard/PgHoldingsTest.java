// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.inkwire.cluster.crush.CrushMapBuilder;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.OSDMapIncremental;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.map.PgPool;
import org.inkwire.cluster.map.SpgId;
import org.inkwire.osd.map.OsdMapView;
import org.inkwire.wire.UTime;
import org.inkwire.wire.entity.EntityAddrVec;
import org.junit.jupiter.api.Test;

/** Parents and children as Ceph's stable modulo has them: of 4 PGs, 1.1 has the children 1.5 of 8, 1.9 and 1.d of 16. */
class PgHoldingsTest {
    private final PgHoldings holdings = new PgHoldings();

    private static SpgId pg(long pool, int seed) {
        return SpgId.of(new PgId(pool, seed));
    }

    /** The first map with pool 1, and the quiet pool 2. */
    private static OsdMapView map(int pgNum) {
        OSDMap empty = OSDMap.initial(
                new UUID(1, 2), UTime.ZERO, CrushMapBuilder.forNewCluster(0).build());
        return after(empty, pgNum);
    }

    private static OsdMapView after(OSDMap before, int pgNum) {
        OSDMapIncremental.Builder next = new OSDMapIncremental.Builder(before);
        next.pool(1, pool(pgNum)).poolName(1, "p").pool(2, pool(4)).poolName(2, "quiet");
        return new OsdMapView(next.buildOn(before, UTime.ZERO).map(), 0, EntityAddrVec.EMPTY);
    }

    private static PgPool pool(int pgNum) {
        return PgPool.newPool(PgPool.TYPE_REPLICATED, 3, 2, 0, pgNum, UTime.ZERO)
                .build();
    }

    private void hold(SpgId... pgs) {
        for (SpgId pg : pgs) {
            holdings.add(pg);
        }
    }

    /** @return the epoch of the last map */
    private int passOn(OsdMapView from, int... pgNums) {
        OsdMapView last = from;
        for (int pgNum : pgNums) {
            OsdMapView next = after(last.map(), pgNum);
            holdings.advance(last, next);
            last = next;
        }
        return last.epoch();
    }

    @Test
    void theFirstMapSplitsNothing() {
        hold(pg(1, 1));
        MapStep step = holdings.advance(null, map(8));
        assertThat(step.splits()).isEmpty();
        assertThat(step.merges()).isEmpty();
        assertThat(step.departs()).isEmpty();
        assertThat(holdings.contains(pg(1, 5))).isFalse();
    }

    @Test
    void ofAPoolThatGrowsOnlyWhatIsHeldSplits() {
        hold(pg(1, 1), pg(1, 2), pg(2, 1));
        MapStep step = holdings.advance(map(4), map(16));
        assertThat(step.splits())
                .isEqualTo(Map.of(
                        pg(1, 1), List.of(pg(1, 5), pg(1, 9), pg(1, 13)),
                        pg(1, 2), List.of(pg(1, 6), pg(1, 10), pg(1, 14))));
        assertThat(step.children(pg(1, 0))).isEmpty();
        assertThat(holdings.contains(pg(1, 13))).isTrue();
        assertThat(holdings.contains(pg(1, 4))).isFalse();
        assertThat(holdings.contains(pg(2, 5))).isFalse();
    }

    @Test
    void aPoolThatGrowsByLessThanAPowerOfTwoSplitsItsFirstPgs() {
        hold(pg(1, 0), pg(1, 1), pg(1, 2), pg(1, 3));
        MapStep step = holdings.advance(map(4), map(6));
        assertThat(step.splits()).isEqualTo(Map.of(pg(1, 0), List.of(pg(1, 4)), pg(1, 1), List.of(pg(1, 5))));
    }

    @Test
    void aChildOnItsWayStaysThoughTheCopyThatHadItsNameIsRemoved() {
        hold(pg(1, 1));
        holdings.advance(map(4), map(8));
        holdings.removed(pg(1, 5));
        assertThat(holdings.contains(pg(1, 5))).isTrue();
        holdings.arrived(pg(1, 5), map(8).epoch());
        holdings.removed(pg(1, 5));
        assertThat(holdings.contains(pg(1, 5))).isFalse();
    }

    @Test
    void aChildThatDoesNotComeIsNotHeld() {
        hold(pg(1, 1));
        holdings.advance(map(4), map(8));
        holdings.notComing(pg(1, 5), map(8).epoch());
        assertThat(holdings.contains(pg(1, 5))).isFalse();
        assertThat(holdings.contains(pg(1, 1))).isTrue();
        assertThat(holdings.advance(map(4), map(8)).children(pg(1, 1))).containsExactly(pg(1, 5));
    }

    /** A parent that lags behind three maps splits the child off twice. */
    @Test
    void aChildThatIsMergedAwayAndSplitOffAnewIsHeldUntilTheSecondComes() {
        hold(pg(1, 1));
        OsdMapView few = map(4);
        OsdMapView many = after(few.map(), 8);
        holdings.advance(few, many);
        int later = passOn(many, 4, 8);

        holdings.arrived(pg(1, 5), many.epoch());
        holdings.removed(pg(1, 5));
        assertThat(holdings.contains(pg(1, 5))).isTrue();
        holdings.arrived(pg(1, 5), later);
        holdings.removed(pg(1, 5));
        assertThat(holdings.contains(pg(1, 5))).isFalse();
    }

    @Test
    void aChildThatDoesNotComeMayBeSplitOffByALaterMap() {
        hold(pg(1, 1));
        OsdMapView few = map(4);
        OsdMapView many = after(few.map(), 8);
        holdings.advance(few, many);
        int later = passOn(many, 4, 8);

        holdings.notComing(pg(1, 5), many.epoch());
        assertThat(holdings.contains(pg(1, 5))).isTrue();
        holdings.notComing(pg(1, 5), later);
        assertThat(holdings.contains(pg(1, 5))).isFalse();
    }

    @Test
    void childrenOfAChildFollowIt() {
        hold(pg(1, 1));
        holdings.advance(map(4), map(8));
        MapStep next = holdings.advance(map(8), map(16));
        assertThat(next.splits()).isEqualTo(Map.of(pg(1, 1), List.of(pg(1, 9)), pg(1, 5), List.of(pg(1, 13))));
    }

    @Test
    void aSourceLeavesForATargetThatIsHereWhetherItIsHereItself() {
        hold(pg(1, 1), pg(1, 5), pg(1, 2), pg(1, 7));
        MapStep step = holdings.advance(map(8), map(4));
        assertThat(step.merges()).isEqualTo(Map.of(pg(1, 1), List.of(pg(1, 5)), pg(1, 2), List.of(pg(1, 6))));
        assertThat(step.departs()).isEqualTo(Map.of(pg(1, 5), pg(1, 1)));
        assertThat(step.sources(pg(1, 3))).isEmpty();
        assertThat(holdings.contains(pg(1, 5))).isFalse();
        assertThat(holdings.contains(pg(1, 1))).isTrue();
        // Removed like a PG of a pool that is gone.
        assertThat(holdings.contains(pg(1, 7))).isTrue();
    }
}
