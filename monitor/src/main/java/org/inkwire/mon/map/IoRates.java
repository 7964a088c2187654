// SPDX-License-Identifier: Apache-2.0
package org.inkwire.mon.map;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.inkwire.cluster.message.reference.PgStat;

/**
 * What a pool has served since the monitor started, and how much of it lately. Sums only grow: a primary's counters
 * that start over add what they show. Confined to the monitor's center. Ceph: {@code PGMap}'s deltas.
 */
final class IoRates {
    /** Rates are means over this time. */
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Samples are this far apart, and a rate covers at least this time. */
    private static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(1);

    private record Sample(long nanos, PgStat.Io sums) {}

    private final Deque<Sample> samples = new ArrayDeque<>();
    private PgStat.Io sums = PgStat.Io.NONE;

    /** @param delta reported at {@code now}, a monotonic time */
    void add(PgStat.Io delta, long now) {
        Sample last = samples.peekLast();
        if (last == null || now - last.nanos >= STEP_NANOS) {
            samples.addLast(new Sample(now, sums));
            forgetBefore(now - WINDOW_NANOS);
        }
        sums = sums.plus(delta);
    }

    PgStat.Io sums() {
        return sums;
    }

    /** Per second, at {@code now}. */
    PgStat.Io rates(long now) {
        forgetBefore(now - WINDOW_NANOS);
        Sample first = samples.peekFirst();
        if (first == null) {
            return PgStat.Io.NONE;
        }
        double seconds = Math.max(STEP_NANOS, Math.min(now - first.nanos, WINDOW_NANOS)) / (double) STEP_NANOS;
        return sums.minus(first.sums).times(1 / seconds);
    }

    /** What came before the first sample that is left does not count. */
    private void forgetBefore(long nanos) {
        while (!samples.isEmpty() && samples.getFirst().nanos < nanos) {
            samples.removeFirst();
        }
    }
}
