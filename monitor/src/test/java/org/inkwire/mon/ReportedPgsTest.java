// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.inkwire.cluster.map.PgId;
import org.inkwire.cluster.message.mon.MMonCommandAck;
import org.inkwire.cluster.message.reference.PgStat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Commands about OSDs and PGs that are as they should be: three OSDs, pools {@code data} of 8 and {@code p2} of 4 PGs, all
 * reported active and clean. Results, texts and outputs are those of a real 16.2.15 in the same state.
 */
class ReportedPgsTest {
    private static final String EVERY_PG =
            "[\"1.0\",\"1.1\",\"1.2\",\"1.3\",\"1.4\",\"1.5\",\"1.6\",\"1.7\",\"2.0\",\"2.1\",\"2.2\",\"2.3\"]";

    private TestMonitor m;

    @BeforeEach
    void start() {
        m = TestMonitor.start("osd_pool_default_min_size", "1");
        m.bringUpOnOneHost(3);
        m.command("{\"prefix\":\"osd pool create\",\"pool\":\"data\",\"pg_num\":8}");
        m.command("{\"prefix\":\"osd pool create\",\"pool\":\"p2\",\"pg_num\":4}");
        m.reportPgs("active+clean", PgStat.Counts.clean(0, 0, 0));
    }

    private MMonCommandAck run(String prefix, String arguments) {
        return m.command(
                ("{'prefix':'" + prefix + "'" + (arguments.isEmpty() ? "" : "," + arguments) + "}").replace('\'', '"'));
    }

    private String plain(String prefix) {
        MMonCommandAck ack = run(prefix, "");
        assertThat(ack.result()).as(ack.status()).isZero();
        return TestMonitor.text(ack);
    }

    private JsonNode json(String prefix) {
        MMonCommandAck ack = run(prefix, "'format':'json'");
        assertThat(ack.result()).as(ack.status()).isZero();
        return TestMonitor.json(ack);
    }

