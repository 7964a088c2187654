// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.inkwire.cluster.map.OsdState;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.map.UpActing;
import org.inkwire.cluster.message.common.MOSDMap;
import org.inkwire.cluster.message.osdmon.MOSDAlive;
import org.inkwire.cluster.message.osdmon.MOSDBeacon;
import org.inkwire.cluster.message.osdmon.MOSDFailure;
import org.inkwire.cluster.message.osdmon.MOSDFull;
import org.inkwire.cluster.message.osdmon.MOSDMarkMeDown;
import org.inkwire.cluster.message.osdmon.MOSDPGTemp;
import org.inkwire.cluster.message.reference.MOSDPGStatsReport;
import org.inkwire.cluster.message.reference.PgStat;
import org.inkwire.cluster.osd.EVersion;
import org.inkwire.testkit.msgr.FakeConnection;
import org.inkwire.wire.UTime;
import org.junit.jupiter.api.Test;

/** OSDs boot, are reported, marked down, marked out, and come back. */
class OsdLifecycleTest {
    private static final int FAILED = MOSDFailure.FAILED;
    private static final int AT_ONCE = MOSDFailure.FAILED | MOSDFailure.IMMEDIATE;

    @Test
    void bootingOsdIsUpAndInWithItsAddressesAndHearsOfIt() {
        TestMonitor m = TestMonitor.start();
        m.bringUpOnOneHost(1);
        assertThat(m.map().isUp(0)).isTrue();
        assertThat(m.map().isIn(0)).isTrue();
        assertThat(m.map().state(0)).isEqualTo(OsdState.EXISTS | OsdState.UP);
        assertThat(m.map().clientAddrs(0)).isEqualTo(m.osd(0).peerAddrs());
        assertThat(m.map().upFrom(0)).isEqualTo(m.map().epoch());
        assertThat(TestMonitor.newestEpoch(m.osd(0))).isEqualTo(m.map().epoch());
    }

    @Test
    void unknownOsdAndWrongStoreAreNotLetUp() {
        TestMonitor m = TestMonitor.start();
        m.boot(m.osd(5), 5);
        assertThat(m.map().maxOsd()).isZero();
        m.command("{\"prefix\":\"osd new\",\"uuid\":\"bbbbbbbb-0000-0000-0000-000000000000\"}");
        m.boot(m.osd(0), 0);
        assertThat(m.map().isUp(0)).isFalse();
    }

    @Test
    void restartedOsdGoesDownBeforeItsNewIncarnationComesUp() {
        TestMonitor m = TestMonitor.start();
        m.bringUpOnOneHost(1);
        long before = m.map().epoch();
        FakeConnection again = m.connectOsd(0, 6900, 2000);
        m.boot(again, 0);
        assertThat(m.map().epoch()).isEqualTo(before + 2);
        assertThat(m.map().osdInfo(0).downAt()).isEqualTo(before + 1);
        assertThat(m.map().upFrom(0)).isEqualTo(before + 2);
        assertThat(m.map().clientAddrs(0)).isEqualTo(again.peerAddrs());
    }

    @Test
    void repeatedBootOfAnOsdThatIsUpChangesNothing() {
        TestMonitor m = TestMonitor.start();
        m.bringUpOnOneHost(1);
        long epoch = m.map().epoch();
        m.boot(m.osd(0), 0);
        assertThat(m.map().epoch()).isEqualTo(epoch);
    }

    @Test
    void refusedConnectionMarksDownAtOnceByOneReport() {
        TestMonitor m = TestMonitor.start();
        m.bringUpOnOneHost(3);
        m.reportFailure(0, 1, AT_ONCE, 0);
        assertThat(m.map().isUp(1)).isFalse();
        assertThat(m.map().isIn(1)).isTrue();
    }

    /** Otherwise PGs whose OSDs did not see the refusal themselves wait for the dead primary's read lease. */
    @Test
    void refusedConnectionIsRecordedAsTheEndOfTheProcess() {
        TestMonitor m = TestMonitor.start();
        m.bringUpOnOneHost(3);
        m.reportFailure(0, 1, AT_ONCE, 0);
        assertThat(m.map().osdXInfo(1).deadEpoch()).isEqualTo(m.map().epoch());
        m.bringUp(1, "h");
        assertThat(m.map().upFrom(1)).isGreaterThan(m.map().osdXInfo(1).deadEpoch());
    }

