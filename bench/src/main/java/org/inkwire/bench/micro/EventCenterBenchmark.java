// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.micro;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.msgr.event.StackConfig;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Tasks that cross threads. One operation is one task, from {@code submit} on another thread until it has run: alone, so
 * that every task wakes its center, or as one of many.
 */
@State(Scope.Thread)
public class EventCenterBenchmark extends MicroBenchmark {
    private static final int HOPS = 200;
    private static final int BURST = 1_000;
    private static final long WAIT_SECONDS = 60;

    @Param({"epoll", "select"})
    public String driver = "";

    @SuppressWarnings("NullAway.Init") // set before the first iteration
    private NetworkStack stack;

    @SuppressWarnings("NullAway.Init") // set before the first iteration
    private EventCenter here;

    @SuppressWarnings("NullAway.Init") // set before the first iteration
    private EventCenter there;

    @Setup
    public void start() {
        stack = NetworkStack.start(
                StackConfig.defaults().withMsType(driver).withOpThreads(1).withName("bench"));
        here = stack.newCenter("here");
        there = stack.newCenter("there");
    }

    @TearDown
    public void stop() {
        stack.shutdown().toCompletableFuture().join();
    }

    /** Runs on two centers in turn; each hands it to the other. */
    private final class Ball implements Runnable {
        private final CountDownLatch landed = new CountDownLatch(1);
        private int hops;

        @Override
        public void run() {
            hops++;
            if (hops == HOPS) {
                landed.countDown();
            } else {
                (hops % 2 == 0 ? here : there).submit(this);
            }
        }
    }

    /** Counts its runs, all on one center. */
    private static final class Tally implements Runnable {
        private final CountDownLatch complete = new CountDownLatch(1);
        private int runs;

        @Override
        public void run() {
            runs++;
            if (runs == BURST) {
                complete.countDown();
            }
        }
    }

    @Benchmark
    @OperationsPerInvocation(HOPS)
    public void pingPong() throws InterruptedException {
        Ball ball = new Ball();
        here.submit(ball);
        await(ball.landed);
    }

    @Benchmark
    @OperationsPerInvocation(BURST)
    public void burst() throws InterruptedException {
        Tally tally = new Tally();
        for (int i = 0; i < BURST; i++) {
            there.submit(tally);
        }
        await(tally.complete);
    }

    /** Tasks wrapped once: what connections use for what they do again and again. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public void preparedBurst() throws InterruptedException {
        Tally tally = new Tally();
        Runnable prepared = there.prepare(tally);
        for (int i = 0; i < BURST; i++) {
            there.submitPrepared(prepared);
        }
        await(tally.complete);
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(WAIT_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("a task did not run");
        }
    }
}
