// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import org.inkwire.cluster.map.OsdState;
import org.inkwire.cluster.map.PgPool;
import org.inkwire.cluster.message.osdmon.MOSDFull;
import org.inkwire.cluster.message.reference.PgStat;
import org.junit.jupiter.api.Test;

/** What the monitor makes of OSDs that fill up. The texts are those of a real 16.2.15. */
class FullnessTest {
    private static TestMonitor withPool(String... options) {
        TestMonitor m = TestMonitor.start(options);
        m.bringUpOnOneHost(3);
        m.command("{\"prefix\":\"osd pool create\",\"pool\":\"p\",\"pg_num\":8}");
        reportPgs(m, 0);
        return m;
    }

    private static void reportPgs(TestMonitor m, long objectsEach) {
        m.reportPgs("active+clean", PgStat.Counts.clean(objectsEach, 4096, 5));
    }

    private static void report(TestMonitor m, int osd, int state) {
        m.osd(osd).deliver(new MOSDFull(m.map().epoch(), m.map().epoch(), state));
        m.centers.run();
    }

    private static String health(TestMonitor m) {
        return m.command("{\"prefix\":\"health\",\"detail\":\"detail\"}").data().toString(StandardCharsets.UTF_8);
    }

    @Test
    void anOsdsStateAndItsPoolsFlagComeInOneMapAndGoInOne() {
        TestMonitor m = withPool();
        long epoch = m.map().epoch();
        report(m, 1, OsdState.FULL);
        assertThat(m.map().epoch()).isEqualTo(epoch + 1);
        assertThat(m.map().state(1) & OsdState.FULL).isNotZero();
        assertThat(m.map().pool(1).hasFlag(PgPool.FLAG_FULL)).isTrue();
        assertThat(health(m))
                .isEqualTo("HEALTH_ERR 1 full osd(s); 1 pool(s) full\n"
                        + "[ERR] OSD_FULL: 1 full osd(s)\n    osd.1 is full\n"
                        + "[WRN] POOL_FULL: 1 pool(s) full\n    pool 'p' is full (no space)\n");
        report(m, 1, 0);
        assertThat(m.map().epoch()).isEqualTo(epoch + 2);
        assertThat(m.map().pool(1).hasFlag(PgPool.FLAG_FULL)).isFalse();
        assertThat(health(m)).isEqualTo("HEALTH_OK\n");
    }

    @Test
    void thePoolShowsItsFullestOsd() {
        TestMonitor m = withPool();
        report(m, 0, OsdState.NEARFULL);
        assertThat(health(m))
                .isEqualTo("HEALTH_WARN 1 nearfull osd(s); 1 pool(s) nearfull\n"
                        + "[WRN] OSD_NEARFULL: 1 nearfull osd(s)\n    osd.0 is near full\n"
                        + "[WRN] POOL_NEARFULL: 1 pool(s) nearfull\n    pool 'p' is nearfull\n");
        report(m, 2, OsdState.BACKFILLFULL);
        assertThat(health(m))
                .isEqualTo("HEALTH_WARN 1 backfillfull osd(s); 1 nearfull osd(s); 1 pool(s) backfillfull\n"
                        + "[WRN] OSD_BACKFILLFULL: 1 backfillfull osd(s)\n    osd.2 is backfill full\n"
                        + "[WRN] OSD_NEARFULL: 1 nearfull osd(s)\n    osd.0 is near full\n"
                        + "[WRN] POOL_BACKFILLFULL: 1 pool(s) backfillfull\n    pool 'p' is backfillfull\n");
    }

    @Test
    void aNewPoolOnAFullOsdIsFullFromTheStart() {
        TestMonitor m = withPool();
        report(m, 1, OsdState.FULL);
        m.command("{\"prefix\":\"osd pool create\",\"pool\":\"q\",\"pg_num\":8}");
        assertThat(m.map().pool(2).hasFlag(PgPool.FLAG_FULL)).isTrue();
    }

    @Test
    void ratiosComeFromTheOptionsAndOutOfOrderOnesAreAnError() {
        TestMonitor m = withPool("mon_osd_nearfull_ratio", "60", "mon_osd_full_ratio", "0.8");
        assertThat(m.map().nearfullRatio()).isCloseTo(0.6f, within(1e-6f));
        assertThat(m.map().backfillfullRatio()).isCloseTo(0.9f, within(1e-6f));
        assertThat(m.map().fullRatio()).isCloseTo(0.8f, within(1e-6f));
        assertThat(health(m))
                .isEqualTo("HEALTH_ERR full ratio(s) out of order\n"
                        + "[ERR] OSD_OUT_OF_ORDER_FULL: full ratio(s) out of order\n"
                        + "    full_ratio (0.8) < backfillfull_ratio (0.9), increased\n");
    }

    @Test
    void flagsOfSingleOsdsAreShown() {
        TestMonitor m = withPool();
        m.command("{\"prefix\":\"osd set-group\",\"flags\":\"noup,nodown\",\"who\":[\"osd.1\"]}");
        assertThat(health(m))
                .isEqualTo(
                        "HEALTH_WARN 1 OSDs or CRUSH {nodes, device-classes} have {NOUP,NODOWN,NOIN,NOOUT} flags set\n"
                                + "[WRN] OSD_FLAGS: 1 OSDs or CRUSH {nodes, device-classes} have"
                                + " {NOUP,NODOWN,NOIN,NOOUT} flags set\n"
                                + "    osd.1 has flags nodown,noup\n");
    }

    @Test
    void aPoolInUseNeedsAnApplication() {
        TestMonitor m = withPool();
        assertThat(health(m)).isEqualTo("HEALTH_OK\n");
        reportPgs(m, 7);
        assertThat(health(m))
                .isEqualTo("HEALTH_WARN 1 pool(s) do not have an application enabled\n"
                        + "[WRN] POOL_APP_NOT_ENABLED: 1 pool(s) do not have an application enabled\n"
                        + "    application not enabled on pool 'p'\n"
                        + "    use 'ceph osd pool application enable <pool-name> <app-name>', where <app-name> is"
                        + " 'cephfs', 'rbd', 'rgw', or freeform for custom applications.\n");
        m.command("{\"prefix\":\"osd pool application enable\",\"pool\":\"p\",\"app\":\"rbd\"}");
        assertThat(health(m)).isEqualTo("HEALTH_OK\n");
    }
}
