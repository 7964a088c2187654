// SPDX-License-Identifier: Apache-2.0
package org.inkwire.bench.micro;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.inkwire.cluster.map.PgPool;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.cluster.osd.ObjectLocator;
import org.inkwire.store.CollectionId;
import org.inkwire.store.Transaction;
import org.inkwire.store.mem.MemStore;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The memory store, 4 KiB at a time, in no order. One operation is a transaction that overwrites a block with bytes that
 * have just arrived, or a read of one.
 */
@State(Scope.Thread)
public class StoreBenchmark extends MicroBenchmark {
    private static final int BLOCK_BYTES = 4 << 10;
    /** In all objects together; a power of two. */
    private static final int BLOCKS = 4 << 10;
    /** Odd, so that every block has its turn. */
    private static final int STRIDE = 1597;

    private static final long CAPACITY_BYTES = 256 << 20;
    private static final CollectionId PG = new CollectionId(Clusters.POOL, 0, -1);

    /** One block, which a write replaces; or many, of which a write changes one in place. */
    @Param({"4096", "4194304"})
    public int objectBytes;

    private final PooledByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;
    private final MemStore store = new MemStore(allocator, CAPACITY_BYTES);
    private final List<HObject> objects = new ArrayList<>();
    private final byte[] content = Payloads.random(BLOCK_BYTES);
    private int block;

    @Setup
    public void fill() {
        store.mount().toCompletableFuture().join();
        apply(new Transaction(PG).createCollection());
        for (int i = 0; i < (long) BLOCKS * BLOCK_BYTES / objectBytes; i++) {
            String name = "object" + i;
            objects.add(HObject.head(ObjectLocator.of(Clusters.POOL, ""), name, PgPool.hashKey(name, "")));
        }
        for (int i = 0; i < BLOCKS; i++) {
            overwrite();
        }
    }

    @TearDown
    public void release() {
        store.umount().toCompletableFuture().join();
    }

    private void apply(Transaction transaction) {
        store.apply(transaction).toCompletableFuture().join();
    }

    private HObject object() {
        return objects.get((int) ((long) block * BLOCK_BYTES / objectBytes));
    }

    private long offset() {
        return (long) block * BLOCK_BYTES % objectBytes;
    }

    @Benchmark
    public void overwrite() {
        block = (block + STRIDE) & (BLOCKS - 1);
        ByteBuf data = allocator.directBuffer(BLOCK_BYTES, BLOCK_BYTES).writeBytes(content);
        apply(new Transaction(PG).write(object(), offset(), data));
    }

    @Benchmark
    public int read() {
        block = (block + STRIDE) & (BLOCKS - 1);
        ByteBuf found = store.read(PG, object(), offset(), BLOCK_BYTES);
        int bytes = found.readableBytes();
        found.release();
        if (bytes != BLOCK_BYTES) {
            throw new IllegalStateException(bytes + " bytes at " + offset() + " of " + object());
        }
        return bytes;
    }
}
