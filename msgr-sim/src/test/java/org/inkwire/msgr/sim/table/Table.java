// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim.table;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.inkwire.msgr.fault.Interceptor.Direction;
import org.inkwire.msgr.fault.Interceptor.Point;
import org.inkwire.msgr.frame.Tag;

/**
 * {@code interceptor-table.txt} as data. Sections: {@code == pair of policies}, containing {@code -- scenario} with one
 * line per row, and {@code -- does not occur} with lines of a role and points.
 */
final class Table {
    /** A frame as one end of a TCP connection sees it. Text: {@code connecting WAIT WRITE}. */
    record Sight(Place.Role role, Point point) {
        static Sight of(Place place) {
            return new Sight(place.role(), place.point());
        }

        static Set<Sight> all() {
            Set<Sight> all = new LinkedHashSet<>();
            for (Place.Role role : Place.Role.values()) {
                for (Point p : Point.all()) {
                    all.add(new Sight(role, p));
                }
            }
            return all;
        }

        @Override
        public String toString() {
            return role.name().toLowerCase(Locale.ROOT) + " " + point;
        }
    }

    static final String FILE = "interceptor-table.txt";
    static final String PAIR = "== ";
    static final String SCENARIO = "-- ";
    static final String NOT = "does not occur";

    private final List<Row> rows = new ArrayList<>();
    private final Map<Pairing, Set<Sight>> absent = new EnumMap<>(Pairing.class);

    private Table() {
        for (Pairing p : Pairing.values()) {
            absent.put(p, new LinkedHashSet<>());
        }
    }

    static Table load() {
        try (InputStream in = Table.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("no " + FILE);
            }
            return parse(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Table parse(List<String> lines) {
        Table table = new Table();
        Pairing pairing = Pairing.LOSSY_STATELESS;
        String part = "";
        for (String line : lines) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith(PAIR)) {
                pairing = Pairing.titled(line.substring(PAIR.length()));
            } else if (line.startsWith(SCENARIO)) {
                part = line.substring(SCENARIO.length());
            } else if (part.equals(NOT)) {
                table.absences(pairing, line);
            } else {
                table.rows.add(Row.parse(pairing, Scenario.titled(part), line));
            }
        }
        return table;
    }

    /** A line is a role, a direction, and the frames. */
    private void absences(Pairing pairing, String line) {
        String[] words = line.trim().split("[: ]+");
        Place.Role role = Place.Role.valueOf(words[0].toUpperCase(Locale.ROOT));
        Direction direction = Direction.valueOf(words[1]);
        for (int i = 2; i < words.length; i++) {
            absent.get(pairing).add(new Sight(role, new Point(Tag.valueOf(words[i]), direction)));
        }
    }

    List<Row> rows() {
        return rows;
    }

    List<Row> rows(Pairing pairing, Scenario scenario) {
        return rows.stream()
                .filter(r -> r.pairing() == pairing && r.scenario() == scenario)
                .toList();
    }

    /** Frames that cannot occur under a pair of policies. */
    Set<Sight> absent(Pairing pairing) {
        return absent.get(pairing);
    }

    static Set<Scenario> scenarios(Pairing pairing) {
        Set<Scenario> suited = EnumSet.allOf(Scenario.class);
        suited.removeIf(s -> !s.suits(pairing));
        return suited;
    }
}
