// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** What holds for the arrows of every state machine of the OSD, and how {@code docs/OSD.md} shows them. */
public final class Arrows {
    private Arrows() {}

    /** A line for each state: the state, an arrow, its successors in the order of the enum. */
    static <S extends Enum<S> & State<S>> String table(Class<S> states) {
        StringBuilder text = new StringBuilder();
        for (S from : states.getEnumConstants()) {
            String to = EnumSet.allOf(states).stream()
                    .filter(from.successors()::contains)
                    .map(Enum::name)
                    .collect(Collectors.joining(" "));
            text.append(from)
                    .append(" ->")
                    .append(to.isEmpty() ? "" : " ")
                    .append(to)
                    .append('\n');
        }
        return text.toString();
    }

    public static <S extends Enum<S> & State<S>> void pageShows(Class<S> states) throws IOException {
        Path page = Path.of("..", "docs", "OSD.md");
        assertThat(Files.readString(page)).contains("```\n" + table(states) + "```");
    }

    /** @param last the final states, and no others */
    public static <S extends Enum<S> & State<S>> void allAreReachedAndOnlyTheseAreFinal(S first, Set<S> last) {
        Set<S> reached = EnumSet.of(first);
        for (S ignored : EnumSet.allOf(first.getDeclaringClass())) {
            for (S s : EnumSet.copyOf(reached)) {
                reached.addAll(s.successors());
            }
        }
        assertThat(reached).isEqualTo(EnumSet.allOf(first.getDeclaringClass()));
        for (S s : reached) {
            assertThat(s.successors().isEmpty()).as("%s is final", s).isEqualTo(last.contains(s));
            assertThat(s.successors()).as("%s may stay without an arrow", s).doesNotContain(s);
        }
    }
}
