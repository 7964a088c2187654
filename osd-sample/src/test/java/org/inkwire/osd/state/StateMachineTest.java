// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class StateMachineTest {
    private enum Light implements State<Light> {
        GREEN,
        RED;

        @Override
        public Set<Light> successors() {
            return this == GREEN ? EnumSet.of(RED) : EnumSet.noneOf(Light.class);
        }
    }

    private int moves;
    private final StateMachine<Light> light =
            new StateMachine<>(LoggerFactory.getLogger(getClass()), "light", Light.GREEN, () -> moves++);

    @Test
    void movesAlongAnArrowAndTells() {
        light.become(Light.RED, "enough");
        assertThat(light.state()).isEqualTo(Light.RED);
        assertThat(moves).isEqualTo(1);
    }

    @Test
    void stayingIsNoMove() {
        light.become(Light.GREEN, "still");
        assertThat(moves).isZero();
    }

    @Test
    void whereNoArrowLeadsIsNotReachedAndTheErrorNamesOwnerStatesAndReason() {
        light.become(Light.RED, "enough");
        assertThatThrownBy(() -> light.become(Light.GREEN, "again"))
                .isInstanceOf(AssertionError.class)
                .hasMessage("light: RED -> GREEN (again)");
        assertThat(light.is(Light.RED)).isTrue();
        assertThat(moves).isEqualTo(1);
    }
}
