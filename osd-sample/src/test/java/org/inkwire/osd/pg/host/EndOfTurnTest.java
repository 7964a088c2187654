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
        turn.run(() -> {
            turn.whenDurable(ObjectStore.DURABLE, () -> ran.add("durable"));
            ran.add("turn");
        });

        assertThat(ran).containsExactly("turn", "durable");
        assertThat(tasks).isEmpty();
    }

    @Test
    void whatFollowsAtTheEndOfATurnMayApplyMoreWithoutRecursion() {
        turn.run(() -> turn.whenDurable(ObjectStore.DURABLE, this::applyAgain));

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
        turn.run(() -> {
            turn.whenDurable(slow, () -> ran.add("first"));
            slow.complete(null);
            turn.whenDurable(ObjectStore.DURABLE, () -> ran.add("second"));
        });
        assertThat(ran).isEmpty();

        runTasks();
        assertThat(ran).containsExactly("first", "second");
    }

    @Test
    void afterAFailureOfTheStoreNothingAppliedLaterContinues() {
        turn.run(() -> {
            turn.whenDurable(CompletableFuture.failedFuture(new IllegalStateException()), () -> ran.add("never"));
            turn.whenDurable(ObjectStore.DURABLE, () -> ran.add("never"));
        });
        runTasks();
        turn.run(() -> turn.whenDurable(ObjectStore.DURABLE, () -> ran.add("never")));
        runTasks();

        assertThat(ran).containsExactly("failed");
    }

    @Test
    void afterAFailureInATurnNothingThatFollowsFromItRuns() {
        assertThatThrownBy(() -> turn.run(() -> {
                    turn.whenDurable(ObjectStore.DURABLE, () -> ran.add("never"));
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");
        assertThatThrownBy(() -> turn.run(() -> {
                    turn.whenDurable(ObjectStore.DURABLE, () -> {
                        throw new IllegalStateException("on purpose again");
                    });
                    turn.whenDurable(ObjectStore.DURABLE, () -> ran.add("never"));
                }))
                .hasMessage("on purpose again");

        turn.run(() -> ran.add("turn"));
        runTasks();
        assertThat(ran).containsExactly("turn");
    }

    @Test
    void aTurnWithinATurnIsRefused() {
        assertThatThrownBy(() -> turn.run(() -> turn.run(() -> ran.add("never"))))
                .isInstanceOf(AssertionError.class);

        assertThat(ran).isEmpty();
    }
}
