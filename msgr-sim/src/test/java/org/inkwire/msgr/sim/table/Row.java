// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim.table;

import java.util.Locale;
import org.inkwire.msgr.fault.Interceptor.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * One line of the table.
 *
 * @param stop null for the undisturbed run of a scenario
 */
record Row(Pairing pairing, Scenario scenario, @Nullable Stop stop, Outcome outcome) {
    /** FAULT or STALL, the first time the place is reached. */
    record Stop(Place place, Verdict verdict) {
        @Override
        public String toString() {
            return place + " " + verdict.name().toLowerCase(Locale.ROOT);
        }
    }

    static final String UNDISTURBED = "undisturbed";

    static Row parse(Pairing pairing, Scenario scenario, String line) {
        int bar = line.indexOf('|');
        String what = line.substring(0, bar).trim();
        Outcome outcome = Outcome.parse(line.substring(bar + 1));
        if (what.equals(UNDISTURBED)) {
            return new Row(pairing, scenario, null, outcome);
        }
        int last = what.lastIndexOf(' ');
        Verdict verdict = Verdict.valueOf(what.substring(last + 1).toUpperCase(Locale.ROOT));
        return new Row(pairing, scenario, new Stop(Place.parse(what.substring(0, last)), verdict), outcome);
    }

    String what() {
        return stop == null ? UNDISTURBED : stop.toString();
    }

    @Override
    public String toString() {
        return String.format("%-52s | %s", what(), outcome);
    }
}
