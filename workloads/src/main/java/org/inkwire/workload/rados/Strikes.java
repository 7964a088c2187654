// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.rados;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.inkwire.msgr.event.EventCenter;

/** Repeats an action after random pauses until stopped. Confined to the center. */
final class Strikes {
    private final EventCenter center;
    private final RandomGenerator random;
    private final Duration pause;
    private final Runnable strike;
    private boolean stopped;

    /** @param pause longest pause before each action; 0: never acts */
    Strikes(EventCenter center, RandomGenerator random, Duration pause, Runnable strike) {
        this.center = center;
        this.random = random;
        this.pause = pause;
        this.strike = strike;
    }

    void start() {
        if (!pause.isZero()) {
            arm();
        }
    }

    void stop() {
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }

    private void arm() {
        after(pause, () -> {
            if (!stopped) {
                strike.run();
                arm();
            }
        });
    }

    /** Runs {@code task} once, stopped or not, after a random delay. */
    void after(Duration most, Runnable task) {
        center.schedule(1 + random.nextLong(most.toNanos()), task);
    }
}
