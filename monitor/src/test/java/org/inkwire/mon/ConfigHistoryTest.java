// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.inkwire.cluster.conf.Options;
import org.inkwire.cluster.message.mon.MMonCommand;
import org.inkwire.cluster.message.mon.MMonCommandAck;
import org.inkwire.mon.store.MemMonitorStore;
import org.inkwire.mon.store.MonitorStore;
import org.junit.jupiter.api.Test;

/** {@code ceph config log}, {@code reset} and {@code assimilate-conf}: outputs are those of a real 16.2.15 monitor. */
class ConfigHistoryTest {
    private static MMonCommandAck set(TestMonitor m, String who, String name, String value) {
        return m.command("{\"prefix\":\"config set\",\"who\":\"" + who + "\",\"name\":\"" + name + "\",\"value\":\""
                + value + "\"}");
    }

    private static String log(TestMonitor m) {
        return TestMonitor.text(m.command("{\"prefix\":\"config log\"}"))
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+\\+0000", "TIME");
    }

    @Test
    void everyChangeIsAVersionThatCanBeResetToAlsoAfterARestart() {
        MonitorStore store = new MemMonitorStore();
        TestMonitor m = TestMonitor.startOn(store);
        set(m, "global", "osd_pool_default_size", "2");
        set(m, "global", "osd_pool_default_size", "3");
        set(m, "global", "osd_pool_default_size", "3");
        m.command("{\"prefix\":\"config rm\",\"who\":\"global\",\"name\":\"osd_pool_default_size\"}");
        m.monitor.stop();
        m.centers.run();
        TestMonitor again = TestMonitor.startOn(store);
        assertThat(log(again)).isEqualTo("""
                        --- 4 --- TIME ---
                        - global/osd_pool_default_size = 3
                        --- 3 --- TIME ---
                        - global/osd_pool_default_size = 2
                        + global/osd_pool_default_size = 3
                        --- 2 --- TIME ---
                        + global/osd_pool_default_size = 2
                        --- 1 --- 0.000000 ---
                        """);
        again.command("{\"prefix\":\"config reset\",\"num\":2}");
        assertThat(log(again)).startsWith("--- 5 --- TIME --- reset to 2 ---\n+ global/osd_pool_default_size = 2\n");
        assertThat(again.conf.getInt(Options.OSD_POOL_DEFAULT_SIZE)).isEqualTo(2);
        assertThat(again.command("{\"prefix\":\"config reset\",\"num\":9}").result())
                .isEqualTo(-22);
    }

    @Test
    void assimilatingTakesWhatIsValidAndReturnsTheRest() {
        TestMonitor m = TestMonitor.start();
        String conf =
                "[global]\nfsid = 1\nosd pool default size = 2\nnosuch = 3\n[osd.1]\nosd_pool_default_pg_num = abc\n";
        MMonCommand command = new MMonCommand(
                0,
                TestMonitor.FSID,
                List.of("{\"prefix\":\"config assimilate-conf\"}"),
                Unpooled.copiedBuffer(conf, StandardCharsets.UTF_8));
        m.client.deliver(command);
        m.centers.run();
        assertThat(TestMonitor.text(m.client.lastSent(MMonCommandAck.class)))
                .isEqualTo("[global]\n\tfsid = 1\n\tnosuch = 3\n\n[osd.1]\n\tosd_pool_default_pg_num = abc\n");
        assertThat(log(m)).startsWith("--- 2 --- TIME ---\n+ global/osd_pool_default_size = 2\n---");
    }
}
