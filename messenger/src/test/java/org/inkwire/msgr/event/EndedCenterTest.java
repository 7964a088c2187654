// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.IoHandlerFactory;
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
    void aTaskThatThrowsIsReportedAndTheNextOneRuns() {
        List<Throwable> failed = new ArrayList<>();
        center.onTaskFailure(failed::add);
        List<Throwable> planned = List.of(
                new IllegalStateException("planned"),
                new StackOverflowError("planned"),
                new OutOfMemoryError("planned"));
        for (Throwable e : planned) {
            center.submit(() -> sneak(e));
            center.schedule(0, () -> sneak(e));
            center.submitPrepared(center.prepare(() -> sneak(e)));
            center.whenDone(CompletableFuture.completedFuture("x"), (value, failure) -> sneak(e));
            center.submit(() -> ran.add("next"));
        }
        center.processEvents(EventCenter.NO_WAIT);
        assertThat(ran).containsExactly("next", "next", "next");
        assertThat(failed).hasSize(4 * planned.size()).containsAll(planned);
    }

    @Test
    void whatThrowsInTheListenerOfFailuresEndsThere() {
        center.onTaskFailure(e -> sneak(new OutOfMemoryError("planned")));
        center.submit(() -> sneak(new IllegalStateException("planned")));
        center.submit(() -> ran.add("next"));
        center.processEvents(EventCenter.NO_WAIT);
        assertThat(ran).containsExactly("next");
    }

    @Test
    void whatAnOwnedTaskThrowsGoesToItsOwner() {
        List<Throwable> failed = new ArrayList<>();
        OwnedTasks tasks = new OwnedTasks(center, failed::add);
        tasks.submit(() -> sneak(new StackOverflowError("planned")));
        tasks.schedule(0, () -> sneak(new OutOfMemoryError("planned")));
        center.processEvents(EventCenter.NO_WAIT);
        assertThat(failed).hasSize(2).allMatch(e -> "planned".equals(e.getMessage()));
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable e) throws T {
        throw (T) e;
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
    void aQuestionThatWaitsWhenTheCenterBreaksFails() {
        CompletableFuture<Integer> asked = center.ask(() -> 1).toCompletableFuture();
        center.broke();
        CompletableFuture<Integer> never = center.ask(() -> 2).toCompletableFuture();
        assertThat(asked).isCompletedExceptionally();
        assertThat(never).isCompletedExceptionally();
        assertThat(center.submit(() -> ran.add("never"))).isFalse();
    }

    @Test
    void noTaskIsLostOrRefusedInSilenceWhileThreadsRaceWithTheEnd() throws Exception {
        List<IoHandlerFactory> pollers = List.of(NioIoHandler.newFactory(), executor -> new ParkingPoller());
        for (int round = 0; round < 300; round++) {
            EventCenter racing = new EventCenter("racing", null, pollers.get(round % 2), Ticker.systemTicker());
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
