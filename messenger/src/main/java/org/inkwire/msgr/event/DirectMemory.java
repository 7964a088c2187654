// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.event;

import io.netty.util.internal.PlatformDependent;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/**
 * What the JVM's limit on direct memory leaves. When it is reached, the JDK collects garbage and sleeps for half a
 * second before it refuses, on the worker; so whoever was refused once asks here before trying again. Any thread.
 */
public final class DirectMemory {
    private static final long MAX_BYTES = PlatformDependent.maxDirectMemory();

    private DirectMemory() {}

    /** {@code -XX:MaxDirectMemorySize}, or the size of the heap. */
    public static long maxBytes() {
        return MAX_BYTES;
    }

    /** Whether a buffer of this size may be had now, as far as the JDK counts. */
    public static boolean hasRoom(long bytes) {
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            if ("direct".equals(pool.getName())) {
                return pool.getMemoryUsed() + bytes <= MAX_BYTES;
            }
        }
        return true;
    }
}
