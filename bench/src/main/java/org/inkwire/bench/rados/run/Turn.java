// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.rados.run;

import java.util.Map;

/**
 * One turn of a client with a shape.
 *
 * @param daemonCpuNanos of each process of the cluster, by name
 * @param others share of all CPUs, 0 to 1, that other processes used meanwhile; NaN if unknown
 */
public record Turn(Sample sample, Map<String, Long> daemonCpuNanos, double others) {
    private static final double NANOS_PER_MICRO = 1e3;

    /** Operations per second. */
    public double rate() {
        return sample.result().rate();
    }

    /** Microseconds per operation. */
    public double clientCpu() {
        return perOp(sample.cpuNanos());
    }

    /** Microseconds per operation of one of the cluster's processes. */
    public double daemonCpu(String daemon) {
        return perOp(daemonCpuNanos.getOrDefault(daemon, 0L));
    }

    /** Microseconds per operation of all of the cluster's processes; NaN if none is known. */
    public double clusterCpu() {
        return daemonCpuNanos.isEmpty()
                ? Double.NaN
                : perOp(daemonCpuNanos.values().stream().mapToLong(n -> n).sum());
    }

    /** Bytes on the client's heap per operation; NaN if the client does not tell. */
    public double allocated() {
        long bytes = sample.result().allocatedBytes();
        return bytes == 0 ? Double.NaN : (double) bytes / operations();
    }

    private long operations() {
        return Math.max(1, sample.result().messages());
    }

    private double perOp(long nanos) {
        return nanos / NANOS_PER_MICRO / operations();
    }
}
