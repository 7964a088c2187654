// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.process;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Counts what this process allocates on its heap. */
public final class Allocations {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocations() {}

    /** Bytes that the live threads have allocated: this one too, which sends for some contestants. */
    public static long soFar() {
        long sum = 0;
        long[] ids = THREADS.getAllThreadIds();
        long[] bytes = THREADS.getThreadAllocatedBytes(ids);
        for (int i = 0; i < ids.length; i++) {
            if (bytes[i] > 0) {
                sum += bytes[i];
            }
        }
        return sum;
    }
}
