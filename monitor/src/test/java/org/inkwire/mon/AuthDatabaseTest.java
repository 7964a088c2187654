// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.inkwire.cluster.message.mon.MMonCommandAck;
import org.inkwire.mon.store.MemMonitorStore;
import org.inkwire.mon.store.MonitorStore;
import org.junit.jupiter.api.Test;

/** {@code ceph auth …}: texts are those of a real 16.2.15 monitor. */
class AuthDatabaseTest {
    private static MMonCommandAck auth(TestMonitor m, String verb, String entity, String... caps) {
        StringBuilder json = new StringBuilder("{\"prefix\":\"auth " + verb + "\",\"entity\":\"" + entity + "\"");
        if (caps.length > 0) {
            json.append(",\"caps\":[\"").append(String.join("\",\"", caps)).append("\"]");
        }
        return m.command(json.append('}').toString());
    }

    private static String key(TestMonitor m, String entity) {
        return TestMonitor.text(auth(m, "get-key", entity));
    }

    @Test
    void aKeyIsCreatedInCephsFormatAndShownInEveryForm() {
        TestMonitor m = TestMonitor.start();
        MMonCommandAck created = auth(m, "get-or-create", "client.x", "mon", "allow r", "osd", "allow *");
        String key = key(m, "client.x");
        assertThat(TestMonitor.text(created)).isEqualTo("[client.x]\n\tkey = " + key + "\n");
        byte[] bytes = Base64.getDecoder().decode(key);
        assertThat(bytes).hasSize(28).startsWith(1, 0).containsSubsequence(16, 0);
        assertThat(TestMonitor.text(auth(m, "get", "client.x")))
                .isEqualTo("[client.x]\n\tkey = " + key + "\n\tcaps mon = \"allow r\"\n\tcaps osd = \"allow *\"\n");
        assertThat(TestMonitor.text(m.command("{\"prefix\":\"auth ls\"}")))
                .isEqualTo("client.x\n\tkey: " + key + "\n\tcaps: [mon] allow r\n\tcaps: [osd] allow *\n");
        assertThat(TestMonitor.text(auth(m, "get-or-create", "client.x", "mon", "allow r")))
                .contains(key);
    }

    @Test
    void whatDoesNotFitIsRefusedWithCephsTexts() {
        TestMonitor m = TestMonitor.start();
        auth(m, "add", "client.x");
        String key = key(m, "client.x");
        assertThat(auth(m, "add", "client.x", "mon", "allow r").status())
                .isEqualTo("entity client.x exists but caps do not match");
        assertThat(auth(m, "get-or-create", "client.x", "mon", "allow r").status())
                .isEqualTo("key for client.x exists but cap mon does not match");
        assertThat(auth(m, "add", "bogus").status()).isEqualTo("bad entity name");
        assertThat(auth(m, "get", "bogus").status()).isEqualTo("invalid entity_auth bogus");
        assertThat(auth(m, "add", "client.q", "mon").status())
                .isEqualTo("bad capabilities request; odd number of arguments");
        assertThat(auth(m, "add", "client.q", "foo", "allow").status()).isEqualTo("unknown cap type 'foo'");
        assertThat(auth(m, "add", "client.q", "osd", "nonsense").status())
                .isEqualTo("osd capability parse failed, stopped at 'nonsense' of 'nonsense'");
        assertThat(auth(m, "caps", "client.no", "mon", "allow *").result()).isEqualTo(-2);
        assertThat(auth(m, "rm", "client.no").status()).isEqualTo("entity client.no does not exist");
        assertThat(key(m, "client.x")).isEqualTo(key);
    }

    @Test
    void keysOutliveARestartAndRemovedOnesDoNot() {
        MonitorStore store = new MemMonitorStore();
        TestMonitor m = TestMonitor.startOn(store);
        auth(m, "add", "client.x", "mon", "allow r");
        auth(m, "add", "client.y");
        auth(m, "rm", "client.y");
        auth(m, "caps", "client.x", "mon", "allow *");
        String key = key(m, "client.x");
        m.monitor.stop();
        m.centers.run();
        TestMonitor again = TestMonitor.startOn(store);
        assertThat(TestMonitor.text(again.command("{\"prefix\":\"auth export\"}")))
                .isEqualTo("[client.x]\n\tkey = " + key + "\n\tcaps mon = \"allow *\"\n");
    }
}
