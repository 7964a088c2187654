// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.campaign;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.inkwire.msgr.event.EventDriver;
import org.inkwire.msgr.state.StateCoverage;
import org.inkwire.workload.messenger.SharedStack;
import org.inkwire.workload.messenger.StressProfile;
import org.inkwire.workload.messenger.StressResult;

/**
 * The messenger stress on real loopback sockets and real threads. A seed decides what is tried, not what happens: no
 * two runs are alike.
 */
public final class SocketStress implements SeededRun {
    /** On a busy machine steps take a few times their gaps; drain, shutdown and some slack come on top. */
    private static final int GAPS = 4;

    private static final Duration SLACK = Duration.ofMinutes(5);

    private final StressProfile profile;
    private final EventDriver sockets;
    private final int workers;
    private final StateCoverage coverage;

    /**
     * @param workers threads that serve the sockets
     * @param coverage records the connection state transitions of all runs
     * @throws IllegalArgumentException without a worker
     */
    public SocketStress(StressProfile profile, EventDriver sockets, int workers, StateCoverage coverage) {
        if (workers < 1) {
            throw new IllegalArgumentException(workers + " workers");
        }
        this.profile = profile;
        this.sockets = sockets;
        this.workers = workers;
        this.coverage = coverage;
    }

    private Duration limit() {
        return profile.size()
                .stepGap()
                .multipliedBy((long) GAPS * profile.size().steps())
                .plus(profile.drainLimit().multipliedBy(2))
                .plus(SLACK);
    }

    @Override
    public SeedReport run(long seed) {
        try {
            StressResult result = SharedStack.run(profile.ofSeed(seed), seed, sockets, workers, coverage)
                    .toCompletableFuture()
                    .orTimeout(limit().toSeconds(), TimeUnit.SECONDS)
                    .join();
            return new SeedReport(
                    seed,
                    result.digest(),
                    result.violations(),
                    Duration.ZERO,
                    result.count("socket failures"),
                    0,
                    result.counts(),
                    List.of());
        } catch (CompletionException e) {
            return new SeedReport(seed, 0, List.of(Failures.describe(e)), Duration.ZERO, 0, 0, Map.of(), List.of());
        }
    }
}
