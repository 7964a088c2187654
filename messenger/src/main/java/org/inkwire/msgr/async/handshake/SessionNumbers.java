// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.async.handshake;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** Generates the numbers a messenger gives its connections: global_seq and cookies. Any thread. */
public final class SessionNumbers {
    private final AtomicLong globalSeq;
    private final RandomGenerator random;

    /**
     * @param now global_seq starts at the clock's microseconds, so a messenger restarted at the same address continues
     *     above every number its predecessor sent; otherwise peers would treat its attempts as stale (protocol: msgr2
     *     section 7.3, rule 5c)
     */
    public SessionNumbers(Instant now, RandomGenerator random) {
        this.globalSeq = new AtomicLong(ChronoUnit.MICROS.between(Instant.EPOCH, now));
        this.random = random;
    }

    public long nextGlobalSeq() {
        return globalSeq.incrementAndGet();
    }

    /** The peer has seen {@code seen}: advances the counter beyond it. */
    long nextGlobalSeqAbove(long seen) {
        return globalSeq.updateAndGet(own -> Math.max(own, seen) + 1);
    }

    /** Random, never 0. */
    long newCookie() {
        long cookie = 0;
        while (cookie == 0) {
            cookie = random.nextLong();
        }
        return cookie;
    }
}
