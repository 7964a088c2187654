// SPDX-License-Identifier: Apache-2.0
package org.inkwire.osd.pg;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.function.Consumer;
import org.inkwire.cluster.osd.Errno;
import org.inkwire.osd.op.OpLimits;
import org.inkwire.osd.pg.host.TestOp;
import org.inkwire.store.CollectionId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a request of 4 KiB costs on the shards of its PG, by counts that need no clock. The bounds on allocation hold for
 * code that is compiled quickly, without escape analysis; they are about an eighth above what was measured.
 */
class OpCostTest {
    private static final int BYTES = 4096;
    private static final int OBJECTS = 32;
    private static final int WARMUP = 3_000;
    private static final int MEASURED = 1_024;

    private static final long WRITE_BYTES = 3_100;
    private static final long REPLICATED_WRITE_BYTES = 4_700;
    private static final long REPLICA_BYTES = 2_500;
    private static final long READ_BYTES = 460;

    private final ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();

    /** It records every use of every buffer. */
    @BeforeEach
    void withoutLeakDetection() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
    }

    @AfterEach
    void withLeakDetectionAgain() {
        ResourceLeakDetector.setLevel(level);
    }

    private static ByteBuf payload() {
        return PooledByteBufAllocator.DEFAULT.directBuffer(BYTES, BYTES).writeZero(BYTES);
    }

    private static void write(DirectPgs pgs, int n) {
        DirectPgs.Op op = pgs.writeFull("object-" + n % OBJECTS, payload());
        pgs.submit(op);
        assertThat(op.replied && op.result == 0).isTrue();
        op.release();
    }

    private static void read(DirectPgs pgs, int n) {
        DirectPgs.Op op = pgs.read("object-" + n % OBJECTS);
        pgs.submit(op);
        assertThat(op.replied && op.ops().get(0).output().readableBytes() == BYTES)
                .isTrue();
        op.release();
    }

    /** Per request, once it is warm. */
    private static long allocated(DirectPgs pgs, int osd, Consumer<Integer> request) {
        for (int i = 0; i < WARMUP; i++) {
            request.accept(i);
        }
        long before = pgs.allocatedBy(osd);
        for (int i = 0; i < MEASURED; i++) {
            request.accept(i);
        }
        return (pgs.allocatedBy(osd) - before) / MEASURED;
    }

    @Test
    void aWriteWithoutReplicasAllocatesLittle() {
        try (DirectPgs pgs = new DirectPgs(1)) {
            assertThat(allocated(pgs, 0, n -> write(pgs, n))).isLessThan(WRITE_BYTES);
        }
    }

    @Test
    void aReplicatedWriteAllocatesLittleAtItsPrimaryAndLessAtAReplica() {
        try (DirectPgs pgs = new DirectPgs(3)) {
            assertThat(allocated(pgs, 0, n -> write(pgs, n))).isLessThan(REPLICATED_WRITE_BYTES);
            assertThat(allocated(pgs, 1, n -> write(pgs, n))).isLessThan(REPLICA_BYTES);
        }
    }

    @Test
    void aReadAllocatesLittle() {
        try (DirectPgs pgs = new DirectPgs(1)) {
            write(pgs, 0);
            assertThat(allocated(pgs, 0, n -> read(pgs, 0))).isLessThan(READ_BYTES);
        }
    }

    @Test
    void aWriteToStoresInMemoryNeedsNoTaskOfItsOwnAndOneMessageEachWayPerReplica() {
        try (DirectPgs pgs = new DirectPgs(3)) {
            for (int i = 0; i < MEASURED; i++) {
                write(pgs, i);
            }
            assertThat(pgs.tasks).isZero();
            assertThat(pgs.messages).isEqualTo(4L * MEASURED);
        }
    }

    @Test
    void manyWritesShareOneTimerAndWithoutReplicasThereIsNone() {
        try (DirectPgs replicated = new DirectPgs(3);
                DirectPgs alone = new DirectPgs(1)) {
            for (int i = 0; i < MEASURED; i++) {
                write(replicated, i);
                write(alone, i);
            }
            assertThat(replicated.timers).isOne();
            assertThat(alone.timers).isZero();
        }
    }

    @Test
    void aReplicatedWriteIsEncodedOnceForAllReplicasAndNotAtAllWithoutAny() {
        try (DirectPgs replicated = new DirectPgs(3);
                DirectPgs alone = new DirectPgs(1)) {
            write(replicated, 0);
            assertThat(replicated.encodings).hasSize(2).allMatch(shared -> shared == replicated.encodings.get(0));
            write(alone, 0);
            assertThat(alone.encodings).isEmpty();
        }
    }

    @Test
    void thePayloadIsNeverCopiedFromTheRequestToTheStoresAndToTheReply() {
        try (DirectPgs pgs = new DirectPgs(1)) {
            ByteBuf sent = payload();
            DirectPgs.Op write = pgs.writeFull("object", sent);
            pgs.submit(write);
            DirectPgs.Op read = pgs.read("object");
            pgs.submit(read);
            assertThat(read.ops().get(0).output().memoryAddress()).isEqualTo(sent.memoryAddress());
            write.release();
            read.release();
        }
    }

    @Test
    void aRefusedRequestReadsNothingOfItsObjectAndTakesNoPlaceOfAnother() {
        try (DirectPgs pgs = new DirectPgs(1)) {
            write(pgs, 0);
            long before = pgs.attrsRead;
            for (int i = 0; i < 2 * ObjectContexts.KEPT; i++) {
                DirectPgs.Op tooLong = pgs.read("n".repeat(OpLimits.DEFAULT.osdMaxObjectNameLen() + 1 + i));
                pgs.submit(tooLong);
                assertThat(tooLong.result).isEqualTo(Errno.ENAMETOOLONG.result());
            }
            read(pgs, 0);
            assertThat(pgs.attrsRead).isEqualTo(before);
        }
    }

    @Test
    void whatAWriteLeavesInItsObjectsContextIsWhatTheStoreHas() {
        try (DirectPgs pgs = new DirectPgs(3)) {
            for (int i = 0; i < 3 * ObjectContexts.KEPT; i++) {
                DirectPgs.Op op = pgs.writeFull("object-" + i % (2 * ObjectContexts.KEPT), payload());
                pgs.submit(op);
                op.release();
            }
            DirectPgs.Op read = pgs.read("object-0");
            pgs.submit(read);
            assertThat(read.userVersion).isEqualTo(2 * ObjectContexts.KEPT + 1L);
            read.release();
            CollectionId collection = CollectionId.of(pgs.pg(0).pgid());
            assertThat(pgs.store(2).size(collection, TestOp.objectOf("object-0")))
                    .isEqualTo(BYTES);
        }
    }
}
