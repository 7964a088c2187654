// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.messenger;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.function.LongSupplier;

/**
 * Where one life of a node has its buffers.
 *
 * @param heldBytes allocated and not yet released; any thread that the allocator allows
 */
public record NodeMemory(ByteBufAllocator allocator, LongSupplier heldBytes) {
    /** Direct buffers, which only their release frees: for a node that stops in order. */
    static NodeMemory direct() {
        UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);
        return new NodeMemory(
                allocator,
                () -> allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory());
    }
}
