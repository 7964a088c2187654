// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.campaign;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Runs seeds in parallel, each on one thread, until all are done or the time limit is reached. */
public final class Campaign {
    /** Number of full failure reports kept; further failures are only counted. */
    public static final int FAILURES_KEPT = 20;

    private final SeededRun run;
    private final boolean twice;
    private final AtomicLong next;
    private final long last;
    private final long deadlineNanos;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Consumer<SeedReport> onSeed;

    // ---- guarded by this
    private final List<SeedReport> failed = new ArrayList<>();
    private final List<Long> undetermined = new ArrayList<>();
    private final Map<String, Long> counts = new TreeMap<>();
    private long seeds;
    private long failures;
    private long faults;
    private long turns;
    private Duration simulated = Duration.ZERO;

    private Campaign(SeededRun run, long first, long last, Duration limit, boolean twice, Consumer<SeedReport> onSeed) {
        this.run = run;
        this.next = new AtomicLong(first);
        this.last = last;
        this.deadlineNanos = System.nanoTime() + limit.toNanos();
        this.twice = twice;
        this.onSeed = onSeed;
    }

    /**
     * Blocks until done.
     *
     * @param limit real time after which no further seed is started
     * @param jobs seeds run in parallel
     * @param twice whether each seed is run again and must give the same digest
     * @param onSeed called with each finished seed, one at a time
     */
    public static CampaignReport run(
            SeededRun run,
            long firstSeed,
            long lastSeed,
            Duration limit,
            int jobs,
            boolean twice,
            Consumer<SeedReport> onSeed)
            throws InterruptedException {
        if (lastSeed < firstSeed || jobs < 1) {
            throw new IllegalArgumentException("seeds " + firstSeed + " .. " + lastSeed + ", " + jobs + " jobs");
        }
        return new Campaign(run, firstSeed, lastSeed, limit, twice, onSeed).run(jobs);
    }

    private CampaignReport run(int jobs) throws InterruptedException {
        long begun = System.nanoTime();
        ExecutorService threads = Executors.newFixedThreadPool(jobs);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < jobs; i++) {
                running.add(threads.submit(this::seeds));
            }
            for (Future<?> f : running) {
                f.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a workload failed: " + e.getCause(), e.getCause());
        } finally {
            stopped.set(true);
            threads.shutdown();
        }
        synchronized (this) {
            return new CampaignReport(
                    seeds,
                    failures,
                    failed,
                    undetermined,
                    Duration.ofNanos(System.nanoTime() - begun),
                    simulated,
                    faults,
                    turns,
                    counts);
        }
    }

    private void seeds() {
        while (!stopped.get() && System.nanoTime() < deadlineNanos) {
            long seed = next.getAndIncrement();
            if (seed > last) {
                return;
            }
            SeedReport report = run.run(seed);
            boolean same = !twice || run.run(seed).digest() == report.digest();
            finished(report, same);
        }
    }

    private synchronized void finished(SeedReport report, boolean same) {
        seeds++;
        faults += report.faults();
        turns += report.turns();
        simulated = simulated.plus(report.simulated());
        report.counts().forEach((name, n) -> counts.merge(name, n, Long::sum));
        if (!same) {
            undetermined.add(report.seed());
        }
        if (!report.violations().isEmpty()) {
            failures++;
            if (failed.size() < FAILURES_KEPT) {
                failed.add(report);
            }
        }
        onSeed.accept(report);
    }
}
