// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.mon;

import io.netty.util.concurrent.Ticker;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.inkwire.msgr.event.CenterHost;
import org.inkwire.msgr.event.EventCenter;
import org.inkwire.msgr.event.NetworkStack;
import org.inkwire.msgr.event.StackConfig;
import org.inkwire.msgr.event.WaitStrategy;

/** Runs EventCenters on the test's thread, in time that moves only when told to. */
final class ManualCenters implements CenterHost {
    /** A step of {@link #advance}: fine enough to keep timers in order. */
    private static final Duration STEP = Duration.ofMillis(50);

    private static final int MAX_ROUNDS = 10_000;

    private final List<EventCenter> centers = new ArrayList<>();
    private final NetworkStack stack;
    private long now = 1_000_000_000_000L;

    ManualCenters() {
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
        stack = NetworkStack.start(StackConfig.defaults()
                .withOpThreads(1)
                .withMsType("async+select")
                .withTime(ticker, this));
    }

    EventCenter newCenter(String name) {
        return stack.newCenter(name);
    }

    long nanoTime() {
        return now;
    }

    @Override
    public Hosted host(EventCenter center, WaitStrategy waiting) {
        call(center, "ownedByCurrentThread");
        centers.add(center);
        return () -> CompletableFuture.completedFuture(null);
    }

    /** Runs everything that is ready. */
    void run() {
        int rounds = 0;
        int work;
        do {
            work = 0;
            for (EventCenter center : List.copyOf(centers)) {
                work += (int) call(center, "processEvents", 0L);
            }
            if (++rounds > MAX_ROUNDS) {
                throw new AssertionError("the centers never come to rest");
            }
        } while (work > 0);
    }

    /** Lets time pass, running what becomes ready. */
    void advance(Duration by) {
        long end = now + by.toNanos();
        run();
        while (now < end) {
            now = Math.min(end, now + STEP.toNanos());
            run();
        }
    }

    private static Object call(EventCenter center, String name, Object... args) {
        try {
            Method method = args.length == 0
                    ? EventCenter.class.getDeclaredMethod(name)
                    : EventCenter.class.getDeclaredMethod(name, long.class);
            method.setAccessible(true);
            Object result = method.invoke(center, args);
            return result == null ? 0 : result;
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(name + " of " + center + " failed", e.getCause() != null ? e.getCause() : e);
        }
    }
}
