// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.messenger;

import java.time.Duration;

/**
 * Size, traffic and fault rate of a stress run. Immutable.
 *
 * @param initialBackoff {@code ms_initial_backoff}
 * @param maxBackoff {@code ms_max_backoff}
 * @param drainLimit time within which everything owed must arrive after the last step, with faults off
 */
public record StressProfile(
        Size size,
        Traffic traffic,
        Roughness roughness,
        Duration initialBackoff,
        Duration maxBackoff,
        Duration drainLimit) {
    /** Largest data segment of the full profile. */
    private static final int FOUR_MIB = 4 << 20;

    private static final int NODES_LIMIT = 1000;

    private static final int ONE_STEADY_IN = 4;

    /**
     * How much happens.
     *
     * @param servers messengers that listen; lossless peers of each other
     * @param clients messengers that connect to them, cycling through the policies
     * @param steps random steps; a burst of sends counts as one
     * @param stepGap mean time between two steps; 0 runs them back to back
     */
    public record Size(int servers, int clients, int steps, Duration stepGap) {
        /** @throws IllegalArgumentException naming what is out of range */
        public Size {
            if (servers < 2 || clients < 1 || servers + clients > NODES_LIMIT || steps < 0) {
                throw new IllegalArgumentException(
                        servers + " servers, " + clients + " clients, " + steps + " steps: need at least 2, 1 and 0");
            }
        }
    }

    /**
     * What is sent.
     *
     * @param maxDataBytes largest data segment
     * @param maxOutstanding messages in transit per connection; at this number, nothing more is sent on it
     */
    public record Traffic(int maxDataBytes, int maxOutstanding) {
        /** @throws IllegalArgumentException naming what is out of range */
        public Traffic {
            if (maxDataBytes < 0 || maxOutstanding < 1) {
                throw new IllegalArgumentException(
                        "data up to " + maxDataBytes + " bytes, " + maxOutstanding + " outstanding");
            }
        }
    }

    /**
     * What is broken.
     *
     * @param oneFailureIn one in this many socket operations breaks its connection; 0: none. Carried out by the {@link
     *     StressHosts}
     * @param markDowns whether either side also marks connections down or disposable
     * @param restarts whether messengers restart and, if the hosts support it, crash; they come back with a new nonce
     *     and no state
     * @param throwingUsers whether encoders, decoders and handlers of some messages throw exceptions and errors
     */
    public record Roughness(int oneFailureIn, boolean markDowns, boolean restarts, boolean throwingUsers) {
        /** @throws IllegalArgumentException naming what is out of range */
        public Roughness {
            if (oneFailureIn < 0) {
                throw new IllegalArgumentException("one failure in " + oneFailureIn);
            }
        }
    }

    /** The full size: 12 servers, 24 clients, 10,000 steps, one socket failure in 30, data up to 4 MiB. */
    public static StressProfile full() {
        return new StressProfile(
                new Size(12, 24, 10_000, Duration.ofMillis(1)),
                new Traffic(FOUR_MIB, 64),
                new Roughness(30, true, true, true),
                Duration.ofMillis(5),
                Duration.ofMillis(100),
                Duration.ofSeconds(60));
    }

    public StressProfile withNodes(int servers, int clients) {
        return with(new Size(servers, clients, size.steps, size.stepGap));
    }

    public StressProfile withSteps(int steps, Duration stepGap) {
        return with(new Size(size.servers, size.clients, steps, stepGap));
    }

    private StressProfile with(Size newSize) {
        return new StressProfile(newSize, traffic, roughness, initialBackoff, maxBackoff, drainLimit);
    }

    public StressProfile withOneFailureIn(int oneFailureIn) {
        return with(new Roughness(oneFailureIn, roughness.markDowns, roughness.restarts, roughness.throwingUsers));
    }

    /** Nothing is thrown away, so no reset of a lossless session is justified. */
    public StressProfile steady() {
        return with(new Roughness(roughness.oneFailureIn, false, false, roughness.throwingUsers));
    }

    private StressProfile with(Roughness newRoughness) {
        return new StressProfile(size, traffic, newRoughness, initialBackoff, maxBackoff, drainLimit);
    }

    public StressProfile withMaxDataBytes(int maxDataBytes) {
        Traffic newTraffic = new Traffic(maxDataBytes, traffic.maxOutstanding);
        return new StressProfile(size, newTraffic, roughness, initialBackoff, maxBackoff, drainLimit);
    }

    /** Every fourth seed of a campaign is {@link #steady}. */
    public StressProfile ofSeed(long seed) {
        return seed % ONE_STEADY_IN == 0 ? steady() : this;
    }

    public StressProfile withDrainLimit(Duration newDrainLimit) {
        return new StressProfile(size, traffic, roughness, initialBackoff, maxBackoff, newDrainLimit);
    }
}