    // ---- recovery

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "pg force-recovery | '1.0' | 0 | pg 1.0 doesn't require recovery;",
                "pg force-recovery | '1.1','1.0','1.1' | 0 | pg 1.0 doesn't require recovery; pg 1.1 doesn't require recovery;",
                "pg force-recovery | '9.0','1.0' | -2 | pg 1.0 doesn't require recovery; pg 9.0 does not exist;",
                "pg force-recovery | 'x','1.0' | -22 | invlaid pgid 'x'; pg 1.0 doesn't require recovery;",
                "pg force-recovery | '9.1','9.0','x' | -2 | invlaid pgid 'x'; pg 9.0 does not exist; pg 9.1 does not exist;",
                "pg force-backfill | '1.0' | 0 | pg 1.0 doesn't require backfilling;",
                "pg cancel-force-recovery | '1.0' | 0 | pg 1.0 recovery not forced;",
                "pg cancel-force-backfill | '1.0' | 0 | pg 1.0 backfill not forced;",
                "pg cancel-force-backfill | '1.8' | -2 | pg 1.8 does not exist;",
            })
    void whatNeedsNoRecoveryIsToldSo(String prefix, String pgs, int result, String status) {
        MMonCommandAck ack = run(prefix, "'pgid':[" + pgs + "]");
        assertThat(ack.status()).isEqualTo(status + " \n");
        assertThat(ack.result()).isEqualTo(result);
    }

    @Test
    void onePgIsNotRecoveredBeforeOthers() {
        m.reportPgs("active+recovery_wait+degraded", new PgStat.Counts(3, 4096, 5, 1, 0, 0));
        MMonCommandAck ack = run("pg force-recovery", "'pgid':['1.0']");
        assertThat(ack.result()).isEqualTo(-95);
        assertThat(ack.status()).contains("not supported by this cluster");
    }

    @Test
    void aPgThatIsToPeerAgainHasItsPrimaryAloneForAMoment() {
        PgId pgid = new PgId(1, 0);
        int primary = m.map().pgToUpActing(pgid).actingPrimary();
        MMonCommandAck ack = run("pg repeer", "'pgid':'1.0'");
        assertThat(ack.result()).as(ack.status()).isZero();
        assertThat(ack.status()).isEmpty();
        assertThat(m.map().pgToUpActing(pgid).acting()).containsExactly(primary);
        assertThat(m.map().pgToUpActing(pgid).up()).hasSize(3);
    }

    // ---- safety

    @Test
    void anOsdMayStopIfThoseLeftAreEnough() {
        MMonCommandAck one = run("osd ok-to-stop", "'ids':['0']");
        assertThat(one.result()).as(one.status()).isZero();
        assertThat(TestMonitor.text(one))
                .isEqualTo("{\"ok_to_stop\":true,\"osds\":[0],\"num_ok_pgs\":12,\"num_not_ok_pgs\":0,"
                        + "\"ok_become_degraded\":" + EVERY_PG + "}\n");
        assertThat(run("osd ok-to-stop", "'ids':['0','1']").result()).isZero();
        MMonCommandAck all = run("osd ok-to-stop", "'ids':['0','1','2']");
        assertThat(all.result()).isEqualTo(-16);
        assertThat(all.status()).isEqualTo("unsafe to stop osd(s) at this time (12 PGs are or would become offline)");
        assertThat(TestMonitor.text(all))
                .isEqualTo("{\"ok_to_stop\":false,\"osds\":[0,1,2],\"num_ok_pgs\":0,\"num_not_ok_pgs\":12,"
                        + "\"bad_become_inactive\":" + EVERY_PG + "}\n");
    }

    @Test
    void anOsdWithoutPgsMayBeDestroyed() {
        MMonCommandAck used = run("osd safe-to-destroy", "'ids':['0']");
        assertThat(used.result()).isEqualTo(-16);
        assertThat(used.status()).isEqualTo("OSD(s) 0 have 12 pgs currently mapped to them. ");
        m.bringUp(3, "vm");
        m.command("{\"prefix\":\"osd crush rm\",\"name\":\"osd.3\"}");
        m.reportPgs("active+clean", PgStat.Counts.clean(0, 0, 0));
        for (String id : List.of("3", "77")) {
            MMonCommandAck unused = run("osd safe-to-destroy", "'ids':['" + id + "']");
            assertThat(unused.result()).as(unused.status()).isZero();
            assertThat(unused.status())
                    .isEqualTo("OSD(s) " + id + " are safe to destroy without reducing data durability.");
        }
        assertThat(TestMonitor.text(run("osd safe-to-destroy", "'ids':['3'],'format':'json'")))
                .isEqualTo("{\"safe_to_destroy\":[3],\"active\":[],\"missing_stats\":[],\"stored_pgs\":[]}");
    }

    // ---- reports

    @Test
    void pgDumpJsonIsAllOfPgDumpWhateverIsAskedFor() {
        JsonNode all = TestMonitor.json(run("pg dump_json", "'dumpcontents':['pools']"));
        assertThat(all.at("/pg_map/pg_stats")).hasSize(12);
        assertThat(all.at("/pg_map/pool_stats")).hasSize(2);
        assertThat(all.at("/pg_map/osd_stats")).hasSize(3);
        assertThat(all.at("/pg_map/pg_stats/0/state").asText()).isEqualTo("active+clean");
        assertThat(run("pg dump_json", "").status()).isEqualTo("dumped all");
    }

    @Test
    void osdStatusShowsSpaceAndState() {
        String table = """
                ID  HOST   USED  AVAIL  WR OPS  WR DATA  RD OPS  RD DATA  STATE     \s
                 0  vm    1024M  3072M      0        0       0        0   exists,up \s
                 1  vm    1024M  3072M      0        0       0        0   exists,up \s
                 2  vm    1024M  3072M      0        0       0        0   exists,up \s
                """;
        assertThat(plain("osd status")).isEqualTo(table);
        assertThat(TestMonitor.text(run("osd status", "'bucket':'vm'"))).isEqualTo(table);
        assertThat(run("osd status", "'bucket':'nope'").result()).isEqualTo(-2);
    }

    @Test
    void autoscaleStatusShowsPoolsThatNobodyScales() {
        assertThat(plain("osd pool autoscale-status")).isEqualTo("""
                        POOL    SIZE  TARGET SIZE  RATE  RAW CAPACITY   RATIO  TARGET RATIO  EFFECTIVE RATIO  BIAS  PG_NUM  NEW PG_NUM  AUTOSCALE  BULK  \s
                        data      0                 3.0        12288M  0.0000                                  1.0       8              off        False \s
                        p2        0                 3.0        12288M  0.0000                                  1.0       4              off        False \s
                        """);
        JsonNode data = json("osd pool autoscale-status").get(0);
        assertThat(keys(data))
                .containsExactly(
                        "actual_capacity_ratio",
                        "actual_raw_used",
                        "bias",
                        "bulk",
                        "capacity_ratio",
                        "crush_root_id",
                        "effective_target_ratio",
                        "logical_used",
                        "pg_autoscale_mode",
                        "pg_num_final",
                        "pg_num_ideal",
                        "pg_num_target",
                        "pool_id",
                        "pool_name",
                        "raw_used",
                        "raw_used_rate",
                        "subtree_capacity",
                        "target_bytes",
                        "target_ratio",
                        "would_adjust");
        assertThat(data.get("subtree_capacity").asLong()).isEqualTo(12L << 30);
        assertThat(data.get("would_adjust").asBoolean()).isFalse();
    }

    private static List<String> keys(JsonNode object) {
        List<String> keys = new ArrayList<>();
        object.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    @Test
    void aReportHoldsMapsPgsAndHealthUnderItsTag() {
        MMonCommandAck ack = run("report", "'tags':['case 7']");
        assertThat(ack.status()).matches("report \\d+");
        JsonNode report = TestMonitor.json(ack);
        assertThat(report.get("tag").asText()).isEqualTo("case 7");
        assertThat(report.at("/health/status").asText()).isEqualTo("HEALTH_OK");
        assertThat(report.at("/monmap/fsid").asText()).isEqualTo(TestMonitor.FSID.toString());
        assertThat(report.at("/osdmap/epoch").asLong()).isEqualTo(m.map().epoch());
        assertThat(report.get("osd_metadata")).hasSize(3);
        assertThat(report.at("/crushmap/devices")).hasSize(3);
        assertThat(report.get("num_pg").asInt()).isEqualTo(12);
        assertThat(report.get("num_pg_active").asInt()).isEqualTo(12);
        assertThat(report.get("num_pg_unknown").asInt()).isZero();
        assertThat(report.get("pool_stats")).hasSize(2);
        assertThat(report.get("osd_stats")).hasSize(3);
    }

    // ---- nothing to show

    @Test
    void nothingIsBlocked() {
        assertThat(plain("osd blocked-by")).isEqualTo("osd  num_blocked\n");
        assertThat(json("osd blocked-by").toString())
                .isEqualTo("{\"pg_ready\":true,\"osd_blocked_by\":{\"osd_blocked_by_infos\":[]}}");
    }

    @Test
    void tooLittleIsInUseToReweightBy() {
        MMonCommandAck ack = run("osd test-reweight-by-utilization", "");
        assertThat(ack.result()).isEqualTo(-33);
        assertThat(ack.status())
                .isEqualTo("Refusing to reweight: we only have 3145728 kb used across all osds!\n"
                        + "FAILED reweight-by-pg");
    }

    @Test
    void thereAreNoWeightSets() {
        assertThat(plain("osd crush weight-set ls")).isEmpty();
        assertThat(json("osd crush weight-set ls").toString()).isEqualTo("[]");
        assertThat(plain("osd crush weight-set dump").strip()).isEqualTo("{}");
        assertThat(json("osd crush weight-set dump").toString()).isEqualTo("{}");
    }

    @Test
    void thereAreNoFileSystemsAndServices() {
        assertThat(plain("fs ls")).isEqualTo("No filesystems enabled\n");
        assertThat(json("fs ls").toString()).isEqualTo("[]");
        assertThat(plain("mds stat").strip()).isEmpty();
        JsonNode mds = json("mds stat");
        assertThat(keys(mds)).containsExactly("fsmap", "mdsmap_first_committed", "mdsmap_last_committed");
        assertThat(keys(mds.get("fsmap")))
                .containsExactly("epoch", "default_fscid", "compat", "feature_flags", "standbys", "filesystems");
        assertThat(mds.at("/fsmap/filesystems")).isEmpty();
        assertThat(plain("service status").strip()).isEqualTo("{}");
    }

    // ---- options of daemons

    @Test
    void anOptionThatTheMonitorGivesADaemonIsShownAndOthersAreTheDaemonsToTell() {
        run("config set", "'who':'osd','name':'osd_heartbeat_grace','value':'31'");
        assertThat(TestMonitor.text(run("config show", "'who':'osd.0','key':'osd_heartbeat_grace'")))
                .isEqualTo("31\n");
        MMonCommandAck others = run("config show", "'who':'osd.0'");
        assertThat(others.result()).isEqualTo(-95);
        assertThat(others.status()).contains("ceph tell osd.0 config show");
        MMonCommandAck nobody = run("config show", "'who':'osd.77','key':'nope'");
        assertThat(nobody.result()).isEqualTo(-2);
        assertThat(nobody.status()).isEqualTo("no config state for daemon osd.77");
    }
}
