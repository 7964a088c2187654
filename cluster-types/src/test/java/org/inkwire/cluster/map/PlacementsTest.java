// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cluster.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.inkwire.cluster.crush.CrushMap;
import org.inkwire.testkit.memory.HeapAllocation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlacementsTest {
    private static final int OSDS = 24;
    private static final int PGS = 96;
    private static final PgId PG = new PgId(SampleClusters.REPLICATED, 5);
    private static final PgId OTHER = new PgId(SampleClusters.REPLICATED, 6);

    private final OSDMap map = SampleClusters.osdMap(OSDS, PGS);

    private static OSDMap next(OSDMap map, UnaryOperator<OSDMapIncremental.Builder> change) {
        return change.apply(new OSDMapIncremental.Builder(map))
                .buildOn(map, SampleClusters.NOW)
                .map();
    }

    @Test
    void aPlacementIsComputedOnce() {
        UpActing where = map.pgToUpActing(PG);
        assertThat(where.up()).hasSize(3);
        assertThat(map.pgToUpActing(PG)).isSameAs(where);
        assertThat(map.pgToUpActing(PG.pool(), PG.seed() + 0x7654_3200)).isEqualTo(whereFresh(PG, 0x7654_3200));
    }

    private UpActing whereFresh(PgId pg, int added) {
        return OSDMap.decode(map.encode()).pgToUpActing(new PgId(pg.pool(), pg.seed() + added));
    }

    @Test
    void aRememberedPlacementAllocatesNothing() {
        int calls = 10_000;
        ask(calls);
        long before = HeapAllocation.ofThisThread();
        int found = ask(calls);
        long bytes = HeapAllocation.ofThisThread() - before;
        assertThat(found).isGreaterThan(0);
        assertThat(bytes).as("bytes for %d look-ups", calls).isLessThan(calls);
    }

    private int ask(int calls) {
        int sum = 0;
        for (int i = 0; i < calls; i++) {
            long pool = i % 2 == 0 ? SampleClusters.REPLICATED : SampleClusters.ERASURE;
            sum += map.pgToUpActing(pool, i * 31).actingPrimary();
            sum += map.pool(pool) == null ? 1 : 0;
        }
        return sum;
    }

    @Test
    void whatDoesNotMoveGroupsLeavesThemRemembered() {
        UpActing where = map.pgToUpActing(PG);
        OSDMap next = next(map, b -> b.upThru(1, 2).flags(OSDMapFlags.PAUSERD).poolName(7, "none"));
        assertThat(next.pgToUpActing(PG)).isSameAs(where);
    }

    @Test
    void anExceptionForOneGroupLeavesTheOthersRemembered() {
        UpActing where = map.pgToUpActing(PG);
        UpActing other = map.pgToUpActing(OTHER);
        List<Integer> temp = List.of(where.up().get(2), where.up().get(0));

        OSDMap next = next(map, b -> b.pgTemp(PG, temp));

        assertThat(next.pgToUpActing(PG).acting()).isEqualTo(temp);
        assertThat(next.pgToUpActing(OTHER)).isSameAs(other);
        assertThat(map.pgToUpActing(PG)).as("in the map before").isSameAs(where);
        assertThat(next(next, b -> b.pgTemp(PG, List.of())).pgToUpActing(PG)).isEqualTo(where);
    }

    @Test
    void theMapBeforeMayBeAskedFirst() {
        List<Integer> up = map.pgToUpActing(PG).up();
        List<Integer> temp = List.of(up.get(2), up.get(0));
        OSDMap before = OSDMap.decode(map.encode());
        OSDMap next = next(before, b -> b.pgTemp(PG, temp));

        assertThat(before.pgToUpActing(PG).acting()).isEqualTo(up);
        assertThat(next.pgToUpActing(PG).acting()).isEqualTo(temp);
    }

    @Test
    void anOsdThatGoesDownMovesItsGroups() {
        UpActing where = map.pgToUpActing(PG);
        int gone = where.upPrimary();
        OSDMap next = next(map, b -> b.flipState(gone, OsdState.UP));
        assertThat(next.pgToUpActing(PG).up()).doesNotContain(gone).hasSize(2);
        assertThat(map.pgToUpActing(PG)).isSameAs(where);
    }

    @Test
    void aChangedPoolMovesItsOwnGroupsOnly() {
        PgId elsewhere = new PgId(SampleClusters.ERASURE, 5);
        UpActing there = map.pgToUpActing(elsewhere);
        assertThat(map.pgToUpActing(PG).up()).hasSize(3);
        PgPool pool = map.pools().get(PG.pool());
        OSDMap next = next(map, b -> b.pool(PG.pool(), pool.with(p -> p.size(2))));
        assertThat(next.pgToUpActing(PG).up()).hasSize(2);
        assertThat(next.pgToUpActing(elsewhere)).isSameAs(there);
        assertThat(next(next, b -> b.removePool(PG.pool())).pgToUpActing(PG)).isSameAs(UpActing.NOWHERE);
    }

    /** Each map places every group as a map read from its bytes does, and the map before stays what it was. */
    @Test
    void anyChainOfChangesEndsWhereAFreshMapDoes() {
        Random random = new Random(10);
        OSDMap now = map;
        for (int step = 0; step < 60; step++) {
            for (int i = 0; i < 60; i++) {
                now.pgToUpActing(pool(random), random.nextInt());
            }
            byte[] before = now.encode();
            OSDMapIncremental.Builder b = new OSDMapIncremental.Builder(now);
            change(b, random, now);
            change(b, random, now);
            IncrementalFields changes =
                    b.buildOn(now, SampleClusters.NOW).incremental().fields().copy();
            changeOfReef(changes, random, now);
            OSDMap next = now.apply(new OSDMapIncremental(changes, 0));

            assertThat(now.encode()).as("map before step %d", step).isEqualTo(before);
            assertPlacesAreFresh(now, random, step);
            assertPlacesAreFresh(next, random, step);
            now = next;
        }
    }

    private static long pool(Random random) {
        return random.nextBoolean() ? SampleClusters.REPLICATED : SampleClusters.ERASURE;
    }

    private static PgId group(Random random) {
        return new PgId(pool(random), random.nextInt(PGS));
    }

    /** Groups and raw groups; the fresh map is asked for each of them for the first time. */
    private static void assertPlacesAreFresh(OSDMap map, Random random, int step) {
        byte[] bytes = map.encode();
        OSDMap fresh = OSDMap.decode(bytes);
        map.pools().forEach((id, pool) -> {
            for (int seed = 0; seed < pool.pgNum(); seed++) {
                assertPlaceIsFresh(map, fresh, new PgId(id, seed), step);
            }
        });
        OSDMap unasked = OSDMap.decode(bytes);
        for (int i = 0; i < 60; i++) {
            assertPlaceIsFresh(map, unasked, new PgId(pool(random), random.nextInt()), step);
        }
    }

    private static void assertPlaceIsFresh(OSDMap map, OSDMap fresh, PgId pg, int step) {
        assertThat(map.pgToUpActing(pg)).as("%s after step %d", pg, step).isEqualTo(fresh.pgToUpActing(pg));
    }

    private static void change(OSDMapIncremental.Builder b, Random random, OSDMap map) {
        int osd = random.nextInt(OSDS);
        PgId pg = group(random);
        List<Integer> osds = map.pgToUpActing(pg).up();
        PgPool pool = map.pool(pg.pool());
        switch (random.nextInt(17)) {
            case 0 -> b.flipState(osd, map.isUp(osd) ? OsdState.UP : OsdState.NEARFULL);
            case 1 -> SampleClusters.up(b, osd);
            case 2 -> b.weight(osd, random.nextInt(3) * 0x8000L);
            case 3 -> b.primaryAffinity(osd, random.nextInt(3) * 0x8000);
            case 4 -> b.pgTemp(pg, random.nextBoolean() ? List.of() : List.of(osd, (osd + 1) % OSDS));
            case 5 -> b.primaryTemp(pg, random.nextBoolean() ? -1 : osd);
            case 6 -> b.pgUpmapItems(pg, List.of(new UpmapItem(osds.isEmpty() ? 0 : osds.get(0), osd)));
            case 7 -> b.pgUpmap(pg, List.of(osd, (osd + 5) % OSDS, (osd + 9) % OSDS));
            case 8 -> b.removePgUpmap(pg).removePgUpmapItems(pg);
            case 9 -> b.upThru(osd, map.epoch()).lost(osd, map.epoch());
            case 10 -> changePool(b, pg.pool(), pool, p -> p.pgpNum(PGS - random.nextInt(40)));
            case 11 -> changePool(b, pg.pool(), pool, p -> p.pgNum(PGS - 20 + random.nextInt(40)));
            case 12 -> changePool(b, pg.pool(), pool, p -> p.size(2 + random.nextInt(2)));
            case 13 -> b.maxOsd(OSDS + random.nextInt(3));
            case 14 ->
                b.crush(map.crush().toBuilder()
                        .reweight(osd, (1 + random.nextInt(2)) * CrushMap.WEIGHT_ONE)
                        .build());
            case 15 -> b.removePool(pg.pool());
            default ->
                b.blocklist(map.clientAddrs(osd).first(), SampleClusters.NOW).crushNodeFlags(osd, 1);
        }
    }

    /** A pool that was removed comes back as it was at first. */
    private static void changePool(
            OSDMapIncremental.Builder b, long id, @Nullable PgPool now, Consumer<PgPool.Builder> change) {
        if (now == null) {
            b.pool(id, SampleClusters.osdMap(OSDS, PGS).pools().get(id));
        } else {
            b.pool(id, now.with(change));
        }
    }

    /** What only later releases change: the builder does not offer it. */
    private static void changeOfReef(IncrementalFields changes, Random random, OSDMap map) {
        PgId pg = group(random);
        List<Integer> osds = map.pgToUpActing(pg).up();
        switch (random.nextInt(3)) {
            case 0 -> changes.newPgUpmapPrimaries.put(pg, osds.isEmpty() ? 0 : osds.get(osds.size() - 1));
            case 1 -> map.pgUpmapPrimaries().keySet().stream().findFirst().ifPresent(changes.oldPgUpmapPrimaries::add);
            default -> {}
        }
    }

    @Test
    void aRawGroupHasItsOwnPlaceIfPgpNumIsAbovePgNum() {
        PgPool pool = map.pools().get(PG.pool());
        OSDMap unsound = next(map, b -> b.pool(PG.pool(), pool.with(p -> p.pgNum(PGS - 30))));
        for (int seed = 0; seed < PGS; seed++) {
            PgId pg = new PgId(PG.pool(), seed);
            assertThat(unsound.pgToUpActing(pg).up()).as("%s", pg).isEqualTo(unsound.pgToRawOsds(pg));
        }
    }

    @Test
    void poolsBeyondTheBoundAreComputedEveryTime() {
        PgId elsewhere = new PgId(SampleClusters.ERASURE, 5);
        UpActing there = map.pgToUpActing(elsewhere);
        PgPool pool = map.pools().get(PG.pool());
        int most = Placements.MAX_GROUPS - PGS;

        OSDMap full = next(map, b -> b.pool(PG.pool(), pool.with(p -> p.pgNum(most))));
        assertThat(full.pgToUpActing(elsewhere)).isSameAs(there);
        OSDMap over = next(full, b -> b.pool(PG.pool(), pool.with(p -> p.pgNum(most + 1))));
        assertThat(over.pgToUpActing(elsewhere)).isEqualTo(there).isNotSameAs(over.pgToUpActing(elsewhere));
        assertThat(over.pgToUpActing(PG)).isSameAs(over.pgToUpActing(PG));
        OSDMap back = next(over, b -> b.pool(PG.pool(), pool));
        assertThat(back.pgToUpActing(elsewhere)).isEqualTo(there).isSameAs(back.pgToUpActing(elsewhere));
    }

    @Test
    void manyThreadsSeeTheSamePlacements() throws Exception {
        OSDMap fresh = OSDMap.decode(map.encode());
        int threads = 4;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<Boolean>> same = IntStream.range(0, threads)
                    .mapToObj(t -> pool.submit(() -> {
                        start.await();
                        boolean all = true;
                        for (int seed = 0; seed < PGS; seed++) {
                            PgId pg = new PgId(SampleClusters.REPLICATED, seed);
                            all &= map.pgToUpActing(pg).equals(fresh.pgToUpActing(pg));
                        }
                        return all;
                    }))
                    .toList();
            start.countDown();
            for (Future<Boolean> f : same) {
                assertThat(f.get()).isTrue();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    /** As much as the one table it changes, not as much as the map. */
    @Test
    void aSmallChangeOfALargeMapCopiesLittle() {
        OSDMap large = SampleClusters.osdMap(2_000, 64);
        OSDMapIncremental change = OSDMapIncremental.decode(new OSDMapIncremental.Builder(large)
                .upThru(7, 2)
                .buildOn(large, SampleClusters.NOW)
                .incremental()
                .encode());
        large.apply(change);
        long before = HeapAllocation.ofThisThread();
        OSDMap next = large.apply(change);
        long bytes = HeapAllocation.ofThisThread() - before;
        assertThat(next.upThru(7)).isEqualTo(2);
        assertThat(bytes).isLessThan(2_000 * 8 + 8_000);
    }
}