    @Test
    void silentOsdIsNotRecordedAsDead() {
        TestMonitor m = TestMonitor.start();
        for (int id = 0; id < 3; id++) {
            m.bringUp(id, "h" + id);
        }
        m.reportFailure(0, 2, FAILED, 25);
        m.reportFailure(1, 2, FAILED, 25);
        assertThat(m.map().isUp(2)).isFalse();
        assertThat(m.map().osdXInfo(2).deadEpoch()).isZero();
    }

    @Test
    void silentOsdNeedsReportersFromDifferentSubtreesAndTheGrace() {
        TestMonitor m = TestMonitor.start();
        for (int id = 0; id < 4; id++) {
            m.bringUp(id, id < 2 ? "h1" : "h" + id);
        }
        m.reportFailure(0, 3, FAILED, 25);
        assertThat(m.map().isUp(3)).as("one reporter").isTrue();
        m.reportFailure(1, 3, FAILED, 25);
        assertThat(m.map().isUp(3)).as("two reporters on one host").isTrue();
        m.reportFailure(2, 3, FAILED, 25);
        assertThat(m.map().isUp(3)).as("reporters on two hosts").isFalse();
    }

    @Test
    void reportsShorterThanTheGraceCountWhenTheGraceIsOver() {
        TestMonitor m = TestMonitor.start("mon_osd_min_down_reporters", "1");
        m.bringUpOnOneHost(2);
        m.reportFailure(0, 1, FAILED, 5);
        assertThat(m.map().isUp(1)).isTrue();
        m.advance(Duration.ofSeconds(21));
        assertThat(m.map().isUp(1)).isFalse();
    }

    @Test
    void withdrawnReportDoesNotCount() {
        TestMonitor m = TestMonitor.start("mon_osd_min_down_reporters", "1");
        m.bringUpOnOneHost(2);
        m.reportFailure(0, 1, FAILED, 5);
        m.reportFailure(0, 1, 0, 0);
        m.advance(Duration.ofSeconds(60));
        assertThat(m.map().isUp(1)).isTrue();
    }

    @Test
    void reporterThatWentDownItselfDoesNotCount() {
        TestMonitor m = TestMonitor.start();
        for (int id = 0; id < 4; id++) {
            m.bringUp(id, "h" + id);
        }
        m.reportFailure(0, 3, FAILED, 25);
        m.reportFailure(1, 0, AT_ONCE, 0);
        m.reportFailure(1, 3, FAILED, 25);
        assertThat(m.map().isUp(3)).isTrue();
    }

    @Test
    void reportOfAnOldIncarnationIsAnsweredWithMaps() {
        TestMonitor m = TestMonitor.start();
        m.bringUpOnOneHost(2);
        m.boot(m.connectOsd(1, 6950, 3000), 1);
        m.osd(0).take();
        m.reportFailure(0, 1, AT_ONCE, 0);
        assertThat(m.map().isUp(1)).isTrue();
    }

    @Test
    void reportOfAnOsdThatDoesNotExistIsAnsweredWithMaps() {
        TestMonitor m = TestMonitor.start();
        m.bringUpOnOneHost(2);
        m.osd(0).take();
        m.osd(0)
                .deliver(new MOSDFailure(
                        m.map().epoch() - 1,
                        TestMonitor.FSID,
                        99,
                        m.osd(1).peerAddrs(),
                        m.map().epoch() - 1,
                        FAILED,
                        30));
        m.centers.run();
        assertThat(TestMonitor.newestEpoch(m.osd(0))).isEqualTo(m.map().epoch());
    }

    @Test
    void flagNodownKeepsOsdsUp() {
        TestMonitor m = TestMonitor.start();
        m.bringUpOnOneHost(2);
        m.command("{\"prefix\":\"osd set\",\"key\":\"nodown\"}");
        m.reportFailure(0, 1, AT_ONCE, 0);
        assertThat(m.map().isUp(1)).isTrue();
        m.command("{\"prefix\":\"osd unset\",\"key\":\"nodown\"}");
        m.reportFailure(0, 1, AT_ONCE, 0);
        assertThat(m.map().isUp(1)).isFalse();
    }

