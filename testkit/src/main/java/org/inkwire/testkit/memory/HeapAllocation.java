// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.memory;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Bytes that the calling thread has allocated on the heap, so that tests can bound what an input costs. Any thread. */
public final class HeapAllocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private HeapAllocation() {}

    /** Bytes so far; only differences are meaningful. */
    public static long ofThisThread() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }
}
