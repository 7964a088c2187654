// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.monlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.inkwire.cluster.conf.CephConf;
import org.junit.jupiter.api.Test;

class CrushPlacementTest {
    private static final long TEBIBYTE = 1L << 40;

    private static CephConf conf(String option, String value) {
        return CephConf.builder()
                .environment(Map.of())
                .withoutFile()
                .set(option, value)
                .build();
    }

    @Test
    void setsItsClassAndStandsUnderItsHostWithAWeightOfOneForATebibyte() {
        assertThat(new CrushPlacement("h1", "ssd").commands(3, CephConf.defaults(), 10 * TEBIBYTE))
                .containsExactly(
                        "{\"prefix\":\"osd crush set-device-class\",\"class\":\"ssd\",\"ids\":[\"3\"]}",
                        "{\"prefix\":\"osd crush create-or-move\",\"id\":3,\"weight\":10.0000,"
                                + "\"args\":[\"host=h1\",\"root=default\"]}");
    }

    @Test
    void standsWhereTheOptionSays() {
        assertThat(new CrushPlacement("h1", "")
                        .commands(0, conf("crush_location", "root=ssds rack=r1; host=h9"), TEBIBYTE))
                .singleElement()
                .asString()
                .contains("\"args\":[\"root=ssds\",\"rack=r1\",\"host=h9\"]");
    }

    @Test
    void aTinyStoreStillWeighsSomething() {
        assertThat(new CrushPlacement("h1", "").commands(0, CephConf.defaults(), 1))
                .singleElement()
                .asString()
                .contains("\"weight\":0.0001,");
    }

    @Test
    void anInitialWeightOverridesTheStoresSize() {
        assertThat(new CrushPlacement("h1", "").commands(0, conf("osd_crush_initial_weight", "0"), TEBIBYTE))
                .singleElement()
                .asString()
                .contains("\"weight\":0.0000,");
    }

    @Test
    void staysWhereAnOperatorPutItIfToldSo() {
        assertThat(new CrushPlacement("h1", "").commands(0, conf("osd_crush_update_on_start", "false"), TEBIBYTE))
                .isEmpty();
    }

    @Test
    void aNameCannotBreakTheJson() {
        assertThat(new CrushPlacement("a\"b", "").commands(0, CephConf.defaults(), TEBIBYTE))
                .singleElement()
                .asString()
                .contains("host=a\\\"b");
    }
}
