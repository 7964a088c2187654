// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.messenger;

import java.time.Duration;

/**
 * How much, how fast and how rough. Immutable.
 *
 * @param initialBackoff {@code ms_initial_backoff}
 * @param maxBackoff {@code ms_max_backoff}
 * @param drainLimit after the last step and with faults off, everything owed must have arrived within this
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
     * @param clients messengers that connect to them, in turn of every policy
     * @param steps random steps; sends inside a burst count as one
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
     * @param maxOutstanding a connection with so many messages under way is given no more
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
     * @param oneFailureIn of so many socket operations one breaks its connection; 0: none. Carried out by the {@link
     *     StressHosts}
     * @param markDowns connections are marked down or disposable too, by either side
     * @param restarts messengers are restarted and, if the hosts can do it, crash too; they have a new nonce then and
     *     remember nothing
     */
    public record Roughness(int oneFailureIn, boolean markDowns, boolean restarts) {
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
                new Roughness(30, true, true),
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
        return with(new Roughness(oneFailureIn, roughness.markDowns, roughness.restarts));
    }

    /** Nothing is thrown away, so that no reset of a lossless session has a cause. */
    public StressProfile steady() {
        return with(new Roughness(roughness.oneFailureIn, false, false));
    }

    private StressProfile with(Roughness newRoughness) {
        return new StressProfile(size, traffic, newRoughness, initialBackoff, maxBackoff, drainLimit);
    }

    public StressProfile withMaxDataBytes(int maxDataBytes) {
        Traffic newTraffic = new Traffic(maxDataBytes, traffic.maxOutstanding);
        return new StressProfile(size, newTraffic, roughness, initialBackoff, maxBackoff, drainLimit);
    }

    /** Of a campaign, every fourth seed is {@link #steady}. */
    public StressProfile ofSeed(long seed) {
        return seed % ONE_STEADY_IN == 0 ? steady() : this;
    }

    public StressProfile withDrainLimit(Duration newDrainLimit) {
        return new StressProfile(size, traffic, roughness, initialBackoff, maxBackoff, newDrainLimit);
    }
}
