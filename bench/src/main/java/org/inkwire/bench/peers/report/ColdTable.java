// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.report;

import java.util.List;
import java.util.Locale;
import org.inkwire.bench.peers.run.ColdStart;

/** The first seconds of each contestant as Markdown. */
public final class ColdTable {
    private static final int[] SECONDS = {1, 2, 3, 4, 5, 10, 20, 30};
    private static final int EARLY = 3;
    private static final double THOUSAND = 1000;

    private ColdTable() {}

    /** @param title of the load */
    public static String of(List<ColdStart.Warming> warmings, String title, String machine, List<String> notes) {
        StringBuilder out = new StringBuilder("# From a cold start\n\n")
                .append(machine)
                .append(". ")
                .append(title)
                .append(": thousands of messages in the nth second of load.\n\n");
        notes.forEach(note -> out.append("- ").append(note).append('\n'));
        out.append("\n| |");
        for (int s : SECONDS) {
            out.append(' ').append(s).append(" |");
        }
        int last = SECONDS[SECONDS.length - 1];
        out.append(' ').append(EARLY).append(" ÷ ").append(last).append(" |\n|");
        out.append("---|".repeat(SECONDS.length + 2)).append('\n');
        for (ColdStart.Warming w : warmings) {
            out.append("| ").append(w.contestant().title()).append(" |");
            for (int s : SECONDS) {
                out.append(String.format(Locale.ROOT, " %.0f |", w.in(s) / THOUSAND));
            }
            out.append(String.format(Locale.ROOT, " %.2f |\n", w.in(EARLY) / w.in(last)));
        }
        return out.toString();
    }
}
