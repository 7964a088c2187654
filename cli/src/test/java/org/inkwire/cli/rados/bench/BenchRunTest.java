// SPDX-License-Identifier: Apache-2.0
package org.inkwire.cli.rados.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BenchRunTest {
    private final List<Long> started = new ArrayList<>();
    private final Queue<CompletableFuture<Void>> inFlight = new ArrayDeque<>();
    private long now = 1;

    private CompletionStage<Void> op(long index) {
        started.add(index);
        CompletableFuture<Void> done = new CompletableFuture<>();
        inFlight.add(done);
        return done;
    }

    private void finishOne() {
        inFlight.remove().complete(null);
    }

    @Test
    void keepsTheGivenNumberInFlightUntilTheTimeIsUp() throws InterruptedException {
        BenchRun run = BenchRun.start(this::op, 3, Duration.ofSeconds(1), Long.MAX_VALUE, () -> now);
        finishOne();
        finishOne();
        assertThat(started).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(run.progress().inFlight()).isEqualTo(3);

        now += TimeUnit.SECONDS.toNanos(1);
        finishOne();
        finishOne();
        assertThat(run.await(Duration.ZERO)).isFalse();
        finishOne();

        assertThat(run.await(Duration.ZERO)).isTrue();
        assertThat(started).hasSize(5);
        assertThat(run.progress().finished()).isEqualTo(5);
    }

    @Test
    void startsNoMoreThanTheLargestNumber() throws InterruptedException {
        BenchRun run = BenchRun.start(this::op, 4, Duration.ofSeconds(1), 2, () -> now);
        finishOne();
        finishOne();

        assertThat(run.await(Duration.ZERO)).isTrue();
        assertThat(started).containsExactly(0L, 1L);
    }

    @Test
    void measuresEachOperationFromItsStartToItsCompletion() {
        BenchRun run = BenchRun.start(this::op, 1, Duration.ofSeconds(10), 2, () -> now);
        now += 1_000;
        finishOne();
        now += 3_000;
        finishOne();

        assertThat(run.minNanos()).isEqualTo(1_000);
        assertThat(run.maxNanos()).isEqualTo(3_000);
        assertThat(run.progress().averageNanos()).isEqualTo(2_000);
        assertThat(run.latencies().getTotalCount()).isEqualTo(2);
    }

    @Test
    void theFirstFailureStopsTheRunAndIsReported() throws InterruptedException {
        BenchRun run = BenchRun.start(this::op, 2, Duration.ofSeconds(10), Long.MAX_VALUE, () -> now);
        RuntimeException failure = new RuntimeException("refused");
        inFlight.remove().completeExceptionally(failure);
        finishOne();

        assertThat(run.await(Duration.ZERO)).isTrue();
        assertThat(run.failure()).isSameAs(failure);
        assertThat(started).hasSize(2);
    }
}
