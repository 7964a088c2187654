// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim.table;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.inkwire.msgr.fault.Interceptor.Direction;
import org.inkwire.msgr.fault.Interceptor.Verdict;
import org.inkwire.msgr.frame.Tag;

/**
 * Prints the table that the current behaviour produces: a draft to compare with the checked-in one. Every difference
 * needs an explanation.
 */
final class TableWriter {
    private static final String HEAD = """
            # The outcome for a session that is stopped once, at one frame, in the middle of a scenario.
            #
            # A row: where the interceptor sits (messenger, its role in the TCP connection), the frame, fault or stall,
            # then what A saw, what B saw, and how many whole seconds messages were delayed. A dot is zero.
            # A messenger sees, in this order:
            #   dials (TCP connections it opened), connects, accepts, resets, remote resets, refused, messages delivered.
            # Scenario.java describes the scenarios. A fault breaks the TCP connection; a stall stops one direction of
            # it until a time-out: 10 s before READY, 900 s when idle.
            """;

    private TableWriter() {}

    /** @param args seed, default 1 */
    public static void main(String[] args) {
        long seed = args.length > 0 ? Long.parseLong(args[0]) : InterceptorTableSimTest.SEED;
        StringBuilder out = new StringBuilder(HEAD);
        for (Pairing p : Pairing.values()) {
            pairing(seed, p, out);
        }
        System.out.print(out);
    }

    private static void pairing(long seed, Pairing p, StringBuilder out) {
        out.append('\n').append(Table.PAIR).append(p.title).append('\n');
        Set<Table.Sight> stopped = new LinkedHashSet<>();
        for (Scenario s : Table.scenarios(p)) {
            out.append('\n').append(Table.SCENARIO).append(s.title()).append('\n');
            World.Run undisturbed;
            try {
                undisturbed = World.run(seed, p, s, null);
            } catch (RuntimeException | AssertionError e) {
                out.append(Row.UNDISTURBED + " | !!! ").append(e).append('\n');
                continue;
            }
            out.append(new Row(p, s, null, undisturbed.outcome())).append('\n');
            for (Place place : undisturbed.armedPlaces()) {
                if (s.stopsAt(place)) {
                    stopped.add(Table.Sight.of(place));
                    for (Verdict v : List.of(Verdict.FAULT, Verdict.STALL)) {
                        out.append(row(seed, p, s, new Row.Stop(place, v))).append('\n');
                    }
                }
            }
        }
        out.append('\n').append(Table.SCENARIO).append(Table.NOT).append('\n');
        for (Place.Role role : Place.Role.values()) {
            for (Direction d : Direction.values()) {
                List<String> frames = new ArrayList<>();
                for (Table.Sight sight : Table.Sight.all()) {
                    Tag tag = sight.point().tag();
                    if (sight.role() == role && sight.point().direction() == d && !stopped.contains(sight)) {
                        frames.add(tag == null ? "BANNER" : tag.name());
                    }
                }
                out.append(role.name().toLowerCase(Locale.ROOT))
                        .append(' ')
                        .append(d)
                        .append(": ")
                        .append(String.join(" ", frames))
                        .append('\n');
            }
        }
    }

    private static String row(long seed, Pairing p, Scenario s, Row.Stop stop) {
        try {
            World.Run run = World.run(seed, p, s, stop);
            return new Row(p, s, stop, run.outcome()) + (run.wasStopped() ? "" : " !!! not reached");
        } catch (RuntimeException | AssertionError e) {
            return stop + " | !!! " + e;
        }
    }
}
