// SPDX-License-Identifier: Apache-2.0
package org.inkwire.store.mem;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.util.ResourceLeakDetector;
import java.util.Map;
import java.util.TreeMap;
import org.inkwire.cluster.osd.HObject;
import org.inkwire.cluster.osd.ObjectLocator;
import org.inkwire.store.ByteString;
import org.inkwire.store.CollectionId;
import org.inkwire.store.Transaction;
import org.junit.jupiter.api.Test;

/** What a store says it uses, against what it really takes: a store that counts too little runs out of heap. */
class AccountingTest {
    private static final int OBJECTS = 20_000;
    private static final CollectionId PG = new CollectionId(1, 0, -1);

    @Test
    void tinyObjectsTakeNoMoreThanIsCounted() {
        ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();
        // The records of leak detection would count as well.
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        try {
            count();
        } finally {
            ResourceLeakDetector.setLevel(level);
        }
    }

    private void count() {
        PooledByteBufAllocator allocator = new PooledByteBufAllocator(true);
        // Small beside the JVM's direct memory, of which other tests have used some.
        MemStore store = new MemStore(allocator, 1L << 28);
        store.mount();
        store.apply(new Transaction(PG).createCollection());
        long before = heapUsed();
        for (int i = 0; i < OBJECTS; i++) {
            HObject object = HObject.head(ObjectLocator.of(1, ""), "benchmark_data_host_12345_object" + i, i * 31);
            TreeMap<ByteString, ByteString> attrs =
                    new TreeMap<>(Map.of(ByteString.of("_"), ByteString.of("x".repeat(120))));
            store.apply(new Transaction(PG)
                    .write(object, 0, Unpooled.wrappedBuffer(new byte[3]))
                    .setAttrs(object, attrs));
        }
        long taken = heapUsed() - before;
        long counted = store.stats().internalMetadata() + store.stats().omapAllocated();
        assertThat(counted)
                .as("counted for %d bytes of heap", taken)
                .isGreaterThan(taken)
                .isLessThan(3 * taken);
        assertThat(store.stats().used()).isGreaterThanOrEqualTo(counted + OBJECTS * 16L);
        store.umount();
        assertThat(store.stats().used()).isZero();
    }

    private static long heapUsed() {
        Runtime runtime = Runtime.getRuntime();
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
        }
        return used;
    }
}
