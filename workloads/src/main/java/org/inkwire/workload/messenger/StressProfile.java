// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.messenger;

import java.time.Duration;

/**
 * How much, how fast and how rough. Immutable.
 *
 * @param servers messengers that listen; lossless peers of each other
 * @param clients messengers that connect to them, in turn of every policy
 * @param steps random steps; sends inside a burst count as one
 * @param stepGap mean time between two steps; 0 runs them back to back
 * @param oneFailureIn of so many socket operations one breaks its connection; 0: none. Carried out by the {@link
 *     StressHosts}
 * @param maxDataBytes largest data segment
 * @param maxOutstanding a connection with so many messages under way is given no more
 * @param markDowns connections are marked down or disposable too, by either side
 * @param restarts messengers are restarted and, if the hosts can do it, crash too; they have a new nonce then and remember
 *     nothing
 * @param initialBackoff {@code ms_initial_backoff}
 * @param maxBackoff {@code ms_max_backoff}
 * @param drainLimit after the last step and with faults off, everything owed must have arrived within this
 */
public record StressProfile(
        int servers,
        int clients,
        int steps,
        Duration stepGap,
        int oneFailureIn,
        int maxDataBytes,
        int maxOutstanding,
        boolean markDowns,
        boolean restarts,
        Duration initialBackoff,
        Duration maxBackoff,
        Duration drainLimit) {
    /** Largest data segment of the full profile. */
    private static final int FOUR_MIB = 4 << 20;

    private static final int NODES_LIMIT = 1000;

    private static final int ONE_STEADY_IN = 4;

    /** @throws IllegalArgumentException naming what is out of range */
    public StressProfile {
        if (servers < 2 || clients < 1 || servers + clients > NODES_LIMIT || steps < 0) {
            throw new IllegalArgumentException(
                    servers + " servers, " + clients + " clients, " + steps + " steps: need at least 2, 1 and 0");
        }
        if (oneFailureIn < 0 || maxDataBytes < 0 || maxOutstanding < 1) {
            throw new IllegalArgumentException("one failure in " + oneFailureIn + ", data up to " + maxDataBytes
                    + " bytes, " + maxOutstanding + " outstanding");
        }
    }

    /** The full size: 12 servers, 24 clients, 10,000 steps, one socket failure in 30, data up to 4 MiB. */
    public static StressProfile full() {
        return new StressProfile(
                12,
                24,
                10_000,
                Duration.ofMillis(1),
                30,
                FOUR_MIB,
                64,
                true,
                true,
                Duration.ofMillis(5),
                Duration.ofMillis(100),
                Duration.ofSeconds(60));
    }

    public StressProfile withNodes(int newServers, int newClients) {
        return new StressProfile(
                newServers,
                newClients,
                steps,
                stepGap,
                oneFailureIn,
                maxDataBytes,
                maxOutstanding,
                markDowns,
                restarts,
                initialBackoff,
                maxBackoff,
                drainLimit);
    }

    public StressProfile withSteps(int newSteps, Duration newStepGap) {
        return new StressProfile(
                servers,
                clients,
                newSteps,
                newStepGap,
                oneFailureIn,
                maxDataBytes,
                maxOutstanding,
                markDowns,
                restarts,
                initialBackoff,
                maxBackoff,
                drainLimit);
    }

    public StressProfile withOneFailureIn(int newOneFailureIn) {
        return new StressProfile(
                servers,
                clients,
                steps,
                stepGap,
                newOneFailureIn,
                maxDataBytes,
                maxOutstanding,
                markDowns,
                restarts,
                initialBackoff,
                maxBackoff,
                drainLimit);
    }

    public StressProfile withMaxDataBytes(int newMaxDataBytes) {
        return new StressProfile(
                servers,
                clients,
                steps,
                stepGap,
                oneFailureIn,
                newMaxDataBytes,
                maxOutstanding,
                markDowns,
                restarts,
                initialBackoff,
                maxBackoff,
                drainLimit);
    }

    /** Nothing is thrown away, so that no reset of a lossless session has a cause. */
    public StressProfile steady() {
        return new StressProfile(
                servers,
                clients,
                steps,
                stepGap,
                oneFailureIn,
                maxDataBytes,
                maxOutstanding,
                false,
                false,
                initialBackoff,
                maxBackoff,
                drainLimit);
    }

    /** Of a campaign, every fourth seed is {@link #steady}. */
    public StressProfile ofSeed(long seed) {
        return seed % ONE_STEADY_IN == 0 ? steady() : this;
    }

    public StressProfile withDrainLimit(Duration newDrainLimit) {
        return new StressProfile(
                servers,
                clients,
                steps,
                stepGap,
                oneFailureIn,
                maxDataBytes,
                maxOutstanding,
                markDowns,
                restarts,
                initialBackoff,
                maxBackoff,
                newDrainLimit);
    }
}
