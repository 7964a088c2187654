// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The diagram in docs/PROTOCOL.md is this table, so the page cannot drift. */
class StateDiagramTest {
    static String diagram() {
        StringBuilder text = new StringBuilder("stateDiagram-v2\n");
        for (State from : State.values()) {
            for (State to : from.successors()) {
                text.append("    ").append(from).append(" --> ").append(to).append('\n');
            }
        }
        return text.toString();
    }

    @Test
    void theProtocolPageShowsTheArrowsOfTheCode() throws Exception {
        Path page = Path.of("..", "docs", "PROTOCOL.md");
        assertThat(Files.readString(page)).contains("```mermaid\n" + diagram() + "```");
    }

    @Test
    void everyStateIsReachedFromNoneAndAllButClosedLeadOn() {
        Set<State> reached = EnumSet.of(State.NONE);
        for (int i = 0; i < State.values().length; i++) {
            for (State s : EnumSet.copyOf(reached)) {
                reached.addAll(s.successors());
            }
        }
        assertThat(reached).isEqualTo(EnumSet.allOf(State.class));
        for (State s : State.values()) {
            assertThat(s.successors().isEmpty()).isEqualTo(s == State.CLOSED);
        }
    }
}
