// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.rados;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.inkwire.msgr.sim.Simulation;
import org.jspecify.annotations.Nullable;

/**
 * The writes that a simulated disk has accepted but not yet made durable. They become durable in order, each a random
 * delay after the previous one. One thread.
 */
final class CommitQueue {
    private static final long QUICK_NANOS = Duration.ofMillis(10).toNanos();

    /** The delay when the disk is occasionally busy with other work. */
    private static final long SLOW_NANOS = Duration.ofSeconds(2).toNanos();

    private static final int ONE_IN_SLOW = 20;

    /** One write. Exactly one of the two methods is called, once. */
    interface Write {
        void commit();

        void forget();
    }

    private record Queued(Write write, CompletableFuture<@Nullable Void> durable) {}

    private final Simulation sim;
    private final RandomGenerator random;
    private final boolean slowAtTimes;
    private final Deque<Queued> queue = new ArrayDeque<>();
    private int crashes;

    /** @param slowAtTimes one write in a few takes seconds, as on a disk that is busy with other work */
    CommitQueue(Simulation sim, RandomGenerator random, boolean slowAtTimes) {
        this.sim = sim;
        this.random = random;
        this.slowAtTimes = slowAtTimes;
    }

    /** @return completes once the write is durable; never if it is forgotten */
    CompletionStage<@Nullable Void> add(Write write) {
        Queued added = new Queued(write, new CompletableFuture<>());
        queue.addLast(added);
        if (queue.size() == 1) {
            commitLater();
        }
        return added.durable();
    }

    /** Takes over another queue's pending writes, behind its own; the other is not used any longer. */
    void join(CommitQueue other) {
        other.crashes++;
        boolean idle = queue.isEmpty();
        queue.addAll(other.queue);
        other.queue.clear();
        if (idle && !queue.isEmpty()) {
            commitLater();
        }
    }

    private void commitLater() {
        long most = random.nextInt(ONE_IN_SLOW) == 0 && slowAtTimes ? SLOW_NANOS : QUICK_NANOS;
        int during = crashes;
        sim.after(Duration.ofNanos(1 + random.nextLong(most)), () -> {
            if (during == crashes) {
                Queued first = queue.removeFirst();
                if (!queue.isEmpty()) {
                    commitLater();
                }
                first.write().commit();
                first.durable().complete(null);
            }
        });
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /**
     * The writing process is gone: a random prefix of the pending writes turns out to be durable, without notification.
     *
     * @param all whether all pending writes turn out to be durable
     * @return how many writes were lost
     */
    int crash(boolean all) {
        crashes++;
        int kept = all ? queue.size() : random.nextInt(queue.size() + 1);
        for (int i = 0; i < kept; i++) {
            queue.removeFirst().write().commit();
        }
        int lost = queue.size();
        queue.forEach(queued -> queued.write().forget());
        queue.clear();
        return lost;
    }
}
