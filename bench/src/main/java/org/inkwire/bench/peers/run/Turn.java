// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.peers.run;

import org.inkwire.bench.process.Result;

/**
 * What one turn of a contestant showed.
 *
 * @param clientCpuNanos of all threads of the client's process; 0 if unknown, like the next
 * @param serverAllocatedBytes on the server's heap; 0 for C
 * @param others share of all CPUs, 0 to 1, that other processes used meanwhile; NaN if unknown
 */
public record Turn(Result result, long clientCpuNanos, long serverCpuNanos, long serverAllocatedBytes, double others) {
    private static final double NANOS_PER_MICRO = 1e3;

    /** Messages per second. */
    public double rate() {
        return result.rate();
    }

    /** Microseconds, both sides. */
    public double cpuPerMessage() {
        return (clientCpuNanos + serverCpuNanos) / NANOS_PER_MICRO / Math.max(1, result.messages());
    }

    /** Bytes, both sides. */
    public double allocatedPerMessage() {
        return (double) (result.allocatedBytes() + serverAllocatedBytes) / Math.max(1, result.messages());
    }
}
