// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.inkwire.cluster.map.OSDMap;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.map.PgMergeMeta;
import org.inkwire.cluster.map.PgPool;
import org.inkwire.cluster.map.UpActing;
import org.inkwire.cluster.message.mon.MMonCommandAck;
import org.inkwire.cluster.message.osdmon.MOSDFailure;
import org.inkwire.cluster.message.osdmon.MOSDPGReadyToMerge;
import org.inkwire.cluster.message.reference.MOSDPGStatsReport;
import org.inkwire.cluster.message.reference.PgStat;
import org.inkwire.cluster.osd.EVersion;
import org.junit.jupiter.api.Test;

/** pg_num and pgp_num: what users may set, and how the monitor gets there. Texts and fields as 16.2.15 has them. */
class PgNumTest {
    private static final int OSDS = 3;
    private static final Duration GATHER = Duration.ofMillis(100);

    private final TestMonitor m = TestMonitor.start("osd_pool_default_pg_num", "8", "mon_max_pg_per_osd", "60");

    PgNumTest() {
        m.bringUpOnOneHost(OSDS);
        m.command("{\"prefix\":\"osd pool create\",\"pool\":\"p\"}");
        allActive();
    }

    private PgPool pool() {
        PgPool pool = m.map().pool(1);
        assertThat(pool).isNotNull();
        return pool;
    }

    private MMonCommandAck set(String what, String value) {
        return m.command(
                "{\"prefix\":\"osd pool set\",\"pool\":\"p\",\"var\":\"" + what + "\",\"val\":\"" + value + "\"}");
    }

    private String refused(String what, String value) {
        MMonCommandAck ack = set(what, value);
        assertThat(ack.result()).isNegative();
        return ack.result() + " " + ack.status();
    }

    /** Every PG is reported active and clean, by the map of now. */
    private void allActive() {
        report("active+clean");
    }

    private void report(String state) {
        OSDMap map = m.map();
        for (int osd = 0; osd < OSDS; osd++) {
            List<PgStat> stats = new ArrayList<>();
            for (int seed = 0; seed < pool().pgNum(); seed++) {
                PgId pgid = new PgId(1, seed);
                UpActing where = map.pgToUpActing(pgid);
                if (where.actingPrimary() == osd) {
                    stats.add(new PgStat(
                            pgid,
                            state,
                            (int) map.epoch(),
                            EVersion.ZERO,
                            where.up(),
                            where.acting(),
                            PgStat.Counts.clean(0, 0, 0)));
                }
            }
            m.osd(osd).deliver(new MOSDPGStatsReport(map.fsid(), osd, (int) map.epoch(), 1, 0, 1, stats));
        }
        m.advance(GATHER);
    }

    private void ready(long version, boolean ready) {
        PgId source = new PgId(1, pool().pgNum() - 1);
        int primary = m.map().pgToUpActing(source).actingPrimary();
        m.osd(primary)
                .deliver(
                        new MOSDPGReadyToMerge(version, source, new EVersion(5, 9), new EVersion(7, 9), 11, 11, ready));
        m.advance(GATHER);
    }

    @Test
    void whatCannotBeIsRefusedInCephsWords() {
        String range = "-34 'pg_num' must be greater than 0 and less than or equal to 65536"
                + " (you may adjust 'mon max pool pg num' for higher values)";
        assertThat(refused("pg_num", "0")).isEqualTo(range);
        assertThat(refused("pg_num", "-1")).isEqualTo(range);
        assertThat(refused("pg_num", "70000")).isEqualTo(range);
        assertThat(refused("pg_num", "100"))
                .isEqualTo("-34 pool id 1 pg_num 100 size 3 would mean 300 total pgs, which exceeds max 180"
                        + " (mon_max_pg_per_osd 60 * num_in_osds 3)");
        assertThat(refused("pgp_num", "0")).isEqualTo("-22 specified pgp_num must > 0, but you set to 0");
        assertThat(refused("pgp_num", "9")).isEqualTo("-22 specified pgp_num 9 > pg_num 8");
        assertThat(refused("pgp_num_actual", "10")).isEqualTo("-22 specified pgp_num 10 > pg_num 8");
        assertThat(refused("pg_num_actual", "7")).isEqualTo("-22 specified pg_num 7 < pgp_num 8");
        set("pgp_num", "4");
        assertThat(pool().pgpNumTarget()).isEqualTo(4);
    }

