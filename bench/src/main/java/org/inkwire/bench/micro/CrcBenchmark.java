// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.micro;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.inkwire.wire.Crc32c;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The checksum of frame segments and maps. One operation is the crc32c of one buffer. */
@State(Scope.Thread)
public class CrcBenchmark extends MicroBenchmark {
    @Param({"64", "4096", "65536", "1048576"})
    public int bytes;

    /** Memory outside the heap, as the messenger uses; else an array. */
    @Param({"true", "false"})
    public boolean direct;

    private ByteBuf buffer = Unpooled.EMPTY_BUFFER;

    @Setup
    public void fill() {
        PooledByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;
        buffer = direct ? allocator.directBuffer(bytes) : allocator.heapBuffer(bytes);
        buffer.writeBytes(Payloads.random(bytes));
    }

    @TearDown
    public void release() {
        buffer.release();
    }

    @Benchmark
    public int seedMinusOne() {
        return Crc32c.seedMinusOne(buffer);
    }
}
