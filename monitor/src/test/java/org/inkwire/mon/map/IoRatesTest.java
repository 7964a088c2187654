// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.inkwire.cluster.crush.CrushMapBuilder;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.OSDMapIncremental;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.map.PgPool;
import org.inkwire.cluster.message.reference.MOSDPGStatsReport;
import org.inkwire.cluster.message.reference.PgStat;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.mon.show.IoText;
import org.inkwire.wire.UTime;
import org.junit.jupiter.api.Test;

class IoRatesTest {
    private static final PgStat.Io WRITES = new PgStat.Io(0, 0, 100, 100 << 20, 0, 0);

    private long now = TimeUnit.DAYS.toNanos(3);
    private final PgStatsMap stats = new PgStatsMap(() -> Instant.EPOCH, () -> now);

    IoRatesTest() {
        OSDMap map = OSDMap.initial(
                new UUID(1, 2), UTime.ZERO, CrushMapBuilder.forNewCluster(1).build());
        PgPool pool =
                PgPool.newPool(PgPool.TYPE_REPLICATED, 1, 1, 0, 1, UTime.ZERO).build();
        stats.onOsdMap(new OSDMapIncremental.Builder(map)
                .pool(1, pool)
                .buildOn(map, UTime.ZERO)
                .map());
    }

    private void report(int osd, int epoch, PgStat.Io io) {
        PgStat pg = new PgStat(
                new PgId(1, 0),
                "active+clean",
                epoch,
                new EVersion(1, 1),
                List.of(osd),
                List.of(osd),
                PgStat.Counts.clean(1, 1, 1),
                io);
        stats.apply(new MOSDPGStatsReport(new UUID(1, 2), osd, epoch, 1, 1, 0, List.of(pg)));
    }

    private void passes(long seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
    }

    @Test
    void ratesAreThoseOfTheLastSecondsAndEndWithTheWork() {
        for (int i = 1; i <= 20; i++) {
            report(0, 5, WRITES.times(i));
            passes(1);
        }
        assertThat(IoText.client(stats.ioRates(1L))).isEqualTo("100 MiB/s wr, 0 op/s rd, 100 op/s wr");
        assertThat(stats.ioRates(2L)).isEqualTo(PgStat.Io.NONE);
        passes(11);
        assertThat(IoText.client(stats.ioRates(null))).isEmpty();
        assertThat(stats.ioSums(1L).writes()).isEqualTo(2000);
    }

    @Test
    void aBurstCountsOverAWholeSecond() {
        report(0, 5, WRITES);
        assertThat(stats.ioRates(null).writes()).isEqualTo(100);
    }

    @Test
    void thousandsOfOperationsShowAsCephShowsThem() {
        assertThat(IoText.client(WRITES.times(13))).isEqualTo("1.3 GiB/s wr, 0 op/s rd, 1.30k op/s wr");
    }

    @Test
    void sumsGrowOnWhenAnotherOsdLeadsThePgOrItsOsdRestarts() {
        report(0, 5, WRITES);
        report(1, 6, WRITES);
        report(1, 7, new PgStat.Io(1, 4096, 1, 1, 0, 0));
        assertThat(stats.ioSums(null)).isEqualTo(new PgStat.Io(1, 4096, 201, (200 << 20) + 1, 0, 0));
    }

    @Test
    void recoveryHasAnotherLine() {
        report(0, 5, new PgStat.Io(0, 0, 0, 0, 12, 48 << 20));
        assertThat(IoText.client(stats.ioRates(null))).isEmpty();
        assertThat(IoText.recovery(stats.ioRates(null))).isEqualTo("48 MiB/s, 12 objects/s");
    }
}
