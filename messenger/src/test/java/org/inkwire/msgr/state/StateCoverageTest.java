// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.inkwire.msgr.state.StateCoverage.Arrow;
import org.junit.jupiter.api.Test;

class StateCoverageTest {
    private static final Arrow DIALS = new Arrow("NONE", "START_CONNECT");

    @Test
    void nothingIsTakenAtFirst() {
        StateCoverage c = new StateCoverage();
        assertThat(c.taken()).isEmpty();
        assertThat(c.neverTaken()).isEqualTo(StateCoverage.diagram());
        assertThat(c.neverVisited()).hasSize(State.values().length);
    }

    @Test
    void movesAreCountedAndTheRestIsReportedAsMissing() {
        StateCoverage c = new StateCoverage();
        c.transition(State.NONE, State.START_CONNECT);
        c.transition(State.NONE, State.START_CONNECT);
        c.transition(State.START_CONNECT, State.CLOSED);
        assertThat(c.count(DIALS)).isEqualTo(2);
        assertThat(c.entered("CLOSED")).isEqualTo(1);
        assertThat(c.taken()).containsExactly(DIALS, new Arrow("START_CONNECT", "CLOSED"));
        assertThat(c.neverVisited()).contains("READY").doesNotContain("NONE", "START_CONNECT", "CLOSED");
        assertThat(c.report())
                .startsWith("states visited 3 of 19, arrows taken 2 of "
                        + StateCoverage.diagram().size())
                .contains("never taken: STANDBY --> NONE\n")
                .doesNotContain("never taken: " + DIALS);
    }

    @Test
    void twoCountsAddUp() {
        StateCoverage a = new StateCoverage();
        StateCoverage b = new StateCoverage();
        a.transition(State.NONE, State.START_CONNECT);
        b.transition(State.NONE, State.START_CONNECT);
        a.add(b);
        assertThat(a.count(DIALS)).isEqualTo(2);
    }

    @Test
    void anUnknownStateIsRefused() {
        assertThatThrownBy(() -> new StateCoverage().count(new Arrow("NONE", "NOWHERE")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
