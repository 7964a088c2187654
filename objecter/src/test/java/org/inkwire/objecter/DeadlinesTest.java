// SPDX-License-Identifier: Apache-2.0
package org.inkwire.objecter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.inkwire.cluster.osd.ObjectLocator;
import org.inkwire.cluster.osd.OsdFlag;
import org.inkwire.cluster.osd.op.OSDOps;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.testkit.msgr.ManualCenters;
import org.inkwire.testkit.msgr.Trap;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
    private final ManualCenters centers = new ManualCenters();
    private final EventCenter center = centers.newCenter("client");
    private final Completions completions = new Completions(null);
    private final Gate gate = new Gate(center, completions);
    private final Deadlines deadlines = new Deadlines(center, this::onTimer);
    private final Trap listing = new Trap();
    private final List<Op<?>> open = new ArrayList<>();
    private final List<Op<?>> ended = new ArrayList<>();
    private Consumer<Op<?>> end = this::end;

    private void onTimer() {
        try {
            deadlines.expire(this::open, op -> end.accept(op));
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("planned");
            end = this::end;
            listing.disarm();
        }
    }

    private List<Collection<Op<?>>> open() {
        listing.step();
        return List.of(open);
    }

    private void end(Op<?> op) {
        op.claim();
        ended.add(op);
    }

    private Op<?> watched(long millis) {
        OpRequest request = new OpRequest(
                ObjectLocator.of(1, ""), "foo", List.of(OSDOps.stat()), OsdFlag.READ, Duration.ofMillis(millis));
        Op<?> op = new Op<>(request, (asked, reply) -> reply.result(), completions, gate);
        op.tid = open.size() + 1;
        open.add(op);
        deadlines.watch(op);
        return op;
    }

    @Test
    void operationsEndInTheOrderOfTheirDeadlines() {
        Op<?> late = watched(900);
        Op<?> soon = watched(300);
        centers.advance(Duration.ofMillis(400));
        assertThat(ended).containsExactly(soon);
        Op<?> between = watched(200);
        centers.advance(Duration.ofSeconds(1));
        assertThat(ended).containsExactly(soon, between, late);
    }

    @Test
    void anAnsweredOperationLeavesTheTimerToTheOthers() {
        Op<?> answered = watched(300);
        Op<?> other = watched(500);
        answered.claim();
        centers.advance(Duration.ofSeconds(1));
        assertThat(ended).containsExactly(other);
    }

    @Test
    void anEndThatThrowsCostsTheOthersNoTimer() {
        Op<?> first = watched(100);
        Op<?> second = watched(100);
        Op<?> third = watched(500);
        end = op -> {
            end(op);
            throw new IllegalStateException("planned");
        };
        centers.advance(Duration.ofMillis(200));
        assertThat(ended).containsExactly(first, second);
        centers.advance(Duration.ofSeconds(1));
        assertThat(ended).containsExactly(first, second, third);
    }

    @Test
    void operationsThatCannotBeListedAreLookedAtAgain() {
        Op<?> op = watched(100);
        listing.arm(Trap.Kind.EXCEPTION);
        centers.advance(Duration.ofMillis(200));
        assertThat(ended).containsExactly(op);
    }

    @Test
    void anEndMayBeginTheNextOperation() {
        Op<?> first = watched(100);
        Op<?> last = watched(900);
        end = op -> {
            end(op);
            end = this::end;
            watched(200);
        };
        centers.advance(Duration.ofSeconds(1));
        assertThat(ended).containsExactly(first, open.get(2), last);
    }
}
