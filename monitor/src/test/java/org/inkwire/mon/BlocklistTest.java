// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.inkwire.cluster.message.mon.MMonCommandAck;
import org.inkwire.wire.entity.EntityAddr;
import org.junit.jupiter.api.Test;

class BlocklistTest {
    private final TestMonitor m = TestMonitor.start();

    private MMonCommandAck blocklist(String op, String addr) {
        return m.command("{\"prefix\":\"osd blocklist\",\"blocklistop\":\"" + op + "\",\"addr\":\"" + addr + "\"}");
    }

    @Test
    void entryIsKnownByIpPortAndNonceWhateverItSpeaks() {
        blocklist("add", "v2:10.0.0.1:0/77");
        assertThat(m.map().blocklist().keySet()).extracting(EntityAddr::type).containsExactly(EntityAddr.Type.ANY);
        assertThat(blocklist("rm", "10.0.0.1:0/77").status()).isEqualTo("un-blocklisting 10.0.0.1:0/77");
        assertThat(m.map().blocklist()).isEmpty();
    }

    @Test
    void entryGoesWhenItsTimeIsOver() {
        m.command("{\"prefix\":\"osd blocklist\",\"blocklistop\":\"add\",\"addr\":\"10.0.0.1:0/77\",\"expire\":60}");
        m.advance(Duration.ofSeconds(50));
        assertThat(m.map().blocklist()).hasSize(1);
        m.advance(Duration.ofSeconds(30));
        assertThat(m.map().blocklist()).isEmpty();
    }
}
