// SPDX-License-Identifier: Apache-2.0
package org.inkwire.workload.messenger;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.function.LongSupplier;

/**
 * The buffer allocator of one life of a node.
 *
 * @param heldBytes bytes allocated and not yet released; any thread that the allocator allows
 */
public record NodeMemory(ByteBufAllocator allocator, LongSupplier heldBytes) {
    /** Direct buffers, which are freed only when released: for a node that shuts down cleanly. */
    static NodeMemory direct() {
        UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);
        return new NodeMemory(
                allocator,
                () -> allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory());
    }
}
