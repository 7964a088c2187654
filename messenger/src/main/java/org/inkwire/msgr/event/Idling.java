// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.event;

import java.util.function.LongSupplier;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * Tells a thread between two passes whether the next may park, by its {@link WaitStrategy}. Until then it slows the
 * thread down a little: a spin-wait hint at first, then an offer of the CPU to other threads. It never sleeps, because
 * nothing could wake it: sleeping is the poller's. Confined to one thread.
 */
final class Idling {
    /** Looks before each further one offers the CPU to others. */
    private static final long SPINS = 64;

    private final WaitStrategy waiting;
    private final LongSupplier nanoTime;
    private final IdleStrategy pause = new BackoffIdleStrategy(SPINS, Long.MAX_VALUE, 1, 1);
    private boolean mayPark;
    private boolean idle;
    private long idleSince;

    Idling(WaitStrategy waiting, LongSupplier nanoTime) {
        this.waiting = waiting;
        this.nanoTime = nanoTime;
        this.mayPark = waiting.parksAtOnce();
    }

    boolean mayPark() {
        return mayPark;
    }

    /**
     * A pass has ended. One that parked in vain does not start the spinning anew.
     *
     * @param work done in it, 0: none
     */
    void passed(int work) {
        if (waiting.parksAtOnce()) {
            return;
        }
        if (work > 0) {
            pause.reset();
            idle = false;
            mayPark = false;
        } else if (!mayPark) {
            mayPark = hasSpunEnough();
            if (!mayPark) {
                pause.idle();
            }
        }
    }

    private boolean hasSpunEnough() {
        if (waiting.neverParks()) {
            return false;
        }
        long now = nanoTime.getAsLong();
        if (!idle) {
            idle = true;
            idleSince = now;
        }
        return now - idleSince >= waiting.spinNanosMax();
    }
}
