// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon;

import static org.assertj.core.api.Assertions.assertThat;

import org.inkwire.cluster.message.mon.MMonCommandAck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A command whose handler throws costs its caller EIO, and nobody else anything; one that cannot be answered is refused. */
class FailingCommandTest {
    private static final int EIO = -5;
    private static final int EINVAL = -22;

    private final TestMonitor m = TestMonitor.start();

    @Test
    void aReadingCommandThatThrowsFailsAlone() {
        m.bringUpOnOneHost(1);
        m.command("{\"prefix\":\"osd pool create\",\"pool\":\"data\",\"pg_num\":8}");
        m.clockFails(new IllegalStateException("planned"));
        MMonCommandAck failed = m.command("{\"prefix\":\"pg dump\"}");
        m.clockWorks();
        assertThat(failed.result()).isEqualTo(EIO);
        assertThat(failed.status()).contains("planned");
        assertThat(m.command("{\"prefix\":\"pg dump\"}").result()).isZero();
    }

    @Test
    void ofAChangingCommandThatThrowsNothingIsKept() {
        long epoch = m.map().epoch();
        m.clockFails(new IllegalStateException("planned"));
        MMonCommandAck failed = m.command(
                "{\"prefix\":\"osd blocklist\",\"blocklistop\":\"add\",\"addr\":\"10.0.0.1:0/7\",\"expire\":60.0}");
        m.clockWorks();
        assertThat(failed.result()).isEqualTo(EIO);
        assertThat(m.map().epoch()).isEqualTo(epoch);
        assertThat(m.command("{\"prefix\":\"osd set\",\"key\":\"noup\"}").result())
                .isZero();
        assertThat(m.map().blocklist()).isEmpty();
        assertThat(m.map().epoch()).isEqualTo(epoch + 1);
    }

    /** Ceph's XML has names for the elements of its arrays, which JSON lacks: another form would not be what was asked for. */
    @ParameterizedTest
    @ValueSource(strings = {"xml", "xml-pretty"})
    void xmlIsRefused(String format) {
        for (String command : new String[] {"status", "osd dump", "df", "osd pool create"}) {
            MMonCommandAck ack =
                    m.command("{\"prefix\":\"" + command + "\",\"pool\":\"p\",\"format\":\"" + format + "\"}");
            assertThat(ack.result()).as(command).isEqualTo(EINVAL);
            assertThat(ack.status()).contains("'" + format + "'").contains("json-pretty");
            assertThat(ack.data().isReadable()).isFalse();
        }
        assertThat(m.map().pools()).isEmpty();
    }
}
