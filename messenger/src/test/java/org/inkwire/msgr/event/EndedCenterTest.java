// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EndedCenterTest {
    private final EventCenter center =
            new EventCenter("center", Thread.currentThread(), NioIoHandler.newFactory(), Ticker.systemTicker());
    private final List<String> ran = new ArrayList<>();

    private void end() {
        center.shutdown();
        while (!center.isTerminated()) {
            center.processEvents(EventCenter.NO_WAIT);
        }
    }

    @Test
    void aTaskQueuedBeforeTheEndRuns() {
        assertThat(center.submit(() -> ran.add("queued"))).isTrue();
        end();
        assertThat(ran).containsExactly("queued");
    }

    @Test
    void aTaskSubmittedByTheLastTaskRuns() {
        center.submit(() -> center.submit(() -> center.submit(() -> ran.add("third"))));
        end();
        assertThat(ran).containsExactly("third");
    }

    @Test
    void aTaskSubmittedWhileTheCenterStopsRunsOnce() {
        center.processEvents(EventCenter.NO_WAIT);
        center.shutdown();
        assertThat(center.submit(() -> ran.add("late"))).isTrue();
        end();
        assertThat(ran).containsExactly("late");
    }

    @Test
    void aTaskSubmittedAfterTheEndIsRefused() {
        end();
        assertThat(center.submit(() -> ran.add("never"))).isFalse();
        assertThat(center.submitPrepared(center.prepare(() -> ran.add("never"))))
                .isFalse();
        assertThat(ran).isEmpty();
    }

    @Test
    void aFutureThatGoesOnAtAnEndedCenterFails() {
        end();
        assertThatThrownBy(() -> center.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        CompletionStage<String> next = CompletableFuture.completedFuture("x").thenApplyAsync(x -> x, center);
        assertThat(next.toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void whatFollowsAStageRunsOnTheCenterWithItsOutcome() {
        center.whenDone(CompletableFuture.completedFuture("x"), (value, failure) -> ran.add(value + center.inThread()));
        center.whenDone(
                CompletableFuture.failedFuture(new IllegalStateException("y")),
                (value, failure) -> ran.add(failure.getMessage()));
        assertThat(ran).isEmpty();
        center.processEvents(EventCenter.NO_WAIT);
        assertThat(ran).containsExactly("xtrue", "y");
    }

    @Test
    void whatFollowsAStageAndThrowsFailsTheCenter() {
        center.whenDone(CompletableFuture.completedFuture("x"), (value, failure) -> {
            throw new IllegalStateException("planned");
        });
        assertThatThrownBy(() -> center.processEvents(EventCenter.NO_WAIT)).hasRootCauseMessage("planned");
    }

    @Test
    void aQuestionIsAnsweredOnTheCenter() {
        CompletableFuture<Boolean> answer = center.ask(center::inThread).toCompletableFuture();
        assertThat(answer).isNotDone();
        center.processEvents(EventCenter.NO_WAIT);
        assertThat(answer).isCompletedWithValue(true);
    }

    @Test
    void aQuestionThatThrowsFailsTheAnswerNotTheCenter() {
        CompletableFuture<Object> answer = center.ask(() -> {
                    throw new IllegalStateException("no answer");
                })
                .toCompletableFuture();
        center.processEvents(EventCenter.NO_WAIT);
        assertThat(answer).isCompletedExceptionally();
    }

    @Test
    void aQuestionAskedOfAnEndedCenterFails() {
        end();
        assertThat(center.ask(() -> 1).toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void aQuestionThatWaitsWhenAFailureEndsTheCenterFails() {
        CompletableFuture<CompletionStage<Integer>> asked = new CompletableFuture<>();
        center.submit(() -> {
            asked.complete(center.ask(() -> 1));
            throw new AssertionError("planned");
        });
        // Queued by a task of the failing pass: the loop may or may not have reached it.
        assertThatThrownBy(() -> center.processEvents(EventCenter.NO_WAIT)).hasRootCauseMessage("planned");
        CompletableFuture<Integer> never = center.ask(() -> 2).toCompletableFuture();
        assertThat(asked.join().toCompletableFuture()).isDone();
        assertThat(never).isCompletedExceptionally();
        assertThat(center.submit(() -> ran.add("never"))).isFalse();
    }

    @Test
    void noTaskIsLostOrRefusedInSilenceWhileThreadsRaceWithTheEnd() throws Exception {
        for (int round = 0; round < 300; round++) {
            EventCenter racing = new EventCenter("racing", null, NioIoHandler.newFactory(), Ticker.systemTicker());
            CenterHost.Hosted hosted = new ThreadPerCenter().host(racing, WaitStrategy.park());
            AtomicInteger accepted = new AtomicInteger();
            AtomicInteger executed = new AtomicInteger();
            CountDownLatch begun = new CountDownLatch(1);
            Thread submitter = new Thread(() -> {
                while (racing.submit(executed::incrementAndGet)) {
                    accepted.incrementAndGet();
                    begun.countDown();
                    // Without a yield, a starved center would have to queue every task.
                    Thread.yield();
                }
            });
            submitter.start();
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            hosted.stop().toCompletableFuture().get(20, TimeUnit.SECONDS);
            submitter.join();
            assertThat(executed.get()).isEqualTo(accepted.get());
        }
    }
}
