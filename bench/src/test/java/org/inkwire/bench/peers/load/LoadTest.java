// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.inkwire.bench.peers.peer.Answers;
import org.inkwire.bench.peers.peer.Client;
import org.inkwire.bench.process.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a turn of load sends, and what it makes of the answers. */
class LoadTest {
    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    @AfterEach
    void end() {
        thread.shutdownNow();
    }

    /** Answers on its one thread, but not what {@code swallowed} says. */
    private final class Echo implements Client {
        private final AtomicReference<Answers> answers = new AtomicReference<>();
        private final AtomicInteger sent = new AtomicInteger();
        private final AtomicInteger inFlight = new AtomicInteger();
        private final AtomicInteger mostInFlight = new AtomicInteger();
        private int swallowed;
        private long stallNanos;

        Result run(Order order) throws InterruptedException {
            Load load = new Load(this, order);
            answers.set(load);
            return load.run();
        }

        @Override
        public void execute(Runnable task) {
            thread.execute(task);
        }

        @Override
        public void send(long stamp, int bytes, int answerBytes) {
            int number = sent.incrementAndGet();
            if (answerBytes == 0) {
                return;
            }
            mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
            if (number <= swallowed) {
                return;
            }
            thread.execute(() -> {
                if (stallNanos > 0) {
                    long until = System.nanoTime() + stallNanos;
                    stallNanos = 0;
                    while (System.nanoTime() < until) {
                        Thread.onSpinWait();
                    }
                }
                inFlight.decrementAndGet();
                answers.get().onAnswer(stamp);
            });
        }

        @Override
        public void close() {
            // nothing to close
        }
    }

    @Test
    void aClosedLoopKeepsSoManyInFlight() throws InterruptedException {
        Echo echo = new Echo();
        Result result = echo.run(new Order(64, 64, 1, 0, 16, 0, 50));
        assertThat(echo.mostInFlight).hasValue(16);
        assertThat(result.messages()).isEqualTo(echo.sent.get());
        assertThat(result.latencyNanos().getTotalCount()).isEqualTo(result.messages());
        assertThat(result.nanos()).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(50));
        assertThat(result.lost()).isZero();
    }

    @Test
    void oneOfAGroupIsAnsweredAndAllAreCounted() throws InterruptedException {
        Echo echo = new Echo();
        Result result = echo.run(new Order(1 << 16, 16, 8, 0, 2, 0, 50));
        assertThat(echo.mostInFlight).hasValue(2);
        assertThat(result.messages()).isEqualTo(echo.sent.get());
        assertThat(result.latencyNanos().getTotalCount()).isEqualTo(result.messages() / 8);
    }

    @Test
    void aMaskTimesOneInSoMany() throws InterruptedException {
        Echo echo = new Echo();
        Result result = echo.run(new Order(64, 64, 1, 7, 64, 0, 50));
        assertThat((double) result.messages() / result.latencyNanos().getTotalCount())
                .isBetween(7.0, 9.0);
    }

    @Test
    void anOpenLoopSendsAtItsRateAndChargesAStallToAllItDelayed() throws InterruptedException {
        Echo echo = new Echo();
        echo.stallNanos = TimeUnit.MILLISECONDS.toNanos(100);
        Result result = echo.run(new Order(64, 64, 1, 0, 1, 1000, 300));
        assertThat(result.messages()).isEqualTo(300);
        // About a hundred messages were due during the stall; a closed loop would have timed one.
        assertThat(result.latencyNanos().getCountBetweenValues(TimeUnit.MILLISECONDS.toNanos(20), Long.MAX_VALUE / 2))
                .isGreaterThanOrEqualTo(70);
    }

    @Test
    void whatHasNoAnswerIsCountedAsLost() throws InterruptedException {
        Echo echo = new Echo();
        echo.swallowed = 3;
        Load load = new Load(echo, new Order(64, 64, 1, 0, 4, 0, 20), 1);
        echo.answers.set(load);
        assertThat(load.run().lost()).isEqualTo(3);
    }
}
