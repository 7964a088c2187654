// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.rados.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final List<Shape> SHAPES =
            Plan.shapes(List.of(1, 3), List.of(Load.WRITE, Load.READ), List.of(4096, 4 << 20), List.of(1, 64));

    private static Plan plan(long seed) {
        return new Plan(SHAPES, 3, 1, 1, 1, 512L << 20, seed);
    }

    @Test
    void everyEntrantTakesATurnWithEveryShapeInEveryRound() {
        List<Plan.Slot<String>> slots = plan(1).slots(List.of("a", "b"));
        assertThat(slots).hasSize(SHAPES.size() * 3 * 2);
        for (int round = 0; round < 3; round++) {
            assertThat(slots.subList(round * SHAPES.size() * 2, (round + 1) * SHAPES.size() * 2))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void entrantsTakeTurnsWithAShapeOneAfterTheOther() {
        List<Plan.Slot<String>> slots = plan(1).slots(List.of("a", "b"));
        for (int i = 0; i < slots.size(); i += 2) {
            assertThat(slots.get(i).shape()).isEqualTo(slots.get(i + 1).shape());
        }
    }

    @Test
    void theSeedDecidesTheOrder() {
        assertThat(plan(7).slots(List.of("a", "b")))
                .isEqualTo(plan(7).slots(List.of("a", "b")))
                .isNotEqualTo(plan(8).slots(List.of("a", "b")));
    }

    @Test
    void sizesAreBytesOrKibibytesOrMebibytes() {
        assertThat(List.of("100", "4k", "4m").stream().map(Shape::bytes)).containsExactly(100, 4096, 4 << 20);
        for (String wrong : List.of("", "0", "k", "-1", "4g", "65m", "9999999999")) {
            assertThatThrownBy(() -> Shape.bytes(wrong))
                    .hasMessage("an object's size is 1 to 64m bytes, such as 4k or 4m, not " + wrong);
        }
    }

    @Test
    void anUnknownLoadIsRefused() {
        assertThatThrownBy(() -> Load.named("seq")).hasMessage("no load seq; there are write, read");
    }

    @Test
    void shapesHaveNamesForFilesAndTitlesForPeople() {
        Shape shape = new Shape(1, Load.WRITE, 64 << 10, 16);
        assertThat(shape.name()).isEqualTo("write-64k-16-x1");
        assertThat(shape.title()).isEqualTo("write 64 KiB, 16 in flight, 1 copy");
    }

    @Test
    void whatATurnWritesIsBoundedButEnoughForAllInFlight() {
        assertThat(plan(1).writtenObjects(new Shape(1, Load.WRITE, 4096, 16))).isEqualTo(131_072);
        assertThat(plan(1).writtenObjects(new Shape(1, Load.WRITE, 64 << 20, 64)))
                .isEqualTo(128);
        assertThat(Plan.readObjects(4096)).isEqualTo(4096);
        assertThat(Plan.readObjects(4 << 20)).isEqualTo(32);
    }
}
