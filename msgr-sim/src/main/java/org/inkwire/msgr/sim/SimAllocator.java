// SPDX-License-Identifier: Apache-2.0
package org.inkwire.msgr.sim;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.UnpooledHeapByteBuf;
import java.util.ArrayDeque;

/**
 * Counts the buffers of one process. Direct buffers are backed by arrays, so that the memory of a killed process is
 * garbage-collected. One thread.
 */
public final class SimAllocator extends AbstractByteBufAllocator {
    /** Arrays of exactly this size, the receive chunks, are kept for reuse. */
    private static final int KEPT_BYTES = 32 << 10;

    private static final int KEPT_MAX = 256;

    private final ArrayDeque<byte[]> kept;
    private long outstandingBytes;
    private long peakBytes;
    private long outstandingBuffers;

    /** @param kept arrays for reuse, shared by the allocators of one simulation */
    SimAllocator(ArrayDeque<byte[]> kept) {
        super(false);
        this.kept = kept;
    }

    /** Allocated and not released. */
    public long outstandingBytes() {
        return outstandingBytes;
    }

    public long outstandingBuffers() {
        return outstandingBuffers;
    }

    /** Maximum of {@link #outstandingBytes} so far. */
    public long peakBytes() {
        return peakBytes;
    }

    @Override
    protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
        return new Counted(initialCapacity, maxCapacity);
    }

    @Override
    protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
        return new Counted(initialCapacity, maxCapacity);
    }

    /** Not tracked by the leak detector: a killed process rightly never releases its buffers. */
    @Override
    public CompositeByteBuf compositeHeapBuffer(int maxNumComponents) {
        return new CompositeByteBuf(this, false, maxNumComponents);
    }

    @Override
    public CompositeByteBuf compositeDirectBuffer(int maxNumComponents) {
        return new CompositeByteBuf(this, true, maxNumComponents);
    }

    @Override
    public boolean isDirectBufferPooled() {
        return false;
    }

    private final class Counted extends UnpooledHeapByteBuf {
        Counted(int initialCapacity, int maxCapacity) {
            super(SimAllocator.this, initialCapacity, maxCapacity);
            outstandingBuffers++;
        }

        @Override
        protected byte[] allocateArray(int initialCapacity) {
            outstandingBytes += initialCapacity;
            peakBytes = Math.max(peakBytes, outstandingBytes);
            byte[] again = initialCapacity == KEPT_BYTES ? kept.pollLast() : null;
            return again != null ? again : new byte[initialCapacity];
        }

        @Override
        protected void freeArray(byte[] array) {
            outstandingBytes -= array.length;
            if (array.length == KEPT_BYTES && kept.size() < KEPT_MAX) {
                kept.addLast(array);
            }
        }

        @Override
        protected void deallocate() {
            outstandingBuffers--;
            super.deallocate();
        }
    }
}
