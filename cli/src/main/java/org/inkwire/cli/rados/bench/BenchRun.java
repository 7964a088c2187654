// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados.bench;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a number of operations in flight until a time or a count is reached, and measures each. The completion of an
 * operation starts the next one, on the completing thread. Any thread.
 */
public final class BenchRun {
    /** Starts one operation; called from several threads. */
    @FunctionalInterface
    public interface Op {
        /** @param index 0, 1, 2 … in the order of starting */
        CompletionStage<?> start(long index);
    }

    /**
     * A snapshot of the counts.
     *
     * @param lastNanos latency of the operation that finished last, 0 before the first
     * @param averageNanos mean latency since the start, 0 before the first
     */
    public record Progress(long started, long finished, long lastNanos, double averageNanos) {
        long inFlight() {
            return started - finished;
        }
    }

    /** Longest latency measured; longer ones count as this. No operation of a working cluster takes an hour. */
    private static final long MAX_LATENCY_NANOS = TimeUnit.HOURS.toNanos(1);

    private final Op op;
    private final long maxOps;
    private final long deadline;
    private final LongSupplier nanoTime;
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong finished = new AtomicLong();
    private final AtomicLong lastNanos = new AtomicLong();
    private final AtomicLong sumNanos = new AtomicLong();
    private final AtomicLong maxNanos = new AtomicLong();
    private final AtomicLong minNanos = new AtomicLong(Long.MAX_VALUE);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Recorder recorder = new Recorder(1, MAX_LATENCY_NANOS, 3);
    private final CountDownLatch lanes;
    private volatile @Nullable Histogram latencies;

    private BenchRun(Op op, int concurrency, Duration limit, long maxOps, LongSupplier nanoTime) {
        this.op = op;
        this.maxOps = maxOps;
        this.nanoTime = nanoTime;
        this.deadline = nanoTime.getAsLong() + limit.toNanos();
        this.lanes = new CountDownLatch(concurrency);
    }

    /**
     * Starts the first {@code concurrency} operations.
     *
     * @param limit no operation starts after this long
     * @param maxOps maximum number of operations
     * @param nanoTime monotonic clock, any thread
     */
    public static BenchRun start(Op op, int concurrency, Duration limit, long maxOps, LongSupplier nanoTime) {
        BenchRun run = new BenchRun(op, concurrency, limit, maxOps, nanoTime);
        for (int lane = 0; lane < concurrency; lane++) {
            run.next();
        }
        return run;
    }

    /** Waits until every operation has finished or the time is over. True if all have finished. */
    public boolean await(Duration atMost) throws InterruptedException {
        return lanes.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    public Progress progress() {
        long done = finished.get();
        long started = Math.max(done, next.get());
        return new Progress(started, done, lastNanos.get(), done == 0 ? 0 : (double) sumNanos.get() / done);
    }

    /** Latencies in nanoseconds since the start; call it when {@link #await} has returned true. */
    public Histogram latencies() {
        Histogram histogram = latencies;
        if (histogram == null) {
            histogram = recorder.getIntervalHistogram();
            latencies = histogram;
        }
        return histogram;
    }

    /** Exact shortest latency, 0 if nothing finished. */
    long minNanos() {
        return finished.get() == 0 ? 0 : minNanos.get();
    }

    /** Exact longest latency. */
    long maxNanos() {
        return maxNanos.get();
    }

    /** The failure of the first failed operation, null if none failed. No operation starts after a failure. */
    public @Nullable Throwable failure() {
        return failure.get();
    }

    private void next() {
        long begun = nanoTime.getAsLong();
        long index = failure.get() == null && begun < deadline ? claim() : -1;
        if (index < 0) {
            lanes.countDown();
            return;
        }
        try {
            op.start(index).whenComplete((ok, error) -> completed(begun, error));
        } catch (RuntimeException refused) {
            completed(begun, refused);
        }
    }

    /** The next index, or -1 when all are used. */
    private long claim() {
        long index = next.getAndUpdate(n -> n < maxOps ? n + 1 : n);
        return index < maxOps ? index : -1;
    }

    private void completed(long begun, @Nullable Throwable error) {
        long nanos = Math.max(1, nanoTime.getAsLong() - begun);
        if (error == null) {
            recorder.recordValue(Math.min(nanos, MAX_LATENCY_NANOS));
            lastNanos.set(nanos);
            sumNanos.addAndGet(nanos);
            maxNanos.accumulateAndGet(nanos, Math::max);
            minNanos.accumulateAndGet(nanos, Math::min);
        } else {
            failure.compareAndSet(
                    null, error instanceof CompletionException && error.getCause() != null ? error.getCause() : error);
        }
        finished.incrementAndGet();
        next();
    }
}
