// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.inkwire.cluster.message.common.MCommand;
import org.inkwire.cluster.message.common.MCommandReply;
import org.inkwire.cluster.message.reference.PgStat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people read. Headings, order and notes are those of a real 16.2.15 with as many OSDs and PGs. */
class PlainOutputTest {
    private static final String SUMS =
            "OBJECTS MISSING_ON_PRIMARY DEGRADED MISPLACED UNFOUND BYTES OMAP_BYTES* OMAP_KEYS* LOG DISK_LOG";
    private static final String OSD_STATS = "OSD_STAT USED AVAIL USED_RAW TOTAL HB_PEERS PG_SUM PRIMARY_PG_SUM";
    private static final String OMAP_NOTE = "* NOTE: Omap statistics are gathered during deep scrub";

    private TestMonitor m;

    @BeforeEach
    void start() {
        m = TestMonitor.start("mon_warn_on_pool_no_app", "false");
        m.bringUpOnOneHost(3);
        m.command("{\"prefix\":\"osd pool create\",\"pool\":\"data\",\"pg_num\":8}");
        m.command("{\"prefix\":\"osd pool create\",\"pool\":\"p2\",\"pg_num\":4}");
        m.reportPgs("active+clean", PgStat.Counts.clean(2, 4096, 5));
    }

    private String plain(String command) {
        return TestMonitor.text(m.command(command.replace('\'', '"')));
    }

    /** Lines, with one blank between cells. */
    private List<String> cells(String command) {
        return plain(command)
                .lines()
                .map(line -> line.strip().replaceAll(" +", " "))
                .toList();
    }

    // ---- pg dump

    @Test
    void pgDumpShowsPgsThenPoolsTheirSumAndOsds() {
        List<String> lines = cells("{'prefix':'pg dump'}");
        assertThat(lines.get(0)).startsWith("version ");
        assertThat(lines.get(1)).startsWith("stamp 2026-");
        assertThat(lines.subList(2, 5))
                .containsExactly(
                        "last_osdmap_epoch 0",
                        "last_pg_scan 0",
                        "PG_STAT " + SUMS + " STATE STATE_STAMP VERSION REPORTED UP UP_PRIMARY ACTING ACTING_PRIMARY"
                                + " LAST_SCRUB SCRUB_STAMP LAST_DEEP_SCRUB DEEP_SCRUB_STAMP SNAPTRIMQ_LEN");
        assertThat(lines.subList(5, 17)).allMatch(line -> line.contains(" 2 0 0 0 0 4096 0 0 5 5 active+clean "));
        assertThat(lines.subList(17, 22))
                .containsExactly(
                        "",
                        "1 16 0 0 0 0 32768 0 0 40 40",
                        "2 8 0 0 0 0 16384 0 0 20 20",
                        "",
                        "sum 24 0 0 0 0 49152 0 0 60 60");
        assertThat(lines.get(22)).isEqualTo(OSD_STATS);
        assertThat(lines.get(lines.size() - 1)).startsWith(OMAP_NOTE);
    }

    @Test
    void aPartOfPgDumpIsThatPartOnly() {
        assertThat(cells("{'prefix':'pg dump','dumpcontents':['osds']}"))
                .hasSize(5)
                .startsWith(OSD_STATS)
                .anyMatch(line -> line.startsWith("0 1 GiB 3 GiB 1 GiB 4 GiB [1,2] 12 "))
                .endsWith("sum 3 GiB 9 GiB 3 GiB 12 GiB");
        List<String> pools = cells("{'prefix':'pg dump','dumpcontents':['pools']}");
        assertThat(pools.subList(0, 4))
                .containsExactly("POOLID " + SUMS, "1 16 0 0 0 0 32768 0 0 40 40", "2 8 0 0 0 0 16384 0 0 20 20", "");
        assertThat(pools.get(4)).startsWith(OMAP_NOTE);
        for (String name : List.of("sum", "summary")) {
            List<String> sum = cells("{'prefix':'pg dump','dumpcontents':['" + name + "']}");
            assertThat(sum.subList(4, 9))
                    .containsExactly(
                            "PG_STAT " + SUMS,
                            "sum 24 0 0 0 0 49152 0 0 60 60",
                            "OSD_STAT USED AVAIL USED_RAW TOTAL",
                            "sum 3 GiB 9 GiB 3 GiB 12 GiB",
                            "");
        }
    }

    // ---- OSDs

    @Test
    void osdDfHasARowForEachOsdAndTheirSpread() {
        assertThat(plain("{'prefix':'osd df'}")).isEqualTo("""
                        ID  CLASS  WEIGHT   REWEIGHT  SIZE    RAW USE  DATA   OMAP  META  AVAIL  %USE   VAR   PGS  STATUS
                         0    hdd  0.00099   1.00000   4 GiB    1 GiB  1 GiB   0 B   0 B  3 GiB  25.00  1.00   12      up
                         1    hdd  0.00099   1.00000   4 GiB    1 GiB  1 GiB   0 B   0 B  3 GiB  25.00  1.00   12      up
                         2    hdd  0.00099   1.00000   4 GiB    1 GiB  1 GiB   0 B   0 B  3 GiB  25.00  1.00   12      up
                                               TOTAL  12 GiB    3 GiB  3 GiB   0 B   0 B  9 GiB  25.00                  \s
                        MIN/MAX VAR: 1.00/1.00  STDDEV: 0
                        """);
    }

