// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store.mem;

import io.netty.util.internal.PlatformDependent;

/** The process's direct memory, which stores share with everything else. Any thread. */
final class DirectMemory {
    private static final long MAX = PlatformDependent.maxDirectMemory();

    /** Left alone: the allocator takes memory in chunks. */
    private static final long RESERVED = MAX / 16;

    private DirectMemory() {}

    /** What a store may still take; no limit if the allocator does not count what it uses. */
    static long free() {
        long used = PlatformDependent.usedDirectMemory();
        return used < 0 ? Long.MAX_VALUE : MAX - used - RESERVED;
    }
}