    @Test
    void downOsdIsMarkedOutAfterTheIntervalAndInWhenItComesBack() {
        TestMonitor m = TestMonitor.start("mon_osd_down_out_interval", "30");
        for (int id = 0; id < 4; id++) {
            m.bringUp(id, "h" + id);
        }
        m.reportFailure(0, 3, AT_ONCE, 0);
        m.advance(Duration.ofSeconds(20));
        assertThat(m.map().isIn(3)).isTrue();
        m.advance(Duration.ofSeconds(20));
        assertThat(m.map().isIn(3)).isFalse();
        assertThat(m.map().state(3) & OsdState.AUTOOUT).isNotZero();
        m.boot(m.connectOsd(3, 6990, 4000), 3);
        assertThat(m.map().isUp(3)).isTrue();
        assertThat(m.map().weight(3)).isEqualTo(0x10000);
        assertThat(m.map().state(3)).isEqualTo(OsdState.EXISTS | OsdState.UP);
    }

    @Test
    void nobodyIsMarkedOutWithFlagNooutOrWhenTooFewAreIn() {
        TestMonitor m = TestMonitor.start("mon_osd_down_out_interval", "10");
        m.bringUpOnOneHost(4);
        m.command("{\"prefix\":\"osd set\",\"key\":\"noout\"}");
        m.reportFailure(0, 3, AT_ONCE, 0);
        m.advance(Duration.ofSeconds(60));
        assertThat(m.map().isIn(3)).isTrue();
        m.command("{\"prefix\":\"osd unset\",\"key\":\"noout\"}");
        m.advance(Duration.ofSeconds(20));
        assertThat(m.map().isIn(3)).isFalse();
        m.reportFailure(0, 2, AT_ONCE, 0);
        m.advance(Duration.ofSeconds(60));
        assertThat(m.map().isIn(2)).as("3 of 4 in is mon_osd_min_in_ratio").isTrue();
    }

    @Test
    void osdWithoutBeaconsIsMarkedDown() {
        TestMonitor m = TestMonitor.start("mon_osd_report_timeout", "30");
        m.bringUpOnOneHost(2);
        m.advance(Duration.ofSeconds(20));
        m.osd(0).deliver(new MOSDBeacon(m.map().epoch(), List.of(), 0, UTime.ZERO, 300));
        m.advance(Duration.ofSeconds(20));
        assertThat(m.map().isUp(0)).isTrue();
        assertThat(m.map().isUp(1)).isFalse();
    }

    @Test
    void stoppingOsdIsMarkedDownAndThenAnswered() {
        TestMonitor m = TestMonitor.start();
        m.bringUpOnOneHost(2);
        m.osd(1)
                .deliver(new MOSDMarkMeDown(
                        m.map().epoch(),
                        TestMonitor.FSID,
                        1,
                        m.osd(1).peerAddrs(),
                        m.map().epoch(),
                        true,
                        true));
        m.centers.run();
        assertThat(m.map().isUp(1)).isFalse();
        MOSDMarkMeDown ack = m.osd(1).lastSent(MOSDMarkMeDown.class);
        assertThat(ack.requestAck()).isFalse();
        assertThat(ack.targetOsd()).isEqualTo(1);
        assertThat(m.map().osdXInfo(1).deadEpoch()).isNotZero();
    }

    @Test
    void primaryGetsItsUpThruRaisedToTheEpochItHas() {
        TestMonitor m = TestMonitor.start();
        m.bringUpOnOneHost(1);
        long have = m.map().epoch();
        m.osd(0).take();
        m.osd(0).deliver(new MOSDAlive(have, have));
        m.advance(Duration.ofSeconds(1));
        assertThat(m.map().upThru(0)).isEqualTo(have);
        assertThat(m.map().epoch()).isEqualTo(have + 1);
        assertThat(TestMonitor.newestEpoch(m.osd(0))).isEqualTo(have + 1);
    }

    @Test
    void wishesOfSeveralOsdsMakeOneEpoch() {
        TestMonitor m = TestMonitor.start();
        m.bringUpOnOneHost(3);
        long have = m.map().epoch();
        for (int id = 0; id < 3; id++) {
            m.osd(id).deliver(new MOSDAlive(have, have));
        }
        m.advance(Duration.ofSeconds(1));
        assertThat(m.map().epoch()).isEqualTo(have + 1);
        assertThat(m.map().upThru(2)).isEqualTo(have);
    }

