// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.planted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.inkwire.workload.campaign.SeedReport;
import org.inkwire.workload.campaign.SeededRun;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds a seed whose run exposes a planted bug. Runs two seeds at a time, each on one thread. */
final class BugHunt {
    static final long SEEDS = 200;

    private static final int JOBS = 2;
    private static final Logger log = LoggerFactory.getLogger(BugHunt.class);

    private final PlantedBug bug;
    private final SeededRun workload;
    private final long first;
    private final AtomicLong tried = new AtomicLong();
    private final AtomicLong strikes = new AtomicLong();
    private final ConcurrentLinkedQueue<SeedReport> found = new ConcurrentLinkedQueue<>();

    private BugHunt(PlantedBug bug, SeededRun workload, long first) {
        this.bug = bug;
        this.workload = workload;
        this.first = first;
    }

    /** {@link #find(Supplier, SeededRun, long)} beginning with seed 1. */
    static SeedReport find(Supplier<PlantedBug> planting, SeededRun workload) {
        return find(planting, workload, 1);
    }

    /**
     * Runs one seed after another with the bug, then the seed that exposed it once more without.
     *
     * @param first the seed to begin with, after the last comes 1: a hint that saves time while the code stays as it is
     * @return the first run, in that order, with violations
     */
    static SeedReport find(Supplier<PlantedBug> planting, SeededRun workload, long first) {
        SeedReport found;
        try (PlantedBug bug = planting.get()) {
            found = new BugHunt(bug, workload, first).run();
        }
        assertThat(workload.run(found.seed()).violations())
                .as("seed %d without the bug", found.seed())
                .isEmpty();
        return found;
    }

    private SeedReport run() {
        ExecutorService threads = Executors.newFixedThreadPool(JOBS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < JOBS; i++) {
                running.add(threads.submit(this::seeds));
            }
            for (Future<?> f : running) {
                f.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the workload failed with the bug: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            threads.shutdownNow();
        }
        // All seeds before one that was found have been run too.
        return found.stream()
                .min(Comparator.comparingLong(report -> Math.floorMod(report.seed() - first, SEEDS)))
                .orElseGet(() -> fail("struck %d times in %d seeds without being detected", strikes.get(), SEEDS));
    }

    private void seeds() {
        while (found.isEmpty()) {
            long ahead = tried.getAndIncrement();
            if (ahead >= SEEDS) {
                return;
            }
            long seed = Math.floorMod(first - 1 + ahead, SEEDS) + 1;
            bug.begin(seed);
            SeedReport report = workload.run(seed);
            strikes.addAndGet(bug.strikes());
            if (!report.violations().isEmpty()) {
                log.info("{} found at seed {}, struck {} times: {}", bug, seed, bug.strikes(), report.violations());
                found.add(report);
            }
        }
    }
}
