// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.inkwire.wire.entity.EntityType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultInjectionTest {
    private static FaultInjection parse(Map<String, String> options) {
        return FaultInjection.parse(options::get);
    }

    @Test
    void withoutOptionsNothingIsInjected() {
        assertThat(parse(Map.of())).isEqualTo(FaultInjection.NONE);
        assertThat(FaultInjection.NONE.isActive()).isFalse();
    }

    @Test
    void optionsAreReadByCephsNames() {
        FaultInjection faults = parse(Map.of(
                "ms_inject_socket_failures", "500",
                "ms_inject_delay_type", "osd mon",
                "ms_inject_delay_probability", "0.25",
                "ms_inject_delay_max", "1.5",
                "ms_inject_internal_delays", "0.002",
                "ms_blackhole_mds", "true",
                "ms_blackhole_osd", "false"));
        assertThat(faults)
                .isEqualTo(new FaultInjection(
                        500,
                        Set.of(EntityType.OSD, EntityType.MON),
                        0.25,
                        Duration.ofMillis(1500),
                        Duration.ofMillis(2),
                        Set.of(EntityType.MDS)));
        assertThat(faults.delays(EntityType.OSD)).isTrue();
        assertThat(faults.delays(EntityType.CLIENT)).isFalse();
        assertThat(faults.blackholes(EntityType.MDS)).isTrue();
        assertThat(faults.blackholes(EntityType.OSD)).isFalse();
    }

    @Test
    void delaysNeedATypeAndAProbability() {
        assertThat(parse(Map.of("ms_inject_delay_type", "osd")).isActive()).isFalse();
        assertThat(parse(Map.of("ms_inject_delay_probability", "1")).isActive()).isFalse();
        assertThat(parse(Map.of("ms_inject_delay_type", "osd", "ms_inject_delay_probability", "1"))
                        .takesMessages())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "ms_inject_socket_failures, -1",
        "ms_inject_socket_failures, often",
        "ms_inject_delay_type, osd monkey",
        "ms_inject_delay_probability, 1.01",
        "ms_inject_delay_probability, -0.1",
        "ms_inject_delay_probability, NaN",
        "ms_inject_delay_max, -1",
        "ms_inject_delay_max, 1e9",
        "ms_inject_internal_delays, NaN",
        "ms_inject_internal_delays, -0.5",
        "ms_blackhole_osd, perhaps"
    })
    void aValueThatMakesNoSenseIsRefusedByTheNameOfItsOption(String name, String value) {
        assertThatThrownBy(() -> parse(Map.of(name, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name);
    }

    @Test
    void aKindThatIsNoPeerIsRefused() {
        assertThatThrownBy(
                        () -> new FaultInjection(0, Set.of(), 0, Duration.ZERO, Duration.ZERO, Set.of(EntityType.AUTH)))
                .hasMessageContaining("auth");
    }
}
