// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.inkwire.msgr.fault.Interceptor.Verdict;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs every row of {@code interceptor-table.txt}: (frame, read or write) × policies × both sides × fault and stall.
 * The table must have a row for every place that a scenario passes. A frame without a row must be one that cannot
 * occur; all runs check this.
 */
class InterceptorTableSimTest {
    static final long SEED = 1;

    private static final Table TABLE = Table.load();

    @TestFactory
    Stream<DynamicNode> stoppedAtAnyFrameASessionDoesWhatTheTableSays() {
        return Stream.of(Pairing.values()).map(p -> {
            Set<Place> passed = new TreeSet<>();
            List<DynamicNode> parts = new ArrayList<>();
            for (Scenario s : Table.scenarios(p)) {
                parts.add(DynamicContainer.dynamicContainer(s.title(), scenario(p, s, passed)));
            }
            parts.add(DynamicTest.dynamicTest(
                    "nothing occurred that the table rules out",
                    () -> assertThat(passed).noneMatch(place -> TABLE.absent(p).contains(Table.Sight.of(place)))));
            return DynamicContainer.dynamicContainer(p.title, parts);
        });
    }

    private static Stream<DynamicNode> scenario(Pairing p, Scenario s, Set<Place> passed) {
        List<Row> rows = TABLE.rows(p, s);
        Stream<DynamicNode> complete = Stream.of(
                DynamicTest.dynamicTest("has a row for every place it passes", () -> everyPlaceHasRows(p, s, rows)));
        return Stream.concat(
                complete,
                rows.stream()
                        .map(r -> DynamicTest.dynamicTest(r.what(), () -> {
                            World.Run run = World.run(SEED, p, s, r.stop());
                            passed.addAll(run.places());
                            assertThat(run.wasStopped()).isEqualTo(r.stop() != null);
                            assertThat(run.outcome()).hasToString(r.outcome().toString());
                        })));
    }

    private static void everyPlaceHasRows(Pairing p, Scenario s, List<Row> rows) {
        List<String> wanted = new ArrayList<>();
        wanted.add(Row.UNDISTURBED);
        for (Place place : World.run(SEED, p, s, null).armedPlaces()) {
            if (s.stopsAt(place)) {
                wanted.add(new Row.Stop(place, Verdict.FAULT).toString());
                wanted.add(new Row.Stop(place, Verdict.STALL).toString());
            }
        }
        assertThat(rows).extracting(Row::what).containsExactlyElementsOf(wanted);
    }

    @TestFactory
    Stream<DynamicTest> everyFrameIsInARowOfBothEndsOrCannotCome() {
        return Stream.of(Pairing.values())
                .map(p -> DynamicTest.dynamicTest(p.title, () -> {
                    Set<Table.Sight> inRows = new LinkedHashSet<>();
                    for (Row r : TABLE.rows()) {
                        Row.Stop stop = r.stop();
                        if (r.pairing() == p && stop != null) {
                            inRows.add(Table.Sight.of(stop.place()));
                        }
                    }
                    assertThat(TABLE.absent(p)).doesNotContainAnyElementsOf(inRows);
                    Set<Table.Sight> all = new LinkedHashSet<>(inRows);
                    all.addAll(TABLE.absent(p));
                    assertThat(all).containsExactlyInAnyOrderElementsOf(Table.Sight.all());
                }));
    }
}
