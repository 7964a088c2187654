// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.process;

import java.io.IOException;

/** How much of the CPUs other processes use while something is measured. Immutable. */
public final class CpuWatch {
    /** Of all CPUs. */
    private static final double DISTURBED = 0.05;

    private final long began;
    private final long busy;
    private final long own;

    private CpuWatch(long began, long busy, long own) {
        this.began = began;
        this.busy = busy;
        this.own = own;
    }

    public static CpuWatch start() throws IOException {
        return new CpuWatch(System.nanoTime(), Machine.busyNanos(), ownNanos());
    }

    /**
     * Share of all CPUs, 0 to 1, that others have used since the start; NaN if unknown.
     *
     * @param measuredNanos CPU time of the measured processes; this one need not be among them
     */
    public double others(long measuredNanos) throws IOException {
        if (!Machine.isLinux()) {
            return Double.NaN;
        }
        return share(
                Machine.busyNanos() - busy,
                measuredNanos + ownNanos() - own,
                System.nanoTime() - began,
                Runtime.getRuntime().availableProcessors());
    }

    static double share(long busyNanos, long knownNanos, long nanos, int cpus) {
        return Math.max(0, (double) (busyNanos - knownNanos) / nanos / cpus);
    }

    /** Whether that is a good part of the CPUs; false if unknown. */
    public static boolean isDisturbed(double others) {
        return others > DISTURBED;
    }

    private static long ownNanos() {
        return Machine.cpuNanosOfProcess(ProcessHandle.current().pid());
    }
}
