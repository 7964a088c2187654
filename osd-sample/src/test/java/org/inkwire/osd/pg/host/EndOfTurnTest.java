// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.inkwire.store.ObjectStore;
import org.junit.jupiter.api.Test;

class EndOfTurnTest {
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final List<String> ran = new ArrayList<>();
    private final EndOfTurn turn = new EndOfTurn(tasks::add, failure -> ran.add("failed"));

    private void runTasks() {
        while (!tasks.isEmpty()) {
            tasks.removeFirst().run();
        }
    }

    @Test
    void whatIsDurableAtOnceContinuesAtTheEndOfTheTurnWithoutATask() {
        turn.begin();
        turn.whenDurable(ObjectStore.DURABLE, () -> ran.add("durable"));
        ran.add("turn");
        turn.end();

        assertThat(ran).containsExactly("turn", "durable");
        assertThat(tasks).isEmpty();
    }

    @Test
    void whatFollowsAtTheEndOfATurnMayApplyMoreWithoutRecursion() {
        turn.begin();
        turn.whenDurable(ObjectStore.DURABLE, this::applyAgain);
        turn.end();

        assertThat(ran).hasSize(100_000);
    }

    private void applyAgain() {
        ran.add("again");
        if (ran.size() < 100_000) {
            turn.whenDurable(ObjectStore.DURABLE, this::applyAgain);
        }
    }

    @Test
    void outsideATurnItContinuesInALaterTask() {
        turn.whenDurable(ObjectStore.DURABLE, () -> ran.add("durable"));

        assertThat(ran).isEmpty();
        runTasks();
        assertThat(ran).containsExactly("durable");
    }

    @Test
    void whatIsDurableAtOnceDoesNotOvertakeWhatWasAppliedBefore() {
        CompletableFuture<Void> slow = new CompletableFuture<>();
        turn.begin();
        turn.whenDurable(slow, () -> ran.add("first"));
        slow.complete(null);
        turn.whenDurable(ObjectStore.DURABLE, () -> ran.add("second"));
        turn.end();
        assertThat(ran).isEmpty();

        runTasks();
        assertThat(ran).containsExactly("first", "second");
    }

    @Test
    void aFailureOfTheStoreIsToldBeforeAnythingAppliedLaterContinues() {
        turn.begin();
        turn.whenDurable(CompletableFuture.failedFuture(new IllegalStateException()), () -> ran.add("never"));
        turn.whenDurable(ObjectStore.DURABLE, () -> ran.add("later"));
        turn.end();

        runTasks();
        assertThat(ran).containsExactly("failed", "later");
    }

    @Test
    void aFailureInOneDoesNotLoseTheOthers() {
        turn.begin();
        turn.whenDurable(ObjectStore.DURABLE, () -> {
            throw new IllegalStateException("on purpose");
        });
        turn.whenDurable(ObjectStore.DURABLE, () -> ran.add("other"));

        assertThatThrownBy(turn::end).hasMessage("on purpose");
        runTasks();
        assertThat(ran).containsExactly("other");
    }
}
