// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import static org.assertj.core.api.Assertions.assertThat;

import org.inkwire.cluster.message.mon.MMonCommandAck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values in the config database, which are kept in one form: results are those of a 16.2.15 monitor. */
class ConfigValuesTest {
    private final TestMonitor m = TestMonitor.start();

    private MMonCommandAck set(String name, String value) {
        return m.command(
                "{\"prefix\":\"config set\",\"who\":\"global\",\"name\":\"" + name + "\",\"value\":\"" + value + "\"}");
    }

    private MMonCommandAck get(String name) {
        return m.command("{\"prefix\":\"config get\",\"who\":\"osd.0\",\"key\":\"" + name + "\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "osd_memory_target, 4G, 4294967296",
        "mon_allow_pool_delete, 1, true",
        "ms_tcp_nodelay, False, false",
        "debug_osd, 5, 5/5",
        "debug_ms, 1/5, 1/5",
        "osd_pool_default_pg_num, 04, 4",
        "osd_max_backfills, +3, 3",
        "osd_recovery_sleep, 1e-1, 0.100000",
        "ms_initial_backoff, 0.2, 0.200000",
        "osd_heartbeat_grace, 20, 20",
        "osd_max_object_size, 128M, 134217728",
        "rados_osd_op_timeout, 1m, 60",
        "osd_recovery_sleep, 1e-9, 1e-9",
    })
    void aValueIsKeptInOneForm(String name, String given, String kept) {
        MMonCommandAck ack = set(name, given);
        assertThat(ack.result()).as(ack.status()).isZero();
        assertThat(TestMonitor.text(get(name))).isEqualTo(kept + "\n");
        String dump = TestMonitor.text(m.command("{\"prefix\":\"config dump\",\"format\":\"json\"}"));
        assertThat(dump).contains("\"name\":\"" + name + "\",\"value\":\"" + kept + "\"");
        assertThat(TestMonitor.text(m.command("{\"prefix\":\"config log\"}")))
                .contains("+ global/" + name + " = " + kept);
    }

    @ParameterizedTest
    @CsvSource({"ms_initial_backoff, 0.200000", "osd_max_object_size, 134217728"})
    void aDefaultIsShownInThatFormToo(String name, String shown) {
        assertThat(TestMonitor.text(get(name))).isEqualTo(shown + "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mon_host",
                "keyring",
                "mon_initial_members",
                "mon_data",
                "osd_data",
                "host",
                "mon_osd_full_ratio"
            })
    void whatADaemonNeedsToFindTheMonitorIsNotKept(String name) {
        MMonCommandAck ack = set(name, "0.5");
        assertThat(ack.result()).isEqualTo(-22);
        assertThat(ack.status()).isEqualTo(name + " is special and cannot be stored by the mon");
        assertThat(get(name).status()).isEqualTo(ack.status());
        assertThat(TestMonitor.text(m.command("{\"prefix\":\"config dump\",\"format\":\"json\"}")))
                .isEqualTo("[]");
    }

    @Test
    void theClustersIdIsShownButNotKept() {
        assertThat(set("fsid", TestMonitor.FSID.toString()).result()).isEqualTo(-22);
        assertThat(TestMonitor.text(get("fsid"))).isEqualTo(TestMonitor.FSID + "\n");
    }
}
