// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store;

import io.netty.util.internal.PlatformDependent;

/**
 * The memory one OSD may use, of a process that runs several. Half of the process's memory is for stores, a sixth for
 * what is on its way into them, a sixth for what arrives when they are full, a sixth for what the allocator keeps.
 * Immutable.
 *
 * <p>A client's write is in memory once at its primary and once at each replica until it is in their stores. So the
 * sum of all OSDs' {@code messageBytes}, times the copies of a pool, fits into that sixth; and as one store may be the
 * replica of all those writes, and can refuse none of them, it has that sum to spare. This holds for up to three OSDs
 * that have a process each.
 *
 * @param storeBytes most that a store in memory may offer as its size
 * @param spareBytes what such a store takes beyond its size: writes that other OSDs have begun, and its own records
 * @param messageBytes most that clients' requests may hold in the OSD; also the largest write it can accept
 */
public record MemoryShare(long storeBytes, long spareBytes, long messageBytes) {
    /** The share of bytes in flight assumes pools of at most this many copies. */
    private static final int COPIES = 3;

    /** This part of a store's size is what it records about objects while it is full. */
    private static final int RECORDS = 16;

    /** An OSD that accepts only smaller writes is of no use. */
    private static final long LEAST_WRITE = 128 << 10;

    /**
     * Of this process: its heap holds what a store knows about objects, its direct memory their bytes; the smaller one
     * counts.
     *
     * @param osds in the process, at least 1
     * @throws IllegalArgumentException as {@link #of}
     */
    public static MemoryShare ofProcess(int osds) {
        return of(Math.min(Runtime.getRuntime().maxMemory(), PlatformDependent.maxDirectMemory()), osds);
    }

    /**
     * @param memoryBytes of a process
     * @param osds in the process, at least 1
     * @throws IllegalArgumentException if the memory is too little for so many
     */
    public static MemoryShare of(long memoryBytes, int osds) {
        if (osds < 1) {
            throw new IllegalArgumentException(osds + " OSDs");
        }
        long inFlight = memoryBytes / 6 / COPIES;
        if (inFlight / osds < LEAST_WRITE) {
            throw new IllegalArgumentException("too little memory: heap and direct memory must have "
                    + LEAST_WRITE * 6 * COPIES * osds + " bytes each for the " + osds
                    + " OSDs of a process, and one of them has " + memoryBytes
                    + " (-Xmx, -XX:MaxDirectMemorySize)");
        }
        long store = memoryBytes / 2 / osds;
        // An OSD alone in its process has others elsewhere.
        long begunElsewhere = inFlight * Math.max(1, COPIES / osds);
        return new MemoryShare(store, begunElsewhere + store / RECORDS, inFlight / osds);
    }
}
