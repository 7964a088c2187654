// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.scale;

import io.netty.util.internal.PlatformDependent;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/** What this process holds. Any thread. */
final class Memory {
    private static final int COLLECTIONS = 3;

    private Memory() {}

    /** Bytes on the heap that are in use after a collection, and in direct buffers. */
    static long usedBytes() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            if (pool.getName().equals("direct")) {
                used += pool.getMemoryUsed();
            }
        }
        return used + Math.max(0, PlatformDependent.usedDirectMemory());
    }
}
