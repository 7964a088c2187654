// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** Each host has its own clock, which may be wrong. */
class HostClockSimTest {
    private final Simulation sim = Simulation.of(1);
    private final SimHost right = sim.host("right");
    private final SimHost wrong = sim.host("wrong");

    /** How far the wrong clock is ahead. */
    private Duration ahead(InstantSource wrongClock) {
        return Duration.between(right.wallClock().instant(), wrongClock.instant());
    }

    @Test
    void aRightClockShowsTheTimeThatPassed() {
        Instant begun = right.wallClock().instant();
        sim.run(Duration.ofHours(3));
        assertThat(right.wallClock().instant()).isEqualTo(begun.plus(Duration.ofHours(3)));
    }

    @Test
    void aSkewedClockIsAheadOrBehindByAsMuchAllTheTime() {
        wrong.clock(Duration.ofSeconds(-7), 0);
        assertThat(ahead(wrong.wallClock())).isEqualTo(Duration.ofSeconds(-7));
        sim.run(Duration.ofHours(3));
        assertThat(ahead(wrong.wallClock())).isEqualTo(Duration.ofSeconds(-7));
    }

    @Test
    void aDriftingClockGainsAndTheProcessThatHoldsItSeesItAtOnce() {
        InstantSource held = wrong.start("p", 1).wallClock();
        wrong.clock(Duration.ofSeconds(1), 100);
        sim.run(Duration.ofSeconds(1000));
        assertThat(ahead(held)).isCloseTo(Duration.ofMillis(1100), Duration.ofMillis(1));
        wrong.clock(Duration.ZERO, 0);
        assertThat(ahead(held)).isZero();
    }

    @Test
    void timersDoNotGoByIt() {
        SimProcess process = wrong.start("p", 1);
        wrong.clock(Duration.ofDays(1), 1000);
        boolean[] rang = new boolean[1];
        process.stack()
                .workers()
                .get(0)
                .center()
                .schedule(Duration.ofSeconds(10).toNanos(), () -> rang[0] = true);
        sim.run(Duration.ofSeconds(9));
        assertThat(rang[0]).isFalse();
        sim.run(Duration.ofSeconds(2));
        assertThat(rang[0]).isTrue();
    }
}
