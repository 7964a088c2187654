// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.event;

import java.time.Duration;

/**
 * How a thread of a stack waits when it has no work. Immutable.
 *
 * <p>A thread that parks uses no CPU, and whoever wakes it pays a system call and the time of a switch. A thread that
 * spins looks for work over and over, sees it at once, and uses a whole CPU. More spinning threads than CPUs disturb each
 * other, although each offers its CPU to others between two looks.
 *
 * @param spinNanosMax time without work after which the thread parks; 0: it parks at once; {@link Long#MAX_VALUE}: it
 *     never parks
 */
public record WaitStrategy(long spinNanosMax) {
    private static final long NEVER_PARKS = Long.MAX_VALUE;

    /** @throws IllegalArgumentException if negative */
    public WaitStrategy {
        if (spinNanosMax < 0) {
            throw new IllegalArgumentException("spins for " + spinNanosMax + " ns, must not be negative");
        }
    }

    /** Parks at once: idle CPU near 0. The default. */
    public static WaitStrategy park() {
        return new WaitStrategy(0);
    }

    /** Never parks: lowest latency, uses a CPU for each thread. */
    public static WaitStrategy spin() {
        return new WaitStrategy(NEVER_PARKS);
    }

    /** Spins after the last work, but no longer than {@code atMost}, then parks: idle CPU near 0. */
    public static WaitStrategy spinThenPark(Duration atMost) {
        return new WaitStrategy(atMost.toNanos());
    }

    boolean parksAtOnce() {
        return spinNanosMax == 0;
    }

    boolean neverParks() {
        return spinNanosMax == NEVER_PARKS;
    }
}