    @Test
    void theValueThatIsThereChangesNothing() {
        long epoch = m.map().epoch();
        MMonCommandAck ack = set("pg_num", "8");
        assertThat(ack.result()).isZero();
        assertThat(ack.status()).isEmpty();
        assertThat(m.map().epoch()).isEqualTo(epoch);
    }

    @Test
    void pgNumGoesUpAtOnceAndPgpNumFollowsInSteps() {
        assertThat(set("pg_num", "32").status()).isEqualTo("set pool 1 pg_num to 32");
        m.advance(GATHER);
        assertThat(pool().pgNum()).isEqualTo(32);
        assertThat(pool().pgNumPending()).isEqualTo(32);
        assertThat(pool().lastForceOpResendPreluminous()).isEqualTo(pool().lastChange());
        assertThat(pool().pgpNum()).isEqualTo(8);
        m.advance(Duration.ofSeconds(20));
        assertThat(pool().pgpNum()).as("children not reported yet").isEqualTo(8);
        allActive();
        assertThat(pool().pgpNum()).isEqualTo(9);
        report("active+undersized+degraded");
        assertThat(pool().pgpNum()).as("too much is out of place").isEqualTo(9);
        for (int i = 0; i < 40; i++) {
            allActive();
        }
        assertThat(pool().pgpNum()).isEqualTo(32);
    }

    @Test
    void aMergeIsAnnouncedAndMadeWhenBothPgsAreReady() {
        set("pg_num", "7");
        m.advance(GATHER);
        allActive();
        assertThat(pool().pgpNum()).isEqualTo(7);
        assertThat(pool().pgNum()).isEqualTo(8);
        allActive();
        assertThat(pool().pgNumPending()).isEqualTo(7);
        assertThat(pool().lastForceOpResendPrenautilus()).isEqualTo(pool().lastChange());
        long announced = pool().lastChange();
        ready(announced - 1, true);
        assertThat(pool().pgNum()).as("a report from before").isEqualTo(8);
        ready(announced, true);
        assertThat(pool().pgNum()).isEqualTo(7);
        long epoch = m.map().epoch();
        assertThat(pool().lastPgMerge())
                .isEqualTo(new PgMergeMeta(new PgId(1, 7), epoch, 11, 11, new EVersion(5, 9), new EVersion(7, 9)));
    }

    @Test
    void aTargetThatIsRaisedWhileAMergeIsAnnouncedIsReachedAfterIt() {
        set("pg_num", "7");
        m.advance(GATHER);
        allActive();
        assertThat(pool().pgNumPending()).isEqualTo(7);
        set("pg_num", "8");
        m.advance(GATHER);
        allActive();
        assertThat(pool().pgpNum()).isEqualTo(7);
        ready(m.map().epoch(), true);
        for (int i = 0; i < 4; i++) {
            allActive();
        }
        assertThat(pool().pgNum()).isEqualTo(8);
        assertThat(pool().pgpNum()).isEqualTo(8);
        assertThat(pool().pgNumPending()).isEqualTo(8);
    }

    @Test
    void aMergeThatCannotBeIsGivenUpAndTriedAgain() {
        set("pg_num", "7");
        m.advance(GATHER);
        allActive();
        allActive();
        assertThat(pool().pgNumPending()).isEqualTo(7);
        report("undersized+degraded+premerge+peered");
        ready(m.map().epoch(), false);
        assertThat(pool().pgNumPending()).isEqualTo(8);
        allActive();
        assertThat(pool().pgNumPending()).isEqualTo(7);
        m.reportFailure(0, 1, MOSDFailure.FAILED | MOSDFailure.IMMEDIATE, 0);
        m.advance(GATHER);
        assertThat(m.map().isUp(1)).isFalse();
        assertThat(pool().pgNumPending()).as("an OSD is missing").isEqualTo(8);
    }
}