    @Test
    void osdDfTreeHasTheBucketsToo() {
        assertThat(plain("{'prefix':'osd df','output_method':'tree'}")).isEqualTo("""
                        ID  CLASS  WEIGHT   REWEIGHT  SIZE    RAW USE  DATA   OMAP  META  AVAIL  %USE   VAR   PGS  STATUS  TYPE NAME   \s
                        -1         0.00298         -  12 GiB    3 GiB  3 GiB   0 B   0 B  9 GiB  25.00  1.00    -          root default\s
                        -3         0.00298         -  12 GiB    3 GiB  3 GiB   0 B   0 B  9 GiB  25.00  1.00    -              host vm \s
                         0    hdd  0.00099   1.00000   4 GiB    1 GiB  1 GiB   0 B   0 B  3 GiB  25.00  1.00   12      up          osd.0
                         1    hdd  0.00099   1.00000   4 GiB    1 GiB  1 GiB   0 B   0 B  3 GiB  25.00  1.00   12      up          osd.1
                         2    hdd  0.00099   1.00000   4 GiB    1 GiB  1 GiB   0 B   0 B  3 GiB  25.00  1.00   12      up          osd.2
                                               TOTAL  12 GiB    3 GiB  3 GiB   0 B   0 B  9 GiB  25.00                                 \s
                        MIN/MAX VAR: 1.00/1.00  STDDEV: 0
                        """);
    }

    @Test
    void aWeightOfNothingIsShownAsZero() {
        m.command("{\"prefix\":\"osd crush reweight\",\"name\":\"osd.1\",\"weight\":0}");
        m.command("{\"prefix\":\"osd out\",\"ids\":[\"2\"]}");
        m.command("{\"prefix\":\"osd primary-affinity\",\"id\":0,\"weight\":0}");
        assertThat(plain("{'prefix':'osd tree'}")).isEqualTo("""
                        ID  CLASS  WEIGHT   TYPE NAME      STATUS  REWEIGHT  PRI-AFF
                        -1         0.00198  root default                           \s
                        -3         0.00198      host vm                            \s
                         0    hdd  0.00099          osd.0      up   1.00000        0
                         1    hdd        0          osd.1      up   1.00000  1.00000
                         2    hdd  0.00099          osd.2      up         0  1.00000
                        """);
    }

    // ---- the cluster

    @Test
    void aFlagOfTheMapIsInStatusHealthAndMap() {
        assertThat(plain("{'prefix':'status'}")).doesNotContain("flags");
        m.command("{\"prefix\":\"osd set\",\"key\":\"noup\"}");
        assertThat(plain("{'prefix':'status'}"))
                .contains("    health: HEALTH_WARN\n            noup flag(s) set\n")
                .containsPattern("    osd: 3 osds: 3 up .*\n         flags noup\n");
        assertThat(plain("{'prefix':'health','detail':'detail'}"))
                .isEqualTo("HEALTH_WARN noup flag(s) set\n[WRN] OSDMAP_FLAGS: noup flag(s) set\n");
        assertThat(plain("{'prefix':'osd dump'}"))
                .contains("flags noup,sortbitwise,recovery_deletes,purged_snapdirs,pglog_hardlimit\n");
        m.command("{\"prefix\":\"osd unset\",\"key\":\"noup\"}");
        assertThat(plain("{'prefix':'status'}")).doesNotContain("flags");
    }

    @Test
    void theMonitorsFeaturesAreText() {
        String all = "[kraken,luminous,mimic,osdmap-prune,nautilus,octopus,pacific,elector-pinging]\n";
        assertThat(plain("{'prefix':'mon feature ls'}"))
                .isEqualTo("all features\n\tsupported: " + all + "\tpersistent: " + all
                        + "on current monmap (epoch 1)\n\tpersistent: " + all + "\trequired: " + all);
        String numbered = "[kraken(1),luminous(2),mimic(4),osdmap-prune(8),nautilus(16),octopus(32),pacific(64),"
                + "elector-pinging(128)]\n";
        assertThat(plain("{'prefix':'mon feature ls','with_value':'--with-value'}"))
                .isEqualTo("all features\n\tsupported: " + numbered + "\tpersistent: " + numbered
                        + "on current monmap (epoch 1)\n\tpersistent: " + numbered + "\trequired: " + numbered);
    }

    @Test
    void aMonitorTellsItsVersionAsJson() {
        m.client.take();
        m.client.deliver(new MCommand(TestMonitor.FSID, List.of("{\"prefix\":\"version\"}"), Unpooled.EMPTY_BUFFER));
        m.centers.run();
        MCommandReply reply = m.client.lastSent(MCommandReply.class);
        JsonNode version = TestMonitor.json(reply.data().toString(StandardCharsets.UTF_8));
        assertThat(version.toString())
                .isEqualTo("{\"version\":\"16.2.15\",\"release\":\"pacific\",\"release_type\":\"stable\"}");
    }
}
