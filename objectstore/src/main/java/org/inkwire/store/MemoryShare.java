// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store;

import io.netty.util.internal.PlatformDependent;

/**
 * The memory one OSD may use, of a process that runs several. Half of the process's memory is for stores, a quarter for
 * what is on its way into them, the rest for everything else. Immutable.
 *
 * <p>A client's write is in memory once at its primary and once at each replica until it is in their stores. So the
 * sum of all OSDs' {@code messageBytes}, times the copies of a pool, fits into that quarter; and as one store may be the
 * replica of all those writes, and can refuse none of them, it has that sum to spare.
 *
 * @param storeBytes most that a store in memory may offer as its size
 * @param spareBytes what such a store takes beyond its size: writes that other OSDs have begun
 * @param messageBytes most that clients' requests may hold in the OSD
 */
public record MemoryShare(long storeBytes, long spareBytes, long messageBytes) {
    /** The share of bytes in flight assumes pools of at most this many copies. */
    private static final int COPIES = 3;

    /** A share below this is not useful: the smallest one. */
    private static final long MIN_BYTES = 1 << 20;

    /**
     * Of this process: its heap holds what a store knows about objects, its direct memory their bytes; the smaller one
     * counts.
     *
     * @param osds in the process, at least 1
     */
    public static MemoryShare ofProcess(int osds) {
        return of(Math.min(Runtime.getRuntime().maxMemory(), PlatformDependent.maxDirectMemory()), osds);
    }

    /**
     * @param memoryBytes of a process
     * @param osds in the process, at least 1
     */
    public static MemoryShare of(long memoryBytes, int osds) {
        if (osds < 1) {
            throw new IllegalArgumentException(osds + " OSDs");
        }
        long inFlight = memoryBytes / 4 / COPIES;
        return new MemoryShare(
                Math.max(MIN_BYTES, memoryBytes / 2 / osds),
                Math.max(MIN_BYTES, inFlight),
                Math.max(MIN_BYTES, inFlight / osds));
    }
}