    @Test
    void lateWishForAnOlderUpThruDoesNotLowerIt() {
        TestMonitor m = TestMonitor.start();
        m.bringUpOnOneHost(3);
        m.command("{\"prefix\":\"osd pool create\",\"pool\":\"p\",\"pg_num\":4}");
        long have = m.map().epoch();
        PgId pg = new PgId(1, 0);
        int primary = m.map().pgToUpActing(pg).upPrimary();
        int other = (primary + 1) % 3;
        m.osd(primary).deliver(new MOSDAlive(have, have));
        m.osd(primary).deliver(new MOSDPGTemp(have - 1, have - 1, Map.of(pg, List.of(other, primary)), false));
        m.advance(Duration.ofSeconds(1));
        assertThat(m.map().pgToUpActing(pg).acting()).containsExactly(other, primary);
        assertThat(m.map().upThru(primary)).isEqualTo(have);
    }

    /** The newcomers have nothing yet; the PG's primary asks for them once they do. */
    @Test
    void pgsThatMoveKeepTheOsdsThatServe() {
        TestMonitor m = TestMonitor.start();
        m.bringUpOnOneHost(4);
        m.command("{\"prefix\":\"osd pool create\",\"pool\":\"p\",\"pg_num\":8}");
        PgId pg = new PgId(1, 0);
        List<Integer> serving = m.map().pgToUpActing(pg).acting();
        int leaving = serving.get(0);
        m.command("{\"prefix\":\"osd out\",\"ids\":[\"" + leaving + "\"]}");
        assertThat(m.map().pgToUpActing(pg).up()).doesNotContain(leaving);
        assertThat(m.map().pgToUpActing(pg).acting()).isEqualTo(serving);
        m.command("{\"prefix\":\"osd in\",\"ids\":[\"" + leaving + "\"]}");
        assertThat(m.map().pgToUpActing(pg).up()).isEqualTo(serving);
        assertThat(m.map().pgTemp()).doesNotContainKey(pg);
    }

    /** Almost all of the weight is osd.0's then: CRUSH finds no others within its tries. */
    @Test
    void pgsThatCrushFindsTooFewOsdsForKeepThoseThatServe() {
        TestMonitor m = TestMonitor.start();
        m.bringUpOnOneHost(3);
        m.command("{\"prefix\":\"osd pool create\",\"pool\":\"p\",\"pg_num\":8}");
        List<List<Integer>> serving = actingSets(m);
        m.command("{\"prefix\":\"osd crush reweight\",\"name\":\"osd.0\",\"weight\":0.5}");
        assertThat(m.map().pgToUpActing(new PgId(1, 0)).up()).containsExactly(0);
        assertThat(actingSets(m)).isEqualTo(serving).allMatch(acting -> acting.size() == 3);
    }

    private static List<List<Integer>> actingSets(TestMonitor m) {
        return IntStream.range(0, 8)
                .mapToObj(seed -> m.map().pgToUpActing(new PgId(1, seed)).acting())
                .toList();
    }

    /** What it has is where its parent was, whatever CRUSH wants, if it finds anything at all. */
    @Test
    void pgThatIsSplitOffBeginsWhereItsParentServes() {
        TestMonitor m = TestMonitor.start();
        m.bringUpOnOneHost(4);
        m.command("{\"prefix\":\"osd pool create\",\"pool\":\"p\",\"pg_num\":1}");
        PgId parent = new PgId(1, 0);
        UpActing before = m.map().pgToUpActing(parent);
        m.osd(before.actingPrimary()).deliver(active(m, parent));
        before.up().forEach(osd -> m.command("{\"prefix\":\"osd out\",\"ids\":[\"" + osd + "\"]}"));
        assertThat(m.map().pgToUpActing(parent).acting()).isEqualTo(before.acting());
        m.osd(before.actingPrimary()).deliver(active(m, parent));
        m.command("{\"prefix\":\"osd pool set\",\"pool\":\"p\",\"var\":\"pg_num\",\"val\":\"2\"}");
        m.advance(Duration.ofSeconds(1));
        UpActing child = m.map().pgToUpActing(new PgId(1, 1));
        assertThat(child.up()).doesNotContainAnyElementsOf(before.up());
        assertThat(child.acting()).isEqualTo(before.acting());
    }

    private static MOSDPGStatsReport active(TestMonitor m, PgId... led) {
        int epoch = (int) m.map().epoch();
        List<PgStat> stats = new ArrayList<>();
        for (PgId pgid : led) {
            UpActing where = m.map().pgToUpActing(pgid);
            stats.add(new PgStat(
                    pgid,
                    "active+clean",
                    epoch,
                    EVersion.ZERO,
                    where.up(),
                    where.acting(),
                    PgStat.Counts.clean(0, 0, 0)));
        }
        int primary = m.map().pgToUpActing(led[0]).actingPrimary();
        return new MOSDPGStatsReport(m.map().fsid(), primary, epoch, 1, 0, 1, stats);
    }

