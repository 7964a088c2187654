// SPDX-License-Identifier: Apache-2.0
package org.inkwire.testkit.memory;

import io.netty.buffer.UnpooledByteBufAllocator;

/** An allocator that counts unreleased bytes. */
public final class CountingAllocator {
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);

    public UnpooledByteBufAllocator get() {
        return allocator;
    }

    /** Bytes allocated but not released. */
    public long usedBytes() {
        return allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory();
    }
}
