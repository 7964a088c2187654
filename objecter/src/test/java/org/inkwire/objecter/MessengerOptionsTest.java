// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.conf.ConfException;
import org.inkwire.msgr.fault.FaultInjection;
import org.inkwire.wire.entity.AuthEntityName;
import org.inkwire.wire.entity.EntityType;
import org.junit.jupiter.api.Test;

class MessengerOptionsTest {
    private static FaultInjection of(String... lines) {
        return MessengerOptions.faultInjection(CephConf.builder()
                .name(new AuthEntityName(EntityType.OSD, "0"))
                .fileText("[osd]\n" + String.join("\n", lines) + "\n")
                .environment(Map.of())
                .build());
    }

    @Test
    void withoutOptionsNothingIsInjected() {
        assertThat(of()).isEqualTo(FaultInjection.NONE);
    }

    @Test
    void cephConfSaysWhatIsInjected() {
        assertThat(of(
                        "ms inject socket failures = 500",
                        "ms_inject_delay_type = osd mon",
                        "ms inject delay probability = .005",
                        "ms inject delay max = 2.5",
                        "ms inject internal delays = .002",
                        "ms blackhole client = true"))
                .isEqualTo(new FaultInjection(
                        500,
                        Set.of(EntityType.OSD, EntityType.MON),
                        0.005,
                        Duration.ofMillis(2500),
                        Duration.ofMillis(2),
                        Set.of(EntityType.CLIENT)));
    }

    @Test
    void aProbabilityAboveOneIsRefusedByName() {
        assertThatThrownBy(() -> of("ms inject delay probability = 2"))
                .isInstanceOfAny(IllegalArgumentException.class, ConfException.class)
                .hasMessageContaining("ms_inject_delay_probability");
    }
}