    /** The others serve on until the newcomer has everything. */
    @Test
    void pgsThatMoveWithPgpNumKeepTheOsdsThatServe() {
        TestMonitor m = TestMonitor.start();
        m.bringUpOnOneHost(8);
        m.command("{\"prefix\":\"osd pool create\",\"pool\":\"p\",\"pg_num\":1}");
        PgId parent = new PgId(1, 0);
        int primary = m.map().pgToUpActing(parent).actingPrimary();
        List<Integer> serving = m.map().pgToUpActing(parent).acting();
        m.osd(primary).deliver(active(m, parent));
        m.command("{\"prefix\":\"osd pool set\",\"pool\":\"p\",\"var\":\"pg_num\",\"val\":\"2\"}");
        m.advance(Duration.ofSeconds(1));
        assertThat(m.map().pool(1).pgNum()).isEqualTo(2);
        PgId child = new PgId(1, 1);
        m.osd(primary).deliver(active(m, parent, child));
        m.advance(Duration.ofSeconds(1));
        assertThat(m.map().pool(1).pgpNum()).isEqualTo(2);
        assertThat(m.map().pgToUpActing(child).up()).isNotEqualTo(serving);
        assertThat(m.map().pgToUpActing(child).acting()).isEqualTo(serving);
    }

    @Test
    void pgsWhoseServingOsdsWouldBeTooFewAreNotHeldThere() {
        TestMonitor m = TestMonitor.start();
        m.bringUpOnOneHost(3);
        m.command("{\"prefix\":\"osd pool create\",\"pool\":\"p\",\"pg_num\":4}");
        m.reportFailure(0, 1, AT_ONCE, 0);
        m.reportFailure(0, 2, AT_ONCE, 0);
        m.bringUp(1, "h");
        assertThat(m.map().pgTemp()).isEmpty();
    }

    @Test
    void temporaryActingSetIsTakenAndDroppedWithItsOsds() {
        TestMonitor m = TestMonitor.start();
        m.bringUpOnOneHost(3);
        m.command("{\"prefix\":\"osd pool create\",\"pool\":\"p\",\"pg_num\":4}");
        PgId pg = new PgId(1, 0);
        int spare = m.map().pgToUpActing(pg).up().get(2);
        m.osd(spare).deliver(new MOSDPGTemp(m.map().epoch(), m.map().epoch(), Map.of(pg, List.of(spare)), false));
        m.advance(Duration.ofSeconds(1));
        assertThat(m.map().pgToUpActing(pg).acting()).containsExactly(spare);
        int other = (spare + 1) % 3;
        m.reportFailure(other, spare, AT_ONCE, 0);
        assertThat(m.map().pgTemp()).isEmpty();
    }

    @Test
    void fullOsdMakesItsPoolsFull() {
        TestMonitor m = TestMonitor.start();
        m.bringUpOnOneHost(3);
        m.command("{\"prefix\":\"osd pool create\",\"pool\":\"p\",\"pg_num\":4}");
        m.osd(0).deliver(new MOSDFull(m.map().epoch(), m.map().epoch(), OsdState.FULL));
        m.advance(Duration.ofSeconds(6));
        assertThat(m.map().state(0) & OsdState.FULL).isNotZero();
        assertThat(m.map().pool(1).flags() & 2).isNotZero();
        m.osd(0).deliver(new MOSDFull(m.map().epoch(), m.map().epoch(), 0));
        m.advance(Duration.ofSeconds(6));
        assertThat(m.map().pool(1).flags() & 2).isZero();
    }

    @Test
    void osdThatIsNotTheOneInTheMapIsNotListenedTo() {
        TestMonitor m = TestMonitor.start();
        m.bringUpOnOneHost(1);
        long epoch = m.map().epoch();
        FakeConnection impostor = m.connectOsd(0, 6970, 5000);
        impostor.deliver(new MOSDAlive(epoch, epoch));
        m.advance(Duration.ofSeconds(1));
        assertThat(m.map().epoch()).isEqualTo(epoch);
        assertThat(impostor.sent(MOSDMap.class)).isEmpty();
    }
}
