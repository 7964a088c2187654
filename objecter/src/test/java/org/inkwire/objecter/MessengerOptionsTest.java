// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.inkwire.cluster.conf.CephConf;
import org.inkwire.cluster.conf.ConfException;
import org.inkwire.msgr.event.StackConfig;
import org.inkwire.msgr.event.WaitStrategy;
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

    private static WaitStrategy waiting(String... lines) {
        CephConf conf = CephConf.builder()
                .fileText("[global]\n" + String.join("\n", lines) + "\n")
                .environment(Map.of())
                .build();
        return MessengerOptions.apply(conf, StackConfig.defaults()).waiting();
    }

    @Test
    void threadsWaitAsTheOptionSays() {
        assertThat(waiting()).isEqualTo(WaitStrategy.park());
        assertThat(waiting("inkwire wait = spin")).isEqualTo(WaitStrategy.spin());
        assertThat(waiting("inkwire wait = spin-then-park", "inkwire_spin_max_us = 200"))
                .isEqualTo(WaitStrategy.spinThenPark(Duration.ofNanos(200_000)));
        assertThat(waiting("inkwire wait = spin-then-park"))
                .isEqualTo(WaitStrategy.spinThenPark(Duration.ofNanos(50_000)));
    }

    @Test
    void anUnknownWayToWaitIsRefusedWithThoseThereAre() {
        assertThatThrownBy(() -> CephConf.builder()
                        .environment(Map.of())
                        .withoutFile()
                        .arguments(List.of("--inkwire_wait", "doze"))
                        .build())
                .hasMessageContaining("inkwire_wait")
                .hasMessageContaining("park, spin-then-park, spin");
    }

    @Test
    void aProbabilityAboveOneIsRefusedByName() {
        assertThatThrownBy(() -> of("ms inject delay probability = 2"))
                .isInstanceOfAny(IllegalArgumentException.class, ConfException.class)
                .hasMessageContaining("ms_inject_delay_probability");
    }
}
