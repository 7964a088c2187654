// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PriorityLanesTest {
    private final PriorityLanes<String> lanes = new PriorityLanes<>();

    private List<String> poll(int count) {
        List<String> polled = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            polled.add(lanes.poll());
        }
        return polled;
    }

    private void add(int count, int priority, String item) {
        for (int i = 0; i < count; i++) {
            lanes.add(priority, item);
        }
    }

    @Test
    void highPrioritiesGoStrictlyFirst() {
        lanes.add(127, "default");
        lanes.add(196, "high");
        lanes.add(255, "highest");
        lanes.add(196, "high again");
        assertThat(poll(4)).containsExactly("highest", "high", "high again", "default");
        assertThat(lanes.poll()).isNull();
    }

    @Test
    void belowThatALowerPriorityGetsLessButNeverNothing() {
        add(1000, 127, "default");
        add(1000, 63, "low");
        List<String> hundred = poll(100);
        assertThat(Collections.frequency(hundred, "default")).isEqualTo(70);
        assertThat(Collections.frequency(hundred, "low")).isEqualTo(30);
    }

    @Test
    void aPriorityOfZeroGetsItsTurnToo() {
        add(100, 127, "default");
        add(1, 0, "least");
        assertThat(poll(8)).contains("least");
    }

    @Test
    void whatIsUrgentWaitsForNoTurnToEnd() {
        add(10, 127, "default");
        poll(2);
        lanes.add(200, "urgent");
        assertThat(lanes.poll()).isEqualTo("urgent");
    }

    @Test
    void aLaneThatAppearsLaterDoesNotTakeAnothersTurn() {
        add(100, 64, "low");
        assertThat(poll(3)).containsOnly("low");
        add(100, 127, "default");
        assertThat(poll(1 + 7 + 4))
                .containsExactly(
                        "low", "default", "default", "default", "default", "default", "default", "default", "low",
                        "low", "low", "low");
    }

    @Test
    void numbersAPeerMadeUpCountAsTheHighest() {
        lanes.add(60_000, "first");
        lanes.add(255, "second");
        lanes.add(40_000, "third");
        assertThat(poll(3)).containsExactly("first", "second", "third");
    }

    @Test
    void sizeCountsAllLanes() {
        add(3, 127, "a");
        add(2, 255, "b");
        poll(1);
        assertThat(lanes.size()).isEqualTo(4);
        poll(4);
        assertThat(lanes.isEmpty()).isTrue();
    }
}
