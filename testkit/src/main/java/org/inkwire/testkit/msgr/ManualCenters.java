// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.msgr;

import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.inkwire.msgr.event.CenterHost;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.msgr.event.StackConfig;
import org.inkwire.msgr.event.WaitStrategy;

/** Runs EventCenters on the test's thread, with a clock that only {@link #advance} moves. One thread. */
public final class ManualCenters implements CenterHost {
    /** A step of {@link #advance}: fine enough to keep timers in order. */
    private static final Duration STEP = Duration.ofMillis(50);

    private static final int MAX_ROUNDS = 10_000;

    private final List<EventCenter> centers = new ArrayList<>();
    private final NetworkStack stack;
    private final List<Throwable> failures = new ArrayList<>();
    private long now = 1_000_000_000_000L;

    public ManualCenters() {
        Ticker ticker = new Ticker() {
            @Override
            public long nanoTime() {
                return now;
            }

            @Override
            public long initialNanoTime() {
                return 0;
            }

            @Override
            public void sleep(long delay, TimeUnit unit) {
                throw new AssertionError("nobody sleeps here");
            }
        };
        this.stack = NetworkStack.start(StackConfig.defaults()
                .withOpThreads(1)
                .withMsType("async+select")
                .withTime(ticker, this));
    }

    public EventCenter newCenter(String name) {
        return stack.newCenter(name);
    }

    public long nanoTime() {
        return now;
    }

    @Override
    public Hosted host(EventCenter center, WaitStrategy waiting) {
        center.ownedByCurrentThread();
        centers.add(center);
        return new Hosted() {
            @Override
            public CompletionStage<Void> stop() {
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public void taskFailed(Throwable cause) {
                failures.add(cause);
            }
        };
    }

    /** Runs everything that is ready. */
    public void run() {
        int work;
        int rounds = 0;
        do {
            work = 0;
            for (EventCenter center : List.copyOf(centers)) {
                work += center.processEvents(EventCenter.NO_WAIT);
            }
            if (!failures.isEmpty()) {
                throw new IllegalStateException("a task failed", failures.remove(0));
            }
            if (++rounds > MAX_ROUNDS) {
                throw new AssertionError("the centers never come to rest");
            }
        } while (work > 0);
    }

    /** Lets time pass, running what becomes ready. */
    public void advance(Duration by) {
        long end = now + by.toNanos();
        run();
        while (now < end) {
            now = Math.min(end, now + STEP.toNanos());
            run();
        }
    }
}
