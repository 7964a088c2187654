// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Many hand-overs to a center at the moment it parks, from several threads: one lost wake-up, and the center sleeps longer
 * than the test waits.
 */
class WakeUpStressTest {
    private static final long SEED = 20260101;
    private static final int THREADS = 3;
    private static final int TASKS = 3_000;
    /** Less than the longest park. */
    private static final long PATIENCE_SECONDS = 20;

    /** A spin of so many rounds lets the center come near its park, or into it. */
    private static final int PAUSE_MAX = 4_000;

    static Stream<WaitStrategy> strategies() {
        return Stream.of(WaitStrategy.park(), WaitStrategy.spinThenPark(Duration.ofNanos(2_000)));
    }

    private static EventCenter center(String name, WaitStrategy waiting) {
        EventCenter center = new EventCenter(name, null, executor -> new ParkingPoller(), Ticker.systemTicker());
        center.hosted(new ThreadPerCenter().host(center, waiting));
        return center;
    }

    private static void pause(SplittableRandom random) {
        for (int left = random.nextInt(PAUSE_MAX); left > 0; left--) {
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void noTaskWaitsForAnother(WaitStrategy waiting) throws Exception {
        EventCenter center = center("center", waiting);
        CountDownLatch submitters = new CountDownLatch(THREADS);
        AtomicInteger ran = new AtomicInteger();
        SplittableRandom seeds = new SplittableRandom(SEED);
        for (int thread = 0; thread < THREADS; thread++) {
            SplittableRandom random = seeds.split();
            new Thread(() -> {
                        for (int i = 0; i < TASKS / THREADS; i++) {
                            CountDownLatch done = new CountDownLatch(1);
                            center.submit(() -> {
                                ran.incrementAndGet();
                                done.countDown();
                            });
                            if (!awaits(done)) {
                                return;
                            }
                            pause(random);
                        }
                        submitters.countDown();
                    })
                    .start();
        }
        assertThat(submitters.await(3 * PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(ran).hasValue(TASKS / THREADS * THREADS);
        center.stop().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static boolean awaits(CountDownLatch latch) {
        try {
            return latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void twoCentersHandATaskToEachOther(WaitStrategy waiting) throws Exception {
        EventCenter a = center("a", waiting);
        EventCenter b = center("b", waiting);
        CountDownLatch done = new CountDownLatch(1);
        AtomicInteger left = new AtomicInteger(TASKS);
        a.submit(new Runnable() {
            private EventCenter next = b;

            @Override
            public void run() {
                EventCenter to = next;
                next = to.equals(a) ? b : a;
                if (left.decrementAndGet() == 0) {
                    done.countDown();
                } else {
                    to.submit(this);
                }
            }
        });
        assertThat(done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        a.stop().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        b.stop().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void aTimerEndsAPark(WaitStrategy waiting) throws Exception {
        EventCenter center = center("center", waiting);
        CountDownLatch fired = new CountDownLatch(2);
        center.schedule(TimeUnit.MILLISECONDS.toNanos(1), fired::countDown);
        center.submit(() -> center.schedule(TimeUnit.MILLISECONDS.toNanos(2), fired::countDown));
        assertThat(fired.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        center.stop().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
